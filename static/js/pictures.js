// Comforts of the picture screens. All of them work without it.
(function () {
  "use strict";

  function each(selector, act, within) { Array.prototype.forEach.call((within || document).querySelectorAll(selector), act); }

  // What went wrong comes first.
  var problem = document.querySelector("[data-focus]");
  if (problem) problem.focus();

  // A file that is too large is not sent at all, so that nothing typed is lost while it travels.
  function megabytes(bytes) { return Math.round(bytes / 1024 / 1024 * 10) / 10; }

  function checkSize(field) {
    var file = field.files && field.files[0];
    var largest = Number(field.dataset.largest);
    var words = file && file.size > largest
      ? "This file has " + megabytes(file.size) + " MB; a picture may have " + megabytes(largest) + " MB. Choose a smaller copy of it." : "";
    var list = field.parentNode.querySelector(".errorlist");
    if (list) list.remove();
    field.setCustomValidity(words);
    field.parentNode.classList.toggle("field--error", Boolean(words));
    if (!words) return;
    list = document.createElement("ul");
    list.className = "errorlist";
    list.setAttribute("role", "alert");
    list.appendChild(document.createElement("li")).textContent = words;
    field.parentNode.insertBefore(list, field);
  }

  each("input[type=file][data-largest]", function (field) {
    field.addEventListener("change", function () { checkSize(field); });
  });

  // The focal point: a click, the arrow keys or the two numbers move the same mark.
  each("[data-focal]", function (focal) {
    var pad = focal.querySelector("[data-focal-pad]");
    if (!pad) return;
    var mark = focal.querySelector("[data-focal-mark]");
    var said = focal.querySelector("[data-focal-words]");
    var left = document.getElementById("id_focal_x");
    var top = document.getElementById("id_focal_y");
    pad.hidden = false;

    function percent(field) { return Math.min(100, Math.max(0, Math.round(Number(field.value)) || 0)); }

    function draw() {
      mark.setAttribute("x", percent(left) + "%");
      mark.setAttribute("y", percent(top) + "%");
    }

    // Cut by the browser as the server will cut them.
    function cut() {
      each("img[data-whole]", function (image) {
        if (image.getAttribute("src") !== image.dataset.whole) image.src = image.dataset.whole;
        image.style.objectFit = "cover";
        image.style.objectPosition = percent(left) + "% " + percent(top) + "%";
      });
    }

    function put(x, y) {
      left.value = Math.min(100, Math.max(0, Math.round(x)));
      top.value = Math.min(100, Math.max(0, Math.round(y)));
      draw();
      cut();
      said.textContent = left.value + " percent from the left, " + top.value + " percent from the top";
    }

    pad.addEventListener("click", function (event) {
      // The keyboard's own click has no place; it changes nothing.
      if (event.detail === 0) return;
      var box = pad.getBoundingClientRect();
      put((event.clientX - box.left) / box.width * 100, (event.clientY - box.top) / box.height * 100);
    });
    var STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    pad.addEventListener("keydown", function (event) {
      var step = STEPS[event.key];
      if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      var far = event.shiftKey ? 10 : 1;
      put(percent(left) + step[0] * far, percent(top) + step[1] * far);
    });
    [left, top].forEach(function (field) { field.addEventListener("input", function () { draw(); cut(); }); });
    draw();
  });
})();
