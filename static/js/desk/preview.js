// The real page beside the text, in a frame that runs nothing. It keeps its place while the words change.
(function (desk) {
  "use strict";
  const panel = desk && document.querySelector("[data-preview-panel]");
  if (!panel) return;

  const frame = panel.querySelector("iframe");
  const stage = panel.querySelector("[data-stage]");
  const status = panel.querySelector("[data-preview-status]");
  const opener = document.querySelector("[data-preview-opens]");
  const WIDTHS = { phone: 390, computer: 1200, print: 816 };
  const shape = { width: "phone", dark: window.matchMedia("(prefers-color-scheme: dark)").matches };
  let stale = true, asked = false, rules = [];

  function page() { return frame.contentDocument; }
  function isOpen() { return panel.getClientRects().length > 0; }

  // The width is a true one, so that the page folds as it would; a wide page is shown smaller.
  function fit() {
    if (!isOpen()) return;
    const room = stage.clientWidth;
    const wanted = shape.width === "phone" ? Math.min(WIDTHS.phone, room) : WIDTHS[shape.width];
    const scale = Math.min(1, room / wanted);
    frame.style.width = wanted + "px";
    frame.style.height = stage.clientHeight / scale + "px";
    frame.style.transform = scale < 1 ? "scale(" + scale + ")" : "";
    frame.style.marginInline = scale < 1 ? "" : "auto";
  }

  // The sheets and rules of the page that ask for paper or for a dark screen, with what they asked for at first.
  function conditions(rules, found) {
    Array.from(rules).forEach((rule) => {
      if (rule.media && /\b(?:print|screen|prefers-color-scheme)\b/.test(rule.media.mediaText)) found.push([rule, rule.media.mediaText]);
      if (rule.cssRules) conditions(rule.cssRules, found);
    });
    return found;
  }
  // They are answered here: a frame cannot be told to be paper, and not every browser lets it be dark by itself.
  function answered(text, paper, dark) {
    const turned = paper ? text.replace(/\b(print|screen)\b/g, (one) => one === "print" ? "screen" : "print") : text;
    return turned.replace(/\(prefers-color-scheme:\s*(dark|light)\)/g, (all, one) => (one === "dark") === dark ? "(min-width: 0px)" : "(max-width: 0px)");
  }
  function dress() {
    const paper = shape.width === "print";
    const dark = shape.dark && !paper;
    frame.classList.toggle("preview__page--dark", dark);
    rules.forEach(([rule, text]) => { rule.media.mediaText = answered(text, paper, dark); });
    if (page() && page().body) margins(paper);
    fit();
  }
  // Margins of the sheet, and no running foot: it would stand in the middle of the text.
  function margins(paper) {
    page().body.style.padding = paper ? "67px 77px" : "";
    page().querySelectorAll(".paper-foot").forEach((foot) => { foot.style.position = paper ? "static" : ""; });
  }

  // Links stay quiet: following one would leave the page that is being written.
  function quiet(page) {
    page.addEventListener("click", (event) => {
      const link = event.target.closest && event.target.closest("a[href]");
      const button = event.target.closest && event.target.closest("button, [type=submit]");
      if (!link && !button) return;
      event.preventDefault();
      const to = link && link.getAttribute("href");
      const target = to && to.startsWith("#") && page.getElementById(to.slice(1));
      if (target) target.scrollIntoView();
      else desk.say(status, "Links and buttons do not work in the preview.");
    });
    page.addEventListener("submit", (event) => event.preventDefault());
  }

  // The first answer makes the page; later ones change its body, so that nothing jumps or flashes.
  function show(html) {
    return new Promise((done) => {
      const old = page();
      const parsed = new DOMParser().parseFromString(html, "text/html");
      parsed.querySelectorAll("script").forEach((script) => script.remove());
      if (old && old.documentElement.hasAttribute("data-shown")) {
        const { scrollX, scrollY } = frame.contentWindow;
        const folds = Array.from(old.querySelectorAll("details"), (fold) => fold.open);
        old.documentElement.lang = parsed.documentElement.lang;
        old.body.className = parsed.body.className;
        old.body.replaceChildren(...[...parsed.body.childNodes].map((node) => old.adoptNode(node)));
        old.querySelectorAll("details").forEach((fold, place) => { if (folds[place] !== undefined) fold.open = folds[place]; });
        margins(shape.width === "print");
        frame.contentWindow.scrollTo({ left: scrollX, top: scrollY, behavior: "instant" });
        done();
        return;
      }
      frame.addEventListener("load", () => {
        page().documentElement.setAttribute("data-shown", "");
        quiet(page());
        rules = conditions(page().styleSheets, []);
        dress();
        frame.style.visibility = "";
        done();
      }, { once: true });
      frame.srcdoc = "<!doctype html>" + parsed.documentElement.outerHTML;
    });
  }

  const load = desk.newest(async (signal) => {
    const html = await (await desk.post(desk.urls.preview, desk.words(), { signal })).text();
    if (signal.aborted) return;
    stale = false;
    await show(html);
    panel.classList.remove("preview--late", "preview--busy");
    desk.say(status, "");
    const field = desk.body.closest(".markdownx") || desk.body;
    field.dispatchEvent(new CustomEvent("markdownx.update", { detail: [html] }));
  });
  function now() {
    stale = true;
    if (!isOpen()) return;
    asked = true;
    panel.classList.add("preview--busy");
    if (!page() || !page().documentElement.hasAttribute("data-shown")) desk.say(status, "The preview is on its way.");
    load().catch((error) => {
      if (error.name === "AbortError") return;
      panel.classList.add("preview--late");
      panel.classList.remove("preview--busy");
      desk.say(status, error instanceof desk.SignedOut ? "No preview: you were signed out." : error instanceof desk.Refusal ? error.message : "The preview did not come. We try again when you type.");
      const field = desk.body.closest(".markdownx") || desk.body;
      field.dispatchEvent(new CustomEvent("markdownx.updateError", { detail: [error.message] }));
    });
  }
  const soon = desk.later(450, now);

  desk.form.addEventListener("input", (event) => { if (desk.FIELDS.includes(event.target.name) || event.target.name === "topic") soon(); });
  desk.listen("signedin", now);

  panel.addEventListener("click", (event) => {
    const button = event.target.closest("[data-width], [data-dark]");
    if (!button) return;
    if (button.dataset.width) shape.width = button.dataset.width; else shape.dark = button.dataset.dark === "yes";
    panel.querySelectorAll("[data-width]").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.width === shape.width)));
    panel.querySelectorAll("[data-dark]").forEach((one) => one.setAttribute("aria-pressed", String((one.dataset.dark === "yes") === shape.dark)));
    dress();
  });
  panel.querySelectorAll("[data-dark]").forEach((one) => one.setAttribute("aria-pressed", String((one.dataset.dark === "yes") === shape.dark)));

  if (opener) opener.addEventListener("click", () => {
    const open = panel.classList.toggle("preview--open");
    opener.setAttribute("aria-expanded", String(open));
    opener.textContent = open ? "Close the preview" : "Preview this page";
    if (open && stale) now();
    if (open) { panel.scrollIntoView({ block: "start", behavior: "instant" }); fit(); }
  });

  // Nobody sees it white in the dark, or without its styles.
  frame.style.visibility = "hidden";
  new ResizeObserver(() => { fit(); if (!asked && isOpen()) now(); }).observe(stage);
  now();
})(window.Desk);
