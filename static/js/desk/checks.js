// The list "Before you publish": asked for while one types, linked with the places in the text both ways.
(function (desk) {
  "use strict";
  const panel = desk && document.querySelector("[data-checks]");
  if (!panel) return;

  const make = desk.make;
  const MOST = 3;
  const LABELS = { title: "the title", summary: "the summary", key_points: "the key points" };
  const list = panel.querySelector("[data-checks-list]");
  const counts = panel.querySelector("[data-checks-counts]");
  const first = document.getElementById("desk-checks");
  const seen = Object.fromEntries(desk.FIELDS.map((name) => [name, desk.text(name)]));
  let checks = first ? JSON.parse(first.textContent) : { findings: [], done: [], sections: [] };
  let current = "";
  let drawn = "";

  // Names that stay the same while the words around a place change, so that focus and folds can be kept.
  function named(findings) {
    const times = {};
    findings.forEach((one) => {
      const key = one.fingerprint || one.id;
      times[key] = (times[key] || 0) + 1;
      one.key = key + "-" + times[key];
    });
  }

  function lower(words) { return /^[A-ZÁÉÍÓÚÑ][^A-Z]/.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words; }
  function short(words) { const line = words.replace(/\s+/g, " ").trim(); return line.length > 70 ? line.slice(0, 68).replace(/\s+\S*$/, "") + "…" : line; }

  function groups(findings) {
    const found = new Map();
    findings.forEach((one) => {
      const key = one.level + one.title;
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(one);
    });
    return [...found.values()].sort((a, b) => (a[0].level === "error" ? 0 : 1) - (b[0].level === "error" ? 0 : 1));
  }

  function icon(name) { return make("span", { className: "icon icon--" + name, "aria-hidden": "true" }); }

  function placeOf(one, alone) {
    const place = one.place;
    const marked = place && short(desk.text(place.field).slice(place.start, place.end));
    const words = alone ? "Go to " + (LABELS[place && place.field] || "this place") : "“" + (marked || short(one.excerpt || one.message)) + "”";
    const button = place && make("button", { type: "button", className: "checks__go", "data-go": one.key, text: words, "aria-current": one.key === current ? "true" : null });
    const mend = one.mend && place && make("button", { type: "button", className: "checks__mend", "data-mend": one.key }, one.mend.label, make("span", { className: "visually-hidden", text: ": " + short(one.excerpt || one.title) }));
    const where = !alone && place && LABELS[place.field] && make("span", { className: "quiet", text: "in " + LABELS[place.field] });
    if (!button && !mend) return null;
    return make("div", { className: "checks__place" + (one.key === current ? " checks__place--current" : "") }, button, where, mend);
  }

  function groupOf(group) {
    const one = group[0];
    const fix = one.level === "error";
    const alone = group.length === 1;
    const same = group.every((other) => other.message === one.message);
    const places = group.map((other) => {
      const place = placeOf(other, alone);
      if (same || alone) return place && make("li", {}, place);
      return make("li", {}, make("p", { className: "quiet", text: other.message }), place);
    }).filter(Boolean);
    const rest = places.length > MOST + 1 ? places.splice(MOST) : [];
    const key = one.level + one.title;
    return make("li", { className: "checks__item checks__item--" + one.level }, icon(fix ? "circle-cross" : "warning"), make("div", { className: "checks__words" },
      make("h3", { className: "checks__title", text: (fix ? "Fix: " : "Look at: ") + lower(one.title) + (alone ? "" : " (" + group.length + " places)") }),
      same || alone ? make("p", { className: "quiet", text: one.message }) : null,
      places.length && !alone ? make("ul", { className: "checks__places" }, places) : null,
      rest.length ? make("details", { "data-fold": key + "+" }, make("summary", { text: "Show " + rest.length + " more" }), make("ul", { className: "checks__places" }, rest)) : null,
      make("div", { className: "checks__ways" }, alone ? placeOf(one, true) : null, whyOf(one, key))));
  }

  function whyOf(one, key) {
    return one.why || one.source ? make("details", { "data-fold": key }, make("summary", {}, "Why?", make("span", { className: "visually-hidden", text: " " + one.title })),
      one.why ? make("p", { text: one.why }) : null,
      one.source ? make("p", { className: "quiet" }, "From: ", one.source_url ? make("a", { href: one.source_url, target: "_blank", rel: "noopener", text: one.source }) : one.source) : null) : null;
  }

  function doneOf(one) {
    return make("li", { className: "checks__item checks__item--done" }, icon("circle-check"), make("div", { className: "checks__words" },
      make("h3", { className: "checks__title" }, make("span", { className: "visually-hidden", text: "Done: " }), one.title), one.message ? make("p", { className: "quiet", text: one.message }) : null));
  }

  function excusedOf(all) {
    return all.length ? make("li", { className: "checks__item checks__item--excused" }, icon("chat"), make("div", { className: "checks__words" }, make("details", { "data-fold": "excused" },
      make("summary", { text: desk.many(all.length, "place", "places") + " kept for a reason" }),
      make("ul", { className: "checks__places" }, all.map((one) => make("li", {}, make("strong", { text: one.title }), make("p", { text: "“" + one.excused.reason + "”" }),
        make("p", { className: "quiet", text: [one.excused.by, one.excused.until && "until " + one.excused.until].filter(Boolean).join(", ") }), placeOf(one, false))))))) : null;
  }

  function sum(open) {
    const fix = open.filter((one) => one.level === "error").length;
    const look = open.length - fix;
    if (!open.length) return "Nothing to fix and nothing to look at.";
    return [fix && desk.many(fix, "thing to fix", "things to fix"), look && look + " to look at"].filter(Boolean).join(", ") + ".";
  }

  function render() {
    const open = checks.findings.filter((one) => !one.excused);
    const picture = JSON.stringify([checks.findings.map((one) => [one.key, one.message, one.excused, Boolean(one.place)]), checks.done]);
    if (picture !== drawn) {
      drawn = picture;
      const held = list.contains(document.activeElement) ? document.activeElement : null;
      const spot = held && (held.dataset.go ? "go=" + held.dataset.go : held.dataset.mend ? "mend=" + held.dataset.mend : "");
      const folds = new Set(Array.from(list.querySelectorAll("details[open]"), (fold) => fold.dataset.fold));
      list.replaceChildren(...groups(open).map(groupOf), ...(checks.done || []).map(doneOf), ...[excusedOf(checks.findings.filter((one) => one.excused))].filter(Boolean));
      list.querySelectorAll("details").forEach((fold) => { fold.open = folds.has(fold.dataset.fold); });
      if (held) {
        const [kind, key] = (spot || "").split(/=(.*)/s);
        const again = kind && list.querySelector("[data-" + kind + "='" + CSS.escape(key) + "']");
        (again || panel.querySelector("h2")).focus({ preventScroll: true });
      }
    }
    desk.say(counts, sum(open));
    grades();
    mark();
    desk.tell("stops", checks);
  }

  function grades() {
    const table = panel.querySelector("[data-sections]");
    if (table) table.replaceChildren(...(checks.sections || []).map((part) => make("tr", {}, make("th", { scope: "row", text: part.heading || "Before the first heading" }), make("td", { text: part.grade }), make("td", { text: part.words }))));
  }

  function mark() {
    const open = checks.findings.filter((one) => !one.excused && one.place && one.place.field === "body");
    desk.layer.mark(open.map((one) => ({ start: one.place.start, end: one.place.end, level: one.level, current: one.key === current })));
  }

  function pointed(key) {
    if (key === current) return;
    current = key;
    list.querySelectorAll("[data-go]").forEach((button) => {
      const is = button.dataset.go === key;
      if (is) button.setAttribute("aria-current", "true"); else button.removeAttribute("aria-current");
      button.closest(".checks__place").classList.toggle("checks__place--current", is);
    });
    mark();
  }

  // Places keep up with the text until the next answer comes.
  function shift(name) {
    const now = desk.text(name);
    const change = desk.edit.difference(seen[name], now);
    seen[name] = now;
    checks.findings.forEach((one) => { if (one.place && one.place.field === name) { const place = desk.edit.moved(one.place, change); one.place = place; } });
  }

  const look = desk.newest(async (signal) => {
    const asked = Object.fromEntries(desk.FIELDS.map((name) => [name, desk.text(name)]));
    const answer = await (await desk.post(desk.urls.findings, desk.words(), { signal })).json();
    named(answer.findings);
    checks = answer;
    desk.FIELDS.forEach((name) => { seen[name] = asked[name]; shift(name); });
    panel.classList.remove("checks--late");
    render();
  });
  function ask() {
    look().catch((error) => {
      if (error.name === "AbortError") return;
      panel.classList.add("checks--late");
      desk.say(counts, error instanceof desk.SignedOut ? "Not checked: you were signed out." : "Not checked just now. We try again when you type.");
    });
  }
  const soon = desk.later(600, ask);

  desk.form.addEventListener("input", (event) => {
    const name = event.target.name || "";
    if (desk.FIELDS.includes(name)) { shift(name); mark(); soon(); }
    if (name.startsWith("checklist-") || name === "topic") soon();
  });
  desk.listen("signedin", ask);

  function found(key) { return checks.findings.find((one) => one.key === key); }
  function go(one) {
    const field = desk.field(one.place.field);
    pointed(one.key);
    field.focus({ preventScroll: true });
    field.setSelectionRange(one.place.start, one.place.end);
    if (field === desk.body) desk.layer.reveal(one.place.start);
    else field.scrollIntoView({ block: "center", behavior: "instant" });
  }
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-go], [data-mend]");
    const one = button && found(button.dataset.go || button.dataset.mend);
    if (!one) return;
    if (!one.place) { desk.say(counts, "This place has changed. Wait for the next check."); return; }
    if (button.dataset.go) { go(one); return; }
    const { field, start, end } = one.place;
    desk.edit.put(desk.field(field), start, end, one.mend.text, start, start + one.mend.text.length);
    ask();
  });

  // The cursor in a marked place points at its line in the list.
  let waiting = false;
  document.addEventListener("selectionchange", () => {
    if (waiting) return;
    waiting = true;
    window.requestAnimationFrame(() => {
      waiting = false;
      const field = document.activeElement;
      if (!field || !desk.FIELDS.includes(field.name) || field.form !== desk.form) return;
      const at = field.selectionStart;
      const one = checks.findings.find((other) => other.place && other.place.field === field.name && other.place.start <= at && at <= other.place.end && !other.excused);
      pointed(one ? one.key : "");
    });
  });

  desk.checks = { now: ask };
  named(checks.findings);
  render();
  // Nobody checked yet what a restored copy or an older page holds.
  if (!first || desk.form.dataset.restored) ask();
})(window.Desk);
