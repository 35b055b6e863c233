// Comforts of the enquiry screens. All of them work without it.
(function () {
  "use strict";

  function each(selector, act) { Array.prototype.forEach.call(document.querySelectorAll(selector), act); }
  function post(url, headers, body) {
    headers.Accept = "application/json";
    return window.fetch(url, { method: "POST", headers: headers, body: body, credentials: "same-origin" });
  }
  function token(form) { return form.querySelector("[name=csrfmiddlewaretoken]").value; }

  // What went wrong comes first.
  var problem = document.querySelector("[data-focus]");
  if (problem) {
    problem.focus();
    // An address that ends in "#reply" takes the focus away once more.
    window.addEventListener("load", function () { window.setTimeout(function () { problem.focus(); }); });
  }

  // Shortcuts: an element says by data-keys which keys belong to it. Single letters can be switched off (they trip up speech input).
  var SWITCH = "shortcuts-off";
  var sheet = document.getElementById("shortcuts");
  var before = "";

  function remembered(value) {
    try {
      if (value === undefined) return window.localStorage.getItem(SWITCH) === "yes";
      window.localStorage.setItem(SWITCH, value ? "yes" : "no");
    } catch (error) { /* No storage: they stay on. */ }
    return Boolean(value);
  }

  function typing(element) {
    return Boolean(element.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], dialog[open]"));
  }

  function rows() { return Array.prototype.slice.call(document.querySelectorAll("[data-row]")); }
  function currentRow() { return document.activeElement && document.activeElement.closest("[data-row]"); }

  function move(step) {
    var all = rows();
    var at = all.indexOf(currentRow());
    var next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
    if (next) next.querySelector("a").focus();
    return Boolean(next);
  }

  function choose(row) {
    var box = row && row.querySelector("[name=chosen]");
    if (box) box.click();
    return Boolean(box);
  }

  function press(element) {
    if (element.tagName === "INPUT" || element.tagName === "TEXTAREA") element.focus();
    else element.click();
    return true;
  }

  function assign() {
    var row = currentRow();
    var button = document.querySelector("[data-keys='a']");
    if (!button) return false;
    if (row && !document.querySelector("[name=chosen]:checked")) choose(row);
    if (rows().length && !document.querySelector("[name=chosen]:checked")) return false;
    return press(button);
  }

  function note() {
    var fold = document.querySelector("details.note");
    if (!fold) return false;
    fold.open = true;
    fold.querySelector("textarea").focus();
    return true;
  }

  function reply() {
    var box = document.querySelector("[data-autosave] textarea");
    if (box) box.focus();
    return Boolean(box);
  }

  function open() {
    var row = currentRow();
    if (row) row.querySelector("a").click();
    return Boolean(row);
  }

  function act(key) {
    if (key === "?" && sheet) { sheet.showModal(); return true; }
    if (rows().length) {
      if (key === "j") return move(1);
      if (key === "k") return move(-1);
      if (key === "o") return open();
      if (key === "x") return choose(currentRow());
    }
    if (key === "a") return assign();
    if (key === "n") return note();
    if (key === "r") return reply();
    var target = document.querySelector("[data-keys='" + key + "']");
    return Boolean(target) && press(target);
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || remembered()) return;
    if (typing(event.target) || !/^[a-z/?]$/.test(event.key)) { before = ""; return; }
    var done = before === "g" ? act("g " + event.key) : act(event.key);
    before = before === "g" ? "" : event.key;
    if (done) event.preventDefault();
  });

  each("[data-opens]", function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { document.getElementById(button.dataset.opens).showModal(); });
  });
  each("[data-shortcuts-on]", function (box) {
    box.checked = !remembered();
    box.addEventListener("change", function () { remembered(!box.checked); });
  });

  // Choosing rows.
  function count() {
    var chosen = document.querySelectorAll("[name=chosen]:checked").length;
    each("[data-chosen-count]", function (place) { place.textContent = chosen ? chosen + " chosen" : ""; });
  }
  each("[data-choose-all]", function (label) {
    label.hidden = false;
    label.querySelector("input").addEventListener("change", function (event) {
      each("[name=chosen]", function (box) { box.checked = event.target.checked; });
      count();
    });
  });
  document.addEventListener("change", count);

  each("[data-print]", function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });

  // Puts words in at the cursor. The old command is the only way that Ctrl-Z takes back.
  function insert(box, words) {
    box.focus();
    if (!document.execCommand("insertText", false, words)) box.setRangeText(words, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  // What stands beside the cursor stays apart from it, and a box where nobody was yet gets it at its end.
  function insertApart(box, words) {
    if (!box.dataset.wasHere) box.setSelectionRange(box.value.length, box.value.length);
    var before = box.value.slice(0, box.selectionStart), after = box.value.slice(box.selectionEnd);
    insert(box, (/\S$/.test(before) ? "\n\n" : "") + words + (/^\S/.test(after) ? "\n\n" : ""));
  }
  each("form[data-autosave] textarea", function (box) {
    box.addEventListener("focus", function () { box.dataset.wasHere = "yes"; });
  });
  each("[data-insert]", function (button) {
    button.addEventListener("click", function (event) {
      var picker = document.getElementById(button.dataset.insert);
      var words = picker.selectedOptions[0] && picker.selectedOptions[0].dataset.text;
      event.preventDefault();
      if (!words) { picker.focus(); return; }
      insertApart(button.form.querySelector("textarea"), words);
      picker.selectedIndex = 0;
    });
  });

  // Typed words: kept as a draft where that is possible, and never left behind without asking.
  var unsaved = [];
  var submitted = null, saving = null;
  function under(way) { saving = way.catch(function () {}).then(function () { saving = null; }); }
  function holdsNote(form) { var note = form.querySelector("[name=note]"); return Boolean(note && note.value.trim()); }
  function isLeftBehind(form) { return form !== submitted && (unsaved.indexOf(form) >= 0 || ("autosave" in form.dataset && holdsNote(form))); }
  window.addEventListener("beforeunload", function (event) {
    if (Array.prototype.some.call(document.querySelectorAll("form[data-unsaved]"), isLeftBehind)) event.preventDefault();
  });
  document.addEventListener("submit", function (event) {
    if (event.target.method === "dialog" || submitted === event.target) return;
    submitted = event.target;
    // Another button of the page must not cost the last words of the reply: they are saved first,
    // so that the next page shows them. A line that is down holds nobody up for long.
    each("form[data-autosave]", function (form) { if (form !== submitted) form.dispatchEvent(new Event("lastwords")); });
    if (!saving) return;
    event.preventDefault();
    var form = event.target, button = event.submitter;
    var patience = new Promise(function (done) { window.setTimeout(done, 2000); });
    Promise.race([saving, patience]).then(function () { form.requestSubmit(button || undefined); });
  });
  window.addEventListener("pageshow", function () { submitted = null; });
  function keep(form) { unsaved = unsaved.filter(function (other) { return other !== form; }); }

  each("form[data-unsaved]", function (form) {
    form.addEventListener("input", function () {
      if (unsaved.indexOf(form) < 0) unsaved.push(form);
    });
  });
  each("form[data-autosave]", function (form) {
    var status = form.querySelector("[data-autosave-status]");
    var busy = false;

    function say(words, isProblem) {
      status.classList.toggle("saved--problem", Boolean(isProblem));
      if (status.textContent !== words) status.textContent = words;
    }
    function answered(response) {
      if (response.redirected) return { too_late: true };
      if ((response.headers.get("Content-Type") || "").indexOf("json") < 0) throw new Error("no answer");
      return response.json();
    }
    function signedOut() {
      form.dataset.autosave = "";
      say("You were away, so we logged you out. Your reply is kept. " + (holdsNote(form) ? "Copy your note before you go on. " : ""), true);
      var link = document.createElement("a");
      link.href = window.location.pathname;
      link.textContent = "Log in again";
      status.appendChild(link);
    }
    // The session has ended elsewhere, so nobody is there to keep anything.
    function tooLate() {
      form.dataset.autosave = "";
      form.dispatchEvent(new Event("signedout", { bubbles: true }));
    }
    function savePlease() {
      say("You were away, so you have to log in again. Press “Save for later” first. It keeps what you typed.", true);
    }
    function heard(answer) {
      if (answer.draft !== undefined) form.querySelector("[name=draft]").value = answer.draft;
      if (answer.too_late) tooLate();
      else if (answer.signed_out) signedOut();
      else if (answer.saved) say("Saved at " + answer.saved);
      else say((answer.conflict || answer.problem || "This could not be saved.") + " Your words are still here.", true);
      if (answer.kept === false) notKept();
    }
    function notKept() { if (unsaved.indexOf(form) < 0) unsaved.push(form); }
    function lost() {
      notKept();
      say("Not saved. Is the line down? Your words are still here. We try again.", true);
    }
    function save() {
      if (busy || submitted || !form.dataset.autosave || unsaved.indexOf(form) < 0) return;
      busy = true;
      keep(form);
      under(post(form.dataset.autosave, {}, new FormData(form)).then(answered).then(heard).catch(lost).then(function () { busy = false; }));
    }
    if (!form.dataset.autosave || !window.fetch) return;
    window.setInterval(save, 4000);
    form.addEventListener("lastwords", function () {
      if (!form.dataset.autosave || unsaved.indexOf(form) < 0) return;
      keep(form);
      under(window.fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), credentials: "same-origin", keepalive: true }));
    });
    // The time is up, and whatever is sent next is kept, so no saving may come before the whole form.
    form.addEventListener("timeup", function () {
      if (!form.dataset.autosave) return;
      form.dataset.autosave = "";
      if (unsaved.indexOf(form) >= 0 || holdsNote(form)) savePlease();
      else signedOut();
      form.addEventListener("input", savePlease);
    });
  });

  // Who else has it open. The page asks by itself, which keeps nobody signed in.
  each("[data-presence]", function (line) {
    var form = document.querySelector("form[method=post]");
    if (!line.dataset.presence || !form || !window.fetch) return;
    function show(answer) {
      if (answer.signed_out) each("form[data-autosave]", function (box) { box.dispatchEvent(new Event("timeup")); });
      if (!answer.also_open && !answer.problem) return;
      var names = answer.also_open || [];
      var others = names.length ? names.join(", ") + (names.length > 1 ? " have" : " has") + " this open too." : "";
      var words = answer.problem || others;
      if (line.textContent.trim() !== words) line.textContent = words;
    }
    function ping() {
      if (document.hidden) return;
      post(line.dataset.presence, { "X-CSRFToken": token(form), "X-Background": "1" }, null)
        .then(function (response) { return response.redirected ? {} : response.json(); }).then(show).catch(function () {});
    }
    window.setInterval(ping, 30000);
  });

  // Clocks.
  each("form[data-countdown]", function (form) {
    var end = Date.now() + 1000 * Number(form.dataset.countdown);
    var words = form.querySelector("[data-countdown-words]");
    function tick() {
      var left = Math.ceil((end - Date.now()) / 1000);
      if (left > 0) { words.textContent = "Your reply goes out in " + left + (left === 1 ? " second." : " seconds."); return; }
      window.clearInterval(timer);
      words.textContent = "Your reply is on its way.";
      form.querySelector("button").remove();
    }
    var timer = window.setInterval(tick, 500);
    tick();
  });
  each("[data-until]", function (place) {
    function tick() {
      var minutes = Math.round((new Date(place.dataset.until) - Date.now()) / 60000);
      // Further away the server counts open hours; only the last two hours are a plain count.
      if (minutes > 120 || minutes < -120) return;
      var whole = Math.abs(minutes);
      place.textContent = whole + (whole === 1 ? " minute " : " minutes ") + (minutes < 0 ? "late" : "left");
    }
    window.setInterval(tick, 30000);
    tick();
  });
})();
