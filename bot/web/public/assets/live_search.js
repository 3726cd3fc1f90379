// Refreshes the list of a page as one types: the form's own address is fetched, and what it finds is put in the
// place of what was found before. Without it, or where the server cannot answer now, the button does the same.
"use strict";
(() => {
  const PAUSE = 300;
  const form = document.querySelector("form[data-live]");
  const parts = ["tong-so", "ket-qua"];
  let waiting = 0, running = null;

  const refresh = async () => {
    if (running) running.abort();
    const own = (running = new AbortController());
    const asked = [...new FormData(form)].filter(([, value]) => value.trim());
    const address = `${form.action}?${new URLSearchParams(asked)}`;
    const list = document.getElementById("ket-qua");
    list.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(address, { signal: own.signal });
      if (!response.ok) return;
      const found = new DOMParser().parseFromString(await response.text(), "text/html");
      // The status stays the same element: only then is its new text read aloud.
      for (const part of parts) document.getElementById(part).replaceChildren(...found.getElementById(part).childNodes);
      history.replaceState(null, "", address);
    } catch (error) {
      if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error;
    } finally {
      if (running === own) list.removeAttribute("aria-busy");
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, PAUSE);
  });
})();
