// Before a form with words goes out, asks whether its sender is still signed in. Where the session has ended elsewhere, the
// login page would take the place of the words: they stay, and the form waits until somebody is signed in again.
(function () {
  "use strict";
  if (!window.fetch) return;

  var asks = document.currentScript.dataset.asks;
  var PATIENCE = 3000;
  var FIELDS = "textarea, select, input:not([type=hidden], [type=submit])";
  var asking = null, sure = null;

  // The desk asks for itself.
  function holdsWords(form) { return form.getAttribute("method") === "post" && !("desk" in form.dataset) && form.querySelector(FIELDS); }

  function place(form, button) {
    var found = form.querySelector("[data-autosave-status], [data-signed-out]");
    if (found) return found;
    found = document.createElement("p");
    found.className = "saved errornote";
    found.dataset.signedOut = "";
    found.setAttribute("role", "alert");
    var row = button && (button.closest(".buttons, .submit-row") || button);
    if (row) row.before(found);
    else form.append(found);
    return found;
  }
  function say(form, button) {
    var told = place(form, button), link = document.createElement("a");
    told.classList.add("saved--problem");
    told.textContent = "You are logged out, and your last words are not kept yet. ";
    link.href = window.location.pathname;
    link.target = "_blank";
    link.textContent = "Log in again in a new tab";
    told.append(link, ", then press the button here.");
    return link;
  }
  // For words that were to be kept by themselves, and could not be.
  document.addEventListener("signedout", function (event) { say(event.target, null); });

  function isSignedOut() {
    var how = { credentials: "same-origin", redirect: "manual", cache: "no-store", headers: { Accept: "application/json", "X-Background": "1" } };
    var answer = window.fetch(asks, how).then(function (response) { return response.type === "opaqueredirect"; });
    // A line that is down holds nobody up for long: the browser says what is wrong.
    var patience = new Promise(function (done) { window.setTimeout(done, PATIENCE, false); });
    return Promise.race([answer, patience]).catch(function () { return false; });
  }

  document.addEventListener("submit", function (event) {
    var form = event.target, button = event.submitter;
    if (form === sure || !holdsWords(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form === asking) return;
    asking = form;
    isSignedOut().then(function (isOut) {
      asking = null;
      if (isOut) { say(form, button).focus(); return; }
      sure = form;
      form.requestSubmit(button || undefined);
      sure = null;
    });
  }, true);
}());
