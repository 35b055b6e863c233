// What the scripts of the writing screen share: its form, requests that notice a lost sign-in, small helpers.
window.Desk = (function () {
  "use strict";
  const form = document.querySelector("form[data-desk]");
  if (!form) return null;

  const FIELDS = ["title", "summary", "key_points", "body"];
  const heard = {};

  class SignedOut extends Error {}
  class Refusal extends Error {
    constructor(words, status, field, errors) { super(words); this.status = status; this.field = field; this.errors = errors; }
  }

  function token() { return form.querySelector("[name=csrfmiddlewaretoken]").value; }

  // A short answer or nothing: never a page of HTML that would end up in front of the writer.
  async function refusal(reply) {
    const words = await reply.text();
    let answer = {};
    try { answer = JSON.parse(words); } catch (error) { /* A sentence or a page. */ }
    if (answer.signed_out) return new SignedOut();
    if (answer.error) return new Refusal(answer.error, reply.status, answer.field, answer.errors);
    if (reply.status === 413) return new Refusal("This is too large to send.", reply.status);
    if (reply.status === 403) return new SignedOut();
    return new Refusal(words && words.length < 200 && !words.includes("<") ? words : "The site did not answer as it should.", reply.status);
  }

  async function post(url, data, options) {
    data.set("csrfmiddlewaretoken", token());
    const reply = await window.fetch(url, Object.assign({
      method: "POST", body: data, credentials: "same-origin", headers: { "X-Requested-With": "XMLHttpRequest" },
    }, options));
    if (reply.redirected) throw signedOut();
    if (!reply.ok) {
      const reason = await refusal(reply);
      throw reason instanceof SignedOut ? signedOut() : reason;
    }
    return reply;
  }

  async function get(url, options) {
    const reply = await window.fetch(url, Object.assign({ credentials: "same-origin", headers: { "X-Requested-With": "XMLHttpRequest" } }, options));
    if (reply.redirected || reply.status === 403) throw signedOut();
    if (!reply.ok) throw await refusal(reply);
    return reply.json();
  }

  function signedOut() { tell("signedout"); return new SignedOut("You were signed out."); }

  // Only the newest question gets its answer; older ones are called back.
  function newest(ask) {
    let running = null;
    return async function (...words) {
      if (running) running.abort();
      const mine = running = new AbortController();
      try { return await ask(mine.signal, ...words); } finally { if (running === mine) running = null; }
    };
  }

  function later(wait, act) {
    let timer;
    return function (...words) { window.clearTimeout(timer); timer = window.setTimeout(() => act(...words), wait); };
  }

  function listen(name, act) { (heard[name] = heard[name] || []).push(act); }
  function tell(name, what) { (heard[name] || []).forEach((act) => act(what)); }

  function make(tag, traits, ...children) {
    const element = document.createElement(tag);
    Object.entries(traits || {}).forEach(([name, value]) => {
      if (value === undefined || value === null || value === false) return;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (name === "text") element.textContent = value;
      else if (["value", "checked", "htmlFor", "className", "hidden"].includes(name)) element[name] = value;
      else element.setAttribute(name, value === true ? "" : value);
    });
    element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
    return element;
  }

  function say(place, words) { if (place && place.textContent !== words) place.textContent = words; }
  function language() { const box = form.elements.language; return (box && box.value) || form.dataset.language || "en"; }
  function field(name) { return form.elements[name]; }
  function text(name) { const box = field(name); return box ? box.value : ""; }

  // What preview and checks are asked about.
  function words() {
    const data = new FormData();
    FIELDS.forEach((name) => data.set(name, text(name)));
    new FormData(form).forEach((value, name) => {
      if (name === "topic" || name === "language" || name.startsWith("checklist-")) data.set(name, value);
    });
    return data;
  }

  function many(number, one, more) { return number + " " + (number === 1 ? one : more || one + "s"); }

  form.querySelectorAll("[data-needs-script]").forEach((element) => { element.hidden = false; });
  form.querySelectorAll("[data-without-script]").forEach((element) => { element.hidden = true; });
  document.documentElement.classList.add("has-script");

  return {
    form, FIELDS, urls: form.dataset, body: field("body"), language,
    SignedOut, Refusal, post, get, newest, later, listen, tell, make, say, field, text, words, many, token,
  };
})();
