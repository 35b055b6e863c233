// Changes in a text field that Ctrl+Z takes back, and where in the text they belong.
(function (desk) {
  "use strict";
  if (!desk) return;

  const OPENS = /^:{3,}[ \t]*\S/;
  const CLOSES = /^:{3,}[ \t]*$/;

  // The old command is the only one that the browser's own undo knows.
  function put(field, start, end, words, from, to) {
    field.focus({ preventScroll: true });
    field.setSelectionRange(start, end);
    const done = words ? document.execCommand("insertText", false, words) : start === end || document.execCommand("delete");
    if (!done) {
      field.setRangeText(words, start, end, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (from !== undefined) field.setSelectionRange(from, to === undefined ? from : to);
    desk.tell("moved", field);
  }

  function lineStart(text, at) { return text.lastIndexOf("\n", at - 1) + 1; }
  function lineEnd(text, at) { const end = text.indexOf("\n", at); return end < 0 ? text.length : end; }
  function chosen(field) { return field.value.slice(field.selectionStart, field.selectionEnd); }

  function wrap(field, mark) {
    const text = field.value;
    const size = mark.length;
    let { selectionStart: start, selectionEnd: end } = field;
    const inner = text.slice(start, end);
    const spare = inner.length - inner.trimStart().length;
    if (inner.trim()) { end = start + inner.trimEnd().length; start += spare; }
    const words = text.slice(start, end);
    if (text.slice(start - size, start) === mark && text.slice(end, end + size) === mark) {
      put(field, start - size, end + size, words, start - size, end - size);
    } else if (words.length >= 2 * size && words.startsWith(mark) && words.endsWith(mark)) {
      put(field, start, end, words.slice(size, -size), start, end - 2 * size);
    } else {
      put(field, start, end, mark + words + mark, start + size, end + size);
    }
  }

  // Gives each chosen line the marker, or takes it away when all have it.
  function mark(field, pattern, marker) {
    const text = field.value;
    const start = lineStart(text, field.selectionStart);
    const end = lineEnd(text, field.selectionEnd > start && text[field.selectionEnd - 1] === "\n" ? field.selectionEnd - 1 : field.selectionEnd);
    const lines = text.slice(start, end).split("\n");
    const full = lines.filter((line) => line.trim());
    const has = full.length > 0 && full.every((line, place) => line.match(pattern) && line.startsWith(marker(place)));
    let place = 0;
    const made = lines.map((line) => {
      if (!line.trim() && lines.length > 1) return line;
      const bare = line.replace(/^(?:#{1,6}[ \t]+|[-*+][ \t]+|\d+[.)][ \t]+)/, "");
      return has ? bare : marker(place++) + bare;
    }).join("\n");
    put(field, start, end, made, lines.length > 1 ? start : start + made.length, start + made.length);
  }

  // The lines of the block around this place, if there is one.
  function blockAround(text, at) {
    let opened = -1, from = 0;
    for (const line of text.split("\n")) {
      const end = from + line.length;
      if (OPENS.test(line)) opened = from;
      else if (CLOSES.test(line)) {
        if (opened >= 0 && at > opened && at <= end) return { start: opened, end };
        opened = -1;
      }
      if (from > at && opened < 0) return null;
      from = end + 1;
    }
    return null;
  }

  function placeForBlock(text, at) {
    const around = blockAround(text, at);
    if (around) return around.end;
    const start = lineStart(text, at);
    const end = lineEnd(text, at);
    if (!text.slice(start, end).trim() || at === start) return start;
    const rest = text.slice(end).search(/\n[ \t]*(?:\n|$)/);
    return rest < 0 ? text.length : end + rest;
  }

  function padded(text, start, end, words) {
    const before = text.slice(0, start).replace(/[ \t]+$/, "");
    const after = text.slice(end);
    const above = before ? 2 - Math.min(2, before.length - before.replace(/\n+$/, "").length) : 0;
    const below = after.trim() ? 2 - Math.min(2, after.length - after.replace(/^\n+/, "").length) : (after ? 0 : 1);
    return { words: "\n".repeat(above) + words + "\n".repeat(below), caret: start + above + words.length };
  }

  // As a paragraph of its own, in place of the chosen words or behind the paragraph of the cursor.
  function block(field, words, replace) {
    const text = field.value;
    const start = replace ? field.selectionStart : placeForBlock(text, field.selectionEnd);
    const end = replace ? field.selectionEnd : start;
    const ready = padded(text, start, end, words);
    put(field, start, end, ready.words, ready.caret);
  }

  function inline(field, words) {
    put(field, field.selectionStart, field.selectionEnd, words);
  }

  // The smallest stretch that differs between two texts.
  function difference(old, now) {
    const most = Math.min(old.length, now.length);
    let start = 0;
    while (start < most && old[start] === now[start]) start++;
    let tail = 0;
    while (tail < most - start && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
    return { start, end: old.length - tail, grown: now.length - old.length };
  }

  // A marked place keeps up with what is typed around it, and ends when its own words change.
  function moved(place, change) {
    if (place.end <= change.start) return place;
    if (place.start >= change.end) return Object.assign({}, place, { start: place.start + change.grown, end: place.end + change.grown });
    return null;
  }

  // In lists, Enter begins the next item, and on an empty item ends the list.
  desk.body.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const field = desk.body;
    const at = field.selectionStart;
    if (at !== field.selectionEnd) return;
    const start = lineStart(field.value, at);
    const found = field.value.slice(start, at).match(/^([-*+]|(\d{1,3})[.)])[ \t]+(.*)$/);
    if (!found) return;
    event.preventDefault();
    if (!found[3] && !field.value.slice(at, lineEnd(field.value, at)).trim()) { put(field, start, at, ""); return; }
    put(field, at, at, "\n" + (found[2] ? Number(found[2]) + 1 + "." : found[1]) + " ");
  });

  desk.edit = { put, wrap, mark, block, inline, chosen, blockAround, lineStart, lineEnd, difference, moved };
})(window.Desk);
