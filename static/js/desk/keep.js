// Keeps what is typed: a private copy on the server every few seconds, nothing in the browser's own store.
(function (desk) {
  "use strict";
  if (!desk) return;

  const EVERY = 5000;
  const PING = 30000;
  const EXPLAINED = new Set([409, 413]);
  const form = desk.form;
  const status = document.querySelector("[data-saved]");
  const others = document.querySelector("[data-others]");
  const newer = document.querySelector("[data-newer]");
  const lost = document.querySelector("[data-signed-out]");
  let dirty = false, saving = null, signedOut = false, leaving = false, failed = "", asked = Date.now();

  function copy(ping) {
    const data = new FormData(form);
    data.delete("do");
    data.set("base", desk.text("based_on"));
    if (ping) data.set("ping", "1");
    return data;
  }

  function names(list) {
    if (!others || !list) return;
    const said = list.length > 1 ? list.slice(0, -1).join(", ") + " and " + list[list.length - 1] + " have" : list[0] + " has";
    desk.say(others, list.length ? said + " this page open too." : "");
  }
  function tellNewer(what) {
    if (!newer || !what || newer.dataset.number === String(what.number)) return;
    newer.dataset.number = what.number;
    newer.hidden = false;
    desk.say(newer.querySelector("[data-newer-words]"), what.by + " saved this page at " + what.at + ", while you were writing.");
  }

  function heard(answer) {
    failed = "";
    asked = Date.now();
    if (answer.saved_at && !answer.ping) say("Your words are kept. Saved at " + answer.saved_at + ".");
    names(answer.others);
    tellNewer(answer.newer);
  }
  function say(words, problem) {
    if (!status) return;
    status.classList.toggle("saved--problem", Boolean(problem));
    desk.say(status, words);
  }

  async function send() {
    dirty = false;
    try {
      heard(await (await desk.post(desk.urls.autosave, copy())).json());
    } catch (error) {
      dirty = true;
      if (error instanceof desk.SignedOut) return;
      failed = error instanceof desk.Refusal ? error.message : navigator.onLine ? "The site does not answer." : "This computer is offline.";
      say("Not kept yet. " + failed + " Your words are still on this page. We go on trying.", true);
      // These the site explains beside the form, where they can be mended.
      if (error instanceof desk.Refusal && EXPLAINED.has(error.status)) failed = "";
    }
  }
  function save() {
    if (saving || signedOut || leaving) return saving || Promise.resolve();
    saving = send().finally(() => { saving = null; });
    return saving;
  }

  // Browsers refuse to let a page send more than 64 KiB while it goes away. More than that is sent
  // as usual, which a page in the background lives to see; one that is closed asks first.
  const MOST_AT_LAST = 60000;
  function fits(data) {
    const bytes = new TextEncoder();
    let size = 0;
    data.forEach((value, name) => { size += bytes.encode(name + value).length + 200; });
    return size < MOST_AT_LAST;
  }

  // A page in the background, or one that goes away, sends its last words without waiting.
  function lastWords() {
    if (!dirty || signedOut || leaving) return;
    dirty = false;
    const data = copy();
    desk.post(desk.urls.autosave, data, { keepalive: fits(data) }).then((reply) => reply.json()).then(heard).catch(() => { dirty = true; });
  }

  async function ping() {
    if (document.hidden || signedOut || dirty || saving || Date.now() - asked < PING) return;
    asked = Date.now();
    try {
      const answer = await (await desk.post(desk.urls.autosave, copy(true), { headers: { "X-Requested-With": "XMLHttpRequest", "X-Background": "1" } })).json();
      names(answer.others);
      tellNewer(answer.newer);
    } catch (error) { /* The next saving says what is wrong. */ }
  }

  form.addEventListener("input", () => { dirty = true; });
  window.setInterval(() => { if (dirty) save(); else ping(); }, EVERY);
  document.addEventListener("visibilitychange", () => { if (document.hidden) lastWords(); else if (signedOut) signIn(); });
  window.addEventListener("pagehide", lastWords);
  window.addEventListener("online", () => { if (failed) save(); });
  window.addEventListener("offline", () => say("This computer is offline. Your words are still on this page. We go on trying.", true));
  window.addEventListener("focus", () => { if (signedOut) signIn(); });
  window.addEventListener("beforeunload", (event) => { if (dirty && !leaving) event.preventDefault(); });
  window.addEventListener("pageshow", () => { leaving = false; });

  desk.listen("signedout", () => {
    if (signedOut) return;
    signedOut = true;
    say("Not kept yet: you were signed out.", true);
    if (lost) lost.hidden = false;
  });

  // Another tab has signed in: this page takes the new token and goes on where it was.
  async function signIn() {
    try {
      const reply = await window.fetch(desk.urls.self, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      const fresh = page.querySelector("form[data-desk] [name=csrfmiddlewaretoken]");
      if (reply.redirected || !fresh) return false;
      document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((box) => { box.value = fresh.value; });
    } catch (error) { return false; }
    signedOut = false;
    if (lost) lost.hidden = true;
    dirty = true;
    await save();
    desk.tell("signedin");
    return true;
  }
  const again = document.querySelector("[data-signed-in]");
  if (again) again.addEventListener("click", async () => {
    if (!(await signIn())) desk.say(lost.querySelector("[data-signed-out-still]"), "You are still signed out. Sign in in a new tab first.");
    else desk.body.focus();
  });

  // Before the form goes, the copy is made sure of: a lost sign-in or a dead line shows here, beside the words, and not
  // as a page of the browser in their place.
  const PATIENCE = 10000;
  let sure = false;
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button && button.formTarget === "_blank") return;
    if (sure || !(dirty || saving || signedOut || !navigator.onLine)) { leaving = true; return; }
    event.preventDefault();
    say("Saving…");
    const patience = new Promise((done) => window.setTimeout(() => done("The site does not answer."), PATIENCE));
    const kept = (signedOut ? signIn() : Promise.resolve(saving).then(() => (dirty || !navigator.onLine) && save())).then(() => failed);
    Promise.race([kept, patience]).then((why) => window.setTimeout(() => {
      if (signedOut) { lost.querySelector("a").focus(); return; }
      if (why) { say("Nothing was saved. " + why + " Your words are still on this page. Press the button again in a moment.", true); return; }
      sure = true;
      form.requestSubmit(button || undefined);
      sure = false;
    }));
  });

  desk.keep = { save };
})(window.Desk);
