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

  // All worksheets of a page go together: one tick keeps them all. It stands under the first, where
  // people begin, and the buttons stand under the last.
  function serve(sheets) {
    var first = sheets[0], last = sheets[sheets.length - 1], tick = first.tick, before = null;
    var clear = last.controls.querySelector("[data-clear]"), clearWords = clear.textContent;

    function say(sheet, words) {
      sheets.forEach(function (other) {
        other.controls.hidden = other !== first && other !== last && other !== sheet;
        other.status.textContent = other === sheet ? words : "";
      });
    }

    function forget() { sheets.forEach(function (sheet) { window.kept.forget(sheet.part); }); }

    // What cannot be kept is said beside what was just filled in.
    function keep(sheet) {
      if (!tick.checked) return true;
      if (sheets.every(function (each) { return window.kept.keep(each.part, each.values()); })) return true;
      forget();
      tick.checked = false;
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
      if (keep(last)) say(last, saved ? last.status.dataset.cleared : "");
    });
    last.controls.querySelector("[data-print-page]").addEventListener("click", function () { window.print(); });

    tick.addEventListener("change", function () {
      if (!tick.checked) forget();
      if (keep(first)) say(first, tick.checked ? first.status.dataset.kept : first.status.dataset.forgotten);
    });
    if (first !== last && tick.dataset.several) tick.nextElementSibling.textContent = tick.dataset.several;

    sheets.forEach(function (sheet) {
      sheet.tick.closest("label").hidden = sheet !== first;
      sheet.controls.querySelector(".keep__hint").hidden = sheet !== first;
      sheet.controls.querySelector(".keep__buttons").hidden = sheet !== last;
      sheet.fields.forEach(function (field) {
        field.addEventListener("input", function () {
          settle(null);
          keep(sheet);
        });
      });
      var old = window.kept.read(sheet.part);
      if (old) {
        sheet.fill(old);
        tick.checked = true;
      }
    });
    say(first, "");
  }

  var found = Array.from(document.querySelectorAll(".worksheet:has(.keep)")).map(read);
  if (found.length) serve(found);
})();
