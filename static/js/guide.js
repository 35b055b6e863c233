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

  // The short version or more detail: here without asking for the page again.
  var depths = document.querySelectorAll("[data-depth]");
  depths.forEach(function (link) {
    link.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      document.querySelectorAll("details.more").forEach(function (more) {
        more.open = link.dataset.depth === "all";
      });
      depths.forEach(function (other) { other.removeAttribute("aria-current"); });
      link.setAttribute("aria-current", "true");
    });
  });

  // Browsers without ::details-content would leave closed sources off the paper.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.sources, details.more").forEach(function (closed) {
      if (closed.open) return;
      closed.open = true;
      window.addEventListener("afterprint", function () { closed.open = false; }, { once: true });
    });
  });
})();
