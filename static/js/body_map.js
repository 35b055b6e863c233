// Narrows the list of places down while somebody types. What is typed never leaves the page.
(function () {
  "use strict";

  var form = document.querySelector("[data-find]");
  if (!form) return;

  var field = form.querySelector("input");
  var status = document.querySelector("[data-find-status]");
  var rows = Array.from(document.querySelectorAll("[data-words]"));
  var groups = Array.from(document.querySelectorAll(".places__group"));
  // Everybody who comes here has pain, in a muscle, on one side of the body.
  var EMPTY = /^(?:a|an|and|ache|aches|aching|at|de|dolor|duele|duelen|el|hurt|hurts|hurting|i|in|is|it|knot|knots|la|left|me|muscle|muscles|my|of|on|pain|pains|painful|right|sore|stiff|the|to)$/;

  function folded(text) {
    return (text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().match(/[a-z0-9]+/g) || [])
      .filter(function (word) { return !EMPTY.test(word); });
  }

  // How many letters must be changed, added, taken away or swapped with the next, counted up to 3.
  function slips(one, other) {
    if (Math.abs(one.length - other.length) > 2) return 3;
    var rows = [Array.from({ length: other.length + 1 }, function (_, at) { return at; })];
    for (var i = 1; i <= one.length; i++) {
      rows[i] = [i];
      for (var j = 1; j <= other.length; j++) {
        var same = one[i - 1] === other[j - 1] ? 0 : 1;
        rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + same);
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
      }
    }
    return Math.min(rows[one.length][other.length], 3);
  }

  function isLike(typed, word) {
    if (word.indexOf(typed) === 0) return true;
    return typed.length > 3 && slips(typed, word) <= (typed.length > 6 ? 2 : 1);
  }

  // The first words of a row say what it is called, the others what muscles do there.
  function hits(row, typed, own) {
    var words = row.dataset.words.split(" ").slice(0, own);
    return typed.filter(function (one) { return words.some(function (word) { return isLike(one, word); }); }).length;
  }

  // Says how many rows fit; 0 also where nothing was typed.
  function narrow() {
    var typed = folded(field.value);
    var counts = rows.map(function (row) { return hits(row, typed); });
    var most = Math.max.apply(null, counts.concat(0));
    var shown = 0;
    rows.forEach(function (row, at) {
      // Where nothing fits, the whole list stays: with most at 0, no row has fewer.
      row.hidden = counts[at] < most;
      if (most && !row.hidden) shown += 1;
    });
    groups.forEach(function (group) { group.hidden = !group.querySelector("[data-words]:not([hidden])"); });
    status.textContent = !typed.length ? "" : !shown ? "Nothing found. Try one word, like “hip”. Or choose from the list below." : shown === 1 ? "1 link fits." : shown + " links fit.";
    return shown;
  }

  function best() {
    var typed = folded(field.value);
    var fit = rows.filter(function (row) { return !row.hidden; });
    var own = fit.map(function (row) { return hits(row, typed, row.dataset.own); });
    return fit[own.indexOf(Math.max.apply(null, own))];
  }

  field.addEventListener("input", narrow);
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    if (narrow()) best().querySelector("a").focus();
  });
  // The list itself shows what was found.
  var found = document.querySelector("[data-found]");
  if (found) found.hidden = true;
  if (field.value) narrow();
})();
