// Checklists and diaries: keeps what was filled in on this device, when told to, and clears it.
(function () {
  "use strict";

  function textOf(element) { return element ? element.textContent.replace(/\s+/g, " ").trim() : ""; }

  // By its words and not by its place, so that a changed page puts nothing beside the wrong line.
  function nameOf(field) {
    var names = field.getAttribute("aria-labelledby");
    if (!names) return textOf(field.closest("label"));
    return names.split(" ").map(function (id) { return textOf(document.getElementById(id)); }).join(" – ");
  }

  function valueOf(field) { return field.type === "checkbox" ? field.checked : field.value; }
  function put(field, value) {
    if (field.type === "checkbox") field.checked = value === true;
    else field.value = typeof value === "string" ? value : "";
  }

  // What one worksheet holds, under a name of its own; nothing for one that takes no words or ticks.
  function read(sheet, place) {
    var title = sheet.querySelector(".worksheet__title");
    var fields = Array.from(sheet.querySelectorAll("input, textarea")).filter(function (field) {
      return !field.closest(".keep");
    });
    return fields.length && {
      part: window.kept.page() + "#" + (title ? title.id : place),
      sheet: sheet,
      title: title,
      fields: fields,
      values: function () {
        var found = {};
        fields.forEach(function (field) { if (valueOf(field)) found[nameOf(field)] = valueOf(field); });
        return found;
      },
      fill: function (found) { fields.forEach(function (field) { put(field, found[nameOf(field)]); }); }
    };
  }

  // All worksheets of a page go together: at the foot of the last, they are kept, printed and cleared. In the
  // first, where people begin, stands whether they are kept, and the way to that foot.
  function serve(sheets, tools) {
    var tick = tools.querySelector("[data-keep]"), status = tools.querySelector(".keep__status");
    var clear = tools.querySelector("[data-clear]"), clearWords = clear.textContent, before = null;
    var start = tools.querySelector(".keep__start"), warning = document.createElement("p");
    warning.className = "keep__status";
    warning.setAttribute("role", "alert");

    function say(words) {
      warning.remove();
      status.textContent = words;
    }

    function forget() { sheets.forEach(function (sheet) { window.kept.forget(sheet.part); }); }

    function show() {
      start.querySelector("[data-lost]").hidden = tick.checked;
      start.querySelector("[data-safe]").hidden = !tick.checked;
    }

    function keep() {
      var done = !tick.checked || sheets.every(function (sheet) {
        return window.kept.keep(sheet.part, sheet.values());
      });
      if (!done) {
        forget();
        tick.checked = false;
      }
      show();
      return done;
    }

    function settle(saved) {
      before = saved;
      clear.textContent = saved ? clear.dataset.back : clearWords;
    }

    clear.addEventListener("click", function () {
      var saved = before ? null : sheets.map(function (sheet) { return sheet.values(); });
      sheets.forEach(function (sheet, place) { sheet.fill(before ? before[place] : {}); });
      settle(saved);
      say(!keep() ? status.dataset.full : saved ? status.dataset.cleared : "");
    });
    tools.querySelector("[data-print-page]").addEventListener("click", function () { window.print(); });

    tick.addEventListener("change", function () {
      if (!tick.checked) forget();
      say(!keep() ? status.dataset.full : tick.checked ? status.dataset.kept : status.dataset.forgotten);
    });

    sheets.forEach(function (sheet) {
      sheet.fields.forEach(function (field) {
        field.addEventListener("input", function () {
          settle(null);
          if (keep()) return;
          // Beside what was just filled in, which may be far from the foot.
          say("");
          sheet.sheet.insertBefore(warning, sheet.sheet.querySelector(".keep"));
          warning.textContent = status.dataset.full;
        });
      });
    });

    // What is kept, into the boxes.
    function load() {
      var old = sheets.map(function (sheet) { return window.kept.read(sheet.part); });
      tick.checked = old.some(Boolean);
      sheets.forEach(function (sheet, place) { if (old[place]) sheet.fill(old[place]); });
      show();
    }

    // Another tab kept more or forgot it all. The next letter here would undo that.
    function follow() {
      if (!tick.checked) return;
      settle(null);
      load();
    }
    window.addEventListener("storage", follow);
    window.addEventListener("pageshow", function (event) { if (event.persisted) follow(); });

    if (sheets[0].title) sheets[0].title.after(start);
    else sheets[0].sheet.prepend(start);
    tools.hidden = false;
    window.kept.soon(load);
  }

  var tools = document.getElementById("keep");
  if (tools) serve(Array.from(document.querySelectorAll(".worksheet")).map(read).filter(Boolean), tools);
})();
