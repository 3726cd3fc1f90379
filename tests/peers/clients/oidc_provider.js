// A certified OpenID Connect provider (npm: oidc-provider), which asks for PKCE and tells a person's
// claims only at its userinfo endpoint: node oidc_provider.js ISSUER REDIRECT_URI MODULE
const [issuer, redirectUri, module_] = process.argv.slice(2);

import(module_).then(({ default: Provider }) => {
  const provider = new Provider(issuer, {
    clients: [{
      client_id: "thidua", client_secret: "s3cret-of-the-office", redirect_uris: [redirectUri],
      response_types: ["code"], grant_types: ["authorization_code"],
    }],
    pkce: { required: () => true },
    claims: { openid: ["sub"], profile: ["preferred_username"], email: ["email", "email_verified"] },
    // Whoever is named at its sign-in page is there.
    async findAccount(ctx, login) {
      return {
        accountId: login,
        async claims() {
          return { sub: login, preferred_username: login, email: `${login}@a.vn`, email_verified: true };
        },
      };
    },
    cookies: { keys: ["only for tests"] },
  });
  const { port, hostname } = new URL(issuer);
  provider.listen(Number(port), hostname);
});
