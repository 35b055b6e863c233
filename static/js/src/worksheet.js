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

  // What one worksheet holds, under a name of its own.
  function read(sheet, place) {
    var controls = sheet.querySelector(".keep"), title = sheet.querySelector(".worksheet__title");
    var fields = Array.from(sheet.querySelectorAll("input, textarea")).filter(function (field) {
      return !controls.contains(field);
    });
    return {
      part: window.kept.page() + "#" + (title ? title.id : place),
      controls: controls,
      tick: controls.querySelector("[data-keep]"),
      status: controls.querySelector(".keep__status"),
      fields: fields,
      values: function () {
        var found = {};
        fields.forEach(function (field) { if (valueOf(field)) found[nameOf(field)] = valueOf(field); });
        return found;
      },
      fill: function (found) { fields.forEach(function (field) { put(field, found[nameOf(field)]); }); }
    };
  }

  // All worksheets of a page go together: one tick keeps them all. What must be known before the tick
  // stands under the first, and the buttons stand under the last.
  function serve(sheets) {
    var last = sheets[sheets.length - 1].controls, before = null;
    var clear = last.querySelector("[data-clear]"), clearWords = clear.textContent;

    function mark(checked) { sheets.forEach(function (sheet) { sheet.tick.checked = checked; }); }
    function say(sheet, words) {
      sheets.forEach(function (other) { other.status.textContent = other === sheet ? words : ""; });
    }

    function forget() { sheets.forEach(function (sheet) { window.kept.forget(sheet.part); }); }

    function keep(sheet) {
      if (!sheet.tick.checked) return true;
      if (sheets.every(function (each) { return window.kept.keep(each.part, each.values()); })) return true;
      forget();
      mark(false);
      say(sheet, sheet.status.dataset.full);
      return false;
    }

    function settle(saved) {
      before = saved;
      clear.textContent = saved ? clear.dataset.back : clearWords;
    }

    clear.addEventListener("click", function () {
      var saved = before ? null : sheets.map(function (sheet) { return sheet.values(); });
      sheets.forEach(function (sheet, place) { sheet.fill(before ? before[place] : {}); });
      settle(saved);
      var sheet = sheets[sheets.length - 1];
      if (keep(sheet)) say(sheet, saved ? sheet.status.dataset.cleared : "");
    });
    last.querySelector("[data-print-page]").addEventListener("click", function () { window.print(); });

    sheets.forEach(function (sheet, place) {
      sheet.controls.querySelector(".keep__hint").hidden = place > 0;
      sheet.controls.querySelector(".keep__buttons").hidden = sheet.controls !== last;
      sheet.tick.addEventListener("change", function () {
        mark(sheet.tick.checked);
        if (!sheet.tick.checked) forget();
        if (keep(sheet)) say(sheet, sheet.tick.checked ? sheet.status.dataset.kept : sheet.status.dataset.forgotten);
      });
      sheet.fields.forEach(function (field) {
        field.addEventListener("input", function () {
          settle(null);
          keep(sheet);
        });
      });
      var old = window.kept.read(sheet.part);
      if (old) {
        sheet.fill(old);
        mark(true);
      }
      sheet.controls.hidden = false;
    });
  }

  var found = Array.from(document.querySelectorAll(".worksheet:has(.keep)")).map(read);
  if (found.length) serve(found);
})();
