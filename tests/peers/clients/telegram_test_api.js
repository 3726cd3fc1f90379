// Serves telegram-test-api 4.2.1, made acceptable to python-telegram-bot 22.x: what it leaves out or writes otherwise is put in.
// node telegram_test_api.js PORT, with NODE_PATH where the package is.
const getMe = require('telegram-test-api/lib/routes/bot/getMe');
const { handle } = require('telegram-test-api/lib/routes/bot/utils');

getMe.getMe = (app) => handle(app, '/bot:token/getMe', (request, response) => response.sendResult({
  ok: true,
  result: { id: 666, is_bot: true, first_name: 'Thi đua', username: 'thidua_bot', can_join_groups: true,
    can_read_all_group_messages: false, supports_inline_queries: false },
}));

const unknown = require('telegram-test-api/lib/routes/bot/unknownMethod');
const refuse = unknown.unknownMethod;
unknown.unknownMethod = (app, server) => {
  handle(app, '/bot:token/sendChatAction', (request, response) => response.sendResult({ ok: true, result: true }));
  refuse(app, server);
};

for (const method of ['answerCallbackQuery', 'setWebhook']) {
  const route = require(`telegram-test-api/lib/routes/bot/${method}`);
  const original = route[method];
  route[method] = (app, server) => {
    app.use('/', (request, response, next) => {
      const send = response.sendResult;
      if (request.path.endsWith(`/${method}`)) response.sendResult = (body) => send({ ...body, result: true });
      next();
    });
    original(app, server);
  };
}

const found = require('telegram-test-api');
const Base = found.TelegramServer || found;
const format = Base.formatUpdate;
Base.formatUpdate = (given) => {
  const update = format(given);
  if (update.callback_query) {
    update.callback_query.chat_instance = '1';
    const message = update.callback_query.message;
    message.message_id = message.message_id || 1;
    message.date = message.date || Math.floor(Date.now() / 1000);
  }
  return update;
};

class Server extends Base {
  addBotMessage(raw, token) {
    const message = super.addBotMessage(raw, token);
    message.date = Math.floor(message.date / 1000);
    return message;
  }
}

new Server({ port: Number(process.argv[2]), host: '127.0.0.1', storeTimeout: 600 }).start();
