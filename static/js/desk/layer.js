// A copy of the page text under the field: headings and blocks in color, findings underlined. The field on top stays a plain one.
(function (desk) {
  "use strict";
  const layer = desk && document.querySelector("[data-layer]");
  if (!layer) return;

  const make = desk.make;
  const field = desk.body;
  const INLINE = /(!?\[)((?:\\.|[^\]\\])*)(\]\([^)\s]*\))|\[\^[^\s[\]]{1,60}\]|\{\{[^{}\n]{1,70}\}\}|\*\*/g;
  let shown = [];
  let marks = [];

  // Pieces of one line: [start, end, class].
  function pieces(line) {
    if (/^#{1,6}[ \t]/.test(line)) return [[0, line.length, "code-heading"]];
    const fence = /^:{3,}[ \t]*[\w-]*/.exec(line);
    if (fence) return [[0, fence[0].length, "code-fence"]];
    const found = [];
    const start = /^(?:[-*+][ \t]|\d{1,3}[.)][ \t]|: |\[\^[^\s[\]]{1,60}\]:|(?:Time|You may feel|What helps):)/.exec(line);
    if (start) found.push([0, start[0].length, /^\W|^\d/.test(start[0]) && !start[0].startsWith("[") ? "code-mark" : "code-fence"]);
    for (const one of line.matchAll(INLINE)) {
      if (start && one.index < start[0].length) continue;
      const end = one.index + one[0].length;
      if (one[1]) {
        found.push([one.index, one.index + one[1].length, "code-mark"]);
        found.push([end - one[3].length, end, "code-mark"]);
      } else found.push([one.index, end, one[0] === "**" ? "code-mark" : "code-fence"]);
    }
    return found;
  }

  function draw(line, from, here) {
    const row = make("div", { className: "editor__line" });
    if (!line) { row.append(make("br")); return row; }
    const cuts = new Set([0, line.length]);
    const kinds = pieces(line);
    const local = here.map((mark) => [Math.max(0, mark.start - from), Math.min(line.length, mark.end - from), mark]);
    [...kinds, ...local].forEach(([start, end]) => { cuts.add(start); cuts.add(end); });
    const sorted = [...cuts].sort((a, b) => a - b);
    for (let place = 0; place + 1 < sorted.length; place++) {
      const [start, end] = [sorted[place], sorted[place + 1]];
      const kind = kinds.find((one) => one[0] <= start && one[1] >= end);
      const over = local.filter((one) => one[0] <= start && one[1] >= end).map((one) => one[2]);
      const worst = over.find((mark) => mark.level === "error") || over[0];
      const words = line.slice(start, end);
      if (!kind && !worst) { row.append(words); continue; }
      row.append(make("span", { className: [kind && kind[2], worst && "place place--" + worst.level, over.some((mark) => mark.current) && "place--current"].filter(Boolean).join(" "), text: words }));
    }
    return row;
  }

  // Once before the next picture of the screen, however many reasons there are.
  let due = 0;
  function soon() { if (!due) due = window.requestAnimationFrame(render); }

  // Only lines that changed are drawn again.
  function render() {
    window.cancelAnimationFrame(due);
    due = 0;
    let from = 0;
    const lines = field.value.split("\n").map((line) => {
      const end = from + line.length;
      const here = marks.filter((mark) => mark.start < end && mark.end > from);
      const key = line + "\u0000" + here.map((mark) => [mark.start - from, mark.end - from, mark.level, mark.current].join()).join(";");
      const one = { line, from, here, key };
      from = end + 1;
      return one;
    });
    let top = 0;
    while (top < lines.length && top < shown.length && lines[top].key === shown[top].key) lines[top].row = shown[top++].row;
    let low = 0;
    while (low < lines.length - top && low < shown.length - top && lines[lines.length - 1 - low].key === shown[shown.length - 1 - low].key) {
      lines[lines.length - 1 - low].row = shown[shown.length - 1 - low].row;
      low++;
    }
    shown.slice(top, shown.length - low).forEach((one) => one.row.remove());
    const fresh = lines.slice(top, lines.length - low);
    fresh.forEach((one) => { one.row = draw(one.line, one.from, one.here); });
    const next = low ? lines[lines.length - low].row : null;
    fresh.forEach((one) => layer.insertBefore(one.row, next));
    shown = lines;
    follow();
  }

  function follow() {
    layer.scrollTop = field.scrollTop;
    layer.scrollLeft = field.scrollLeft;
  }

  function box(at) {
    const one = shown.findLast((line) => line.from <= at) || shown[0];
    let left = Math.min(at - one.from, one.line.length);
    const walk = document.createTreeWalker(one.row, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      if (left <= node.length) {
        const range = document.createRange();
        range.setStart(node, Math.max(0, Math.min(left, node.length - 1)));
        range.setEnd(node, Math.min(node.length, Math.max(1, left)));
        return range.getBoundingClientRect();
      }
      left -= node.length;
    }
    return one.row.getBoundingClientRect();
  }

  // Brings a place of the text into view: inside the field first, then the field on the page.
  function reveal(at) {
    if (due) render();
    follow();
    const frame = field.getBoundingClientRect();
    const place = box(at);
    if (place.top < frame.top + 24 || place.bottom > frame.bottom - 24) {
      field.scrollTop += place.top - frame.top - field.clientHeight / 3;
      follow();
    }
    const now = box(at);
    const bottom = window.innerHeight - (desk.barHeight ? desk.barHeight() : 0);
    if (now.top < 72 || now.bottom > bottom - 24) window.scrollBy({ top: now.top - bottom / 3, behavior: "instant" });
  }

  field.addEventListener("input", soon);
  field.addEventListener("scroll", follow, { passive: true });
  desk.listen("moved", (other) => { if (other === field) reveal(field.selectionEnd); });
  new ResizeObserver(follow).observe(field);
  field.parentElement.classList.add("editor__text--layered");
  window.addEventListener("pageshow", render);
  render();

  desk.layer = { mark(list) { marks = list; soon(); }, reveal };
})(window.Desk);
