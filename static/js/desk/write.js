// The rest of the writing screen: letter counts, the address of a new page, Ctrl+S and buttons that are not to be pressed yet.
(function (desk) {
  "use strict";
  if (!desk) return;

  const form = desk.form;
  const bar = document.querySelector("[data-bar]");
  const why = document.querySelector("[data-why]");

  // Counts are plain text; only close to the limit are they spoken.
  form.querySelectorAll("[data-count]").forEach((place) => {
    const field = desk.field(place.dataset.count);
    const most = Number(place.dataset.most);
    const spoken = desk.make("span", { className: "visually-hidden", role: "status" });
    place.after(spoken);
    const speak = desk.later(1500, (length) => desk.say(spoken, length > most ? length - most + " letters too many." : length > most - 15 ? most - length + " letters left." : ""));
    function count() {
      const length = field.value.trim().length;
      place.classList.toggle("late", length > most);
      desk.say(place, length > most ? length + " of " + most + " letters: too long." : length + " of " + most + " letters.");
      speak(length);
    }
    field.addEventListener("input", count);
    count();
  });

  // Spelling is checked, and read out, in the language of the page.
  function speak() { desk.FIELDS.forEach((name) => { desk.field(name).lang = desk.language(); }); }
  if (desk.field("language")) desk.field("language").addEventListener("change", speak);
  speak();

  // A new page gets its address from the title until somebody writes another one.
  const slug = desk.field("slug");
  if (slug && slug.type !== "hidden" && !slug.value) {
    let own = false;
    slug.addEventListener("input", () => { own = Boolean(slug.value); });
    desk.field("title").addEventListener("input", () => { if (!own) slug.value = desk.markdown.shortName(desk.text("title")).slice(0, 60).replace(/-$/, ""); });
  }

  // Only a change that patients are told of needs words for them.
  const note = desk.field("change_note");
  const optional = form.querySelector("[data-note-optional]");
  function kind() {
    const chosen = form.querySelector("[name=change]:checked");
    if (optional && chosen) optional.hidden = chosen.value !== "minor";
  }
  if (note) form.addEventListener("change", (event) => { if (event.target.name === "change") kind(); });
  kind();

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    const button = form.querySelector(".desk-bar [value=save]");
    if (button && !document.querySelector("dialog[open]")) button.click();
  });

  // A button that waits for something stays in reach and says what it waits for.
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[aria-disabled=true]");
    if (!button) return;
    event.preventDefault();
    if (!why) return;
    const words = button.dataset.because || why.textContent;
    why.textContent = "";
    why.closest("[data-stops]").classList.toggle("desk-bar__why--clear", !words);
    window.requestAnimationFrame(() => { why.textContent = words; });
  }, true);

  const publish = form.querySelector(".desk-bar [value=publish]");
  desk.listen("stops", (checks) => {
    if (why && checks.stops !== undefined) { desk.say(why, checks.stops || ""); why.closest("[data-stops]").classList.toggle("desk-bar__why--clear", !checks.stops); }
    if (!publish || publish.dataset.because || checks.may_publish === undefined) return;
    if (checks.may_publish) publish.removeAttribute("aria-disabled"); else publish.setAttribute("aria-disabled", "true");
  });

  desk.barHeight = () => bar && window.getComputedStyle(bar).position === "sticky" ? bar.getBoundingClientRect().height : 0;
})(window.Desk);
