// Comforts on the pages where patients write: what to mend gets the focus, and the letters are counted.
(function () {
  "use strict";

  var mend = document.querySelector("[data-focus]");
  if (mend) mend.focus();

  document.querySelectorAll("[data-letters]").forEach(function (field) {
    var count = document.querySelector("[data-count-of='" + field.id + "']");
    var most = Number(field.dataset.letters);
    if (!count) return;

    // Shown and not announced: a voice after every letter would drown what is typed.
    function show() {
      var used = Array.from(field.value.trim()).length;
      var left = most - used;
      count.textContent = left < 0
        ? "You used " + used.toLocaleString("en") + " letters. Use " + most.toLocaleString("en") + " or fewer."
        : left.toLocaleString("en") + (left === 1 ? " letter left" : " letters left");
      count.classList.toggle("field__count--over", left < 0);
    }
    count.hidden = false;
    field.addEventListener("input", show);
    window.addEventListener("pageshow", show);
    show();
  });
})();
