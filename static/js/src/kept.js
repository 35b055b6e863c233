// What a patient chose to keep on this device: one name in the browser's own store, and nothing else.
(function () {
  "use strict";

  var NAME = "guide";

  function all() {
    try {
      var found = JSON.parse(window.localStorage.getItem(NAME));
      return found && typeof found === "object" && !Array.isArray(found) ? found : {};
    } catch (error) { return {}; }
  }

  // False where the browser refuses, as private windows and full stores do.
  function write(values) {
    try {
      if (Object.keys(values).length) window.localStorage.setItem(NAME, JSON.stringify(values));
      else window.localStorage.removeItem(NAME);
      return true;
    } catch (error) { return false; }
  }

  function keep(part, value) {
    var values = all();
    values[part] = value;
    return write(values);
  }

  function forget(part) {
    var values = all();
    delete values[part];
    return write(values);
  }

  // The same for a page and its print views.
  function page() {
    var canonical = document.querySelector("link[rel=canonical]");
    return canonical ? new URL(canonical.href).pathname : window.location.pathname;
  }

  // The first question to the store can stop a page for a third of a second. So `run` waits until the page
  // can be seen, or until somebody begins to fill in, whichever comes first.
  function soon(run) {
    var beginnings = ["pointerdown", "keydown", "focusin"], waits = true;
    function once() {
      if (!waits) return;
      waits = false;
      beginnings.forEach(function (name) { document.removeEventListener(name, once, true); });
      run();
    }
    beginnings.forEach(function (name) { document.addEventListener(name, once, true); });
    requestAnimationFrame(function () { setTimeout(once); });
  }

  window.kept = {
    read: function (part) { return all()[part]; }, keep: keep, forget: forget, page: page, soon: soon
  };
})();
