// Small comforts on top of pages that work without any script.
(function () {
  "use strict";

  var menu = document.getElementById("menu");
  if (menu) {
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }

  var printButton = document.querySelector("[data-print]");
  if (printButton) {
    printButton.hidden = false;
    printButton.addEventListener("click", function () { window.print(); });
    // The Print link of an article leads here with this fragment; a reader who came to read is left in peace.
    if (window.location.hash === "#print") window.addEventListener("load", function () { window.print(); });
  }

  // Older browsers follow a link into something closed without opening it.
  function openAround(fragment) {
    var target = document.getElementById(fragment.slice(1));
    var closed = target && target.closest("details:not([open])");
    if (!closed) return;
    closed.open = true;
    target.scrollIntoView();
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href^='#']");
    if (link) openAround(link.getAttribute("href"));
  });
  if (window.location.hash) openAround(window.location.hash);

  // Browsers without ::details-content would leave closed sources off the paper.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.sources").forEach(function (sources) {
      if (sources.open) return;
      sources.open = true;
      window.addEventListener("afterprint", function () { sources.open = false; }, { once: true });
    });
  });
})();
