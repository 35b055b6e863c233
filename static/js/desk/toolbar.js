// The buttons above the page text: one stop for Tab, arrows between them, menus for what is used less.
(function (desk) {
  "use strict";
  const bar = desk && document.querySelector("[data-toolbar]");
  if (!bar) return;

  const field = desk.body;
  const edit = desk.edit;
  const COMMANDS = {
    heading: () => edit.mark(field, /^##[ \t]/, () => "## "),
    subheading: () => edit.mark(field, /^###[ \t]/, () => "### "),
    bold: () => edit.wrap(field, "**"),
    list: () => edit.mark(field, /^-[ \t]/, () => "- "),
    numbers: () => edit.mark(field, /^\d+\.[ \t]/, (place) => place + 1 + ". "),
    link: desk.pick.link,
    picture: () => desk.pick.addPicture(),
    figure: desk.pick.figure,
    fact: desk.pick.fact,
    term: desk.pick.term,
    table: desk.blocks.table,
    source: desk.blocks.source,
  };
  desk.blocks.kinds.forEach((kind) => { COMMANDS[kind] = () => desk.blocks.ask(kind); });
  const KEYS = { "b": "bold", "k": "link", "alt+Digit2": "heading", "alt+Digit3": "subheading", "shift+Digit7": "numbers", "shift+Digit8": "list" };

  const stops = () => Array.from(bar.querySelectorAll(":scope > .tool, :scope > .tools__menu > .tool"));
  const menuOf = (button) => button.getAttribute("aria-haspopup") && document.getElementById(button.getAttribute("aria-controls"));
  const items = (menu) => Array.from(menu.querySelectorAll("[role=menuitem]"));

  function stopAt(button) {
    stops().forEach((other) => { other.tabIndex = other === button ? 0 : -1; });
    button.focus();
  }

  function close(button, back) {
    const menu = menuOf(button);
    if (!menu || menu.hidden) return;
    menu.hidden = true;
    button.setAttribute("aria-expanded", "false");
    if (back) button.focus();
  }
  function closeAll(except) { stops().forEach((button) => { if (button !== except) close(button); }); }
  function show(button, last) {
    const menu = menuOf(button);
    closeAll(button);
    menu.hidden = false;
    button.setAttribute("aria-expanded", "true");
    menu.classList.toggle("tools__items--left", menu.getBoundingClientRect().right > document.documentElement.clientWidth);
    items(menu).at(last ? -1 : 0).focus();
  }

  function run(name) {
    closeAll();
    COMMANDS[name]();
  }

  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (menuOf(button)) { stopAt(button); if (menuOf(button).hidden) show(button); else close(button, true); return; }
    const opener = button.closest(".tools__menu");
    // A dialog gives the focus back to whatever had it; an item of a closed menu could not take it.
    stopAt(opener ? opener.querySelector(".tool") : button);
    run(button.dataset.tool);
  });
  // Pressing a button must not empty the choice in the text on its way.
  bar.addEventListener("mousedown", (event) => { if (event.target.closest("button")) event.preventDefault(); });

  function moved(list, current, key) {
    const at = list.indexOf(current);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: list.length - 1 }[key];
    return to === undefined ? null : list[(to + list.length) % list.length];
  }

  bar.addEventListener("keydown", (event) => {
    const menu = event.target.closest("[role=menu]");
    if (menu) { inMenu(event, menu); return; }
    if (menuOf(event.target) && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      show(event.target, event.key === "ArrowUp");
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") return;
    const next = moved(stops(), event.target, event.key);
    if (next) { event.preventDefault(); closeAll(); stopAt(next); }
  });

  function inMenu(event, menu) {
    const button = menu.parentElement.querySelector(".tool");
    if (event.key === "Escape") { event.preventDefault(); close(button, true); return; }
    if (event.key === "Tab") { close(button, true); return; }
    const letter = event.key.length === 1 && event.key !== " " && items(menu).find((item) => item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()));
    const next = letter || (event.key.startsWith("ArrowL") || event.key.startsWith("ArrowR") ? null : moved(items(menu), event.target, event.key));
    if (next) { event.preventDefault(); next.focus(); }
  }

  document.addEventListener("click", (event) => { if (!event.target.closest(".tools__menu")) closeAll(); });
  bar.addEventListener("focusout", (event) => {
    const menu = event.target.closest(".tools__menu");
    if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) close(menu.querySelector(".tool"));
  });

  field.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.isComposing) return;
    const name = event.altKey ? "alt+" + event.code : event.shiftKey ? "shift+" + event.code : event.key.toLowerCase();
    if (!KEYS[name]) return;
    event.preventDefault();
    run(KEYS[name]);
  });

  stops().forEach((button, place) => { button.tabIndex = place ? -1 : 0; });
})(window.Desk);
