// Comforts of the screens between draft and live. All of them work without it.
(function () {
  "use strict";

  function each(selector, act) { Array.prototype.forEach.call(document.querySelectorAll(selector), act); }

  // What went wrong comes first.
  each("[data-focus]", function (problem) { problem.focus(); });

  // Links in the page of the frame: to a place in it they scroll, all others open a window of their own.
  each("[data-page-frame]", function (frame) {
    function follow(event) {
      var link = event.target.closest && event.target.closest("a[href]");
      if (!link) return;
      var address = link.getAttribute("href");
      var place = address.charAt(0) === "#" && frame.contentDocument.getElementById(address.slice(1));
      if (place) {
        event.preventDefault();
        place.scrollIntoView();
        place.setAttribute("tabindex", "-1");
        place.focus();
      } else if (address.charAt(0) === "#") {
        event.preventDefault();
      }
    }
    function listen() {
      var inside = frame.contentDocument;
      if (!inside || inside.isFollowed) return;
      inside.isFollowed = true;
      inside.addEventListener("click", follow);
    }
    frame.addEventListener("load", listen);
    listen();
  });

  each("[data-copy]", function (button) {
    var field = document.getElementById(button.dataset.copy);
    var told = document.querySelector("[data-copied]");
    button.hidden = false;
    field.addEventListener("focus", function () { field.select(); });
    button.addEventListener("click", function () {
      var copied = navigator.clipboard ? navigator.clipboard.writeText(field.value) : Promise.reject();
      copied.then(function () { told.textContent = "Copied."; }, function () {
        field.focus();
        told.textContent = "Press Ctrl and C to copy the marked address.";
      });
    });
  });

  // Words that were typed and not sent are not lost by a slip.
  each("[data-unsaved]", function (form) {
    var typed = false;
    form.addEventListener("input", function () { typed = true; });
    form.addEventListener("submit", function () { typed = false; });
    window.addEventListener("beforeunload", function (event) { if (typed) event.preventDefault(); });
  });
}());
