// Checklists and the pain diary: keeps what was filled in on this device, when told to, and clears it.
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

  function serve(sheet, place) {
    var controls = sheet.querySelector(".keep");
    var tick = controls.querySelector("[data-keep]"), clear = controls.querySelector("[data-clear]");
    var status = controls.querySelector(".keep__status");
    var title = sheet.querySelector(".worksheet__title");
    var part = window.kept.page() + "#" + (title ? title.id : place);
    var fields = Array.from(sheet.querySelectorAll("input, textarea")).filter(function (field) {
      return !controls.contains(field);
    });
    var before = null, clearWords = clear.textContent;

    function values() {
      var found = {};
      fields.forEach(function (field) { if (valueOf(field)) found[nameOf(field)] = valueOf(field); });
      return found;
    }

    function fill(found) { fields.forEach(function (field) { put(field, found[nameOf(field)]); }); }

    function keep() {
      if (!tick.checked) return;
      if (!window.kept.keep(part, values())) {
        tick.checked = false;
        status.textContent = status.dataset.full;
      }
    }

    function settle(saved) {
      before = saved;
      clear.textContent = saved ? clear.dataset.back : clearWords;
    }

    tick.addEventListener("change", function () {
      status.textContent = tick.checked ? status.dataset.kept : status.dataset.forgotten;
      if (tick.checked) keep();
      else window.kept.forget(part);
    });
    clear.addEventListener("click", function () {
      var saved = before ? null : values();
      fill(before || {});
      settle(saved);
      keep();
      status.textContent = saved ? status.dataset.cleared : "";
    });
    fields.forEach(function (field) {
      field.addEventListener("input", function () {
        settle(null);
        keep();
      });
    });
    controls.querySelector("[data-print-page]").addEventListener("click", function () { window.print(); });

    var old = window.kept.read(part);
    if (old) {
      fill(old);
      tick.checked = true;
    }
    controls.hidden = false;
  }

  document.querySelectorAll(".worksheet:has(.keep)").forEach(serve);
})();
