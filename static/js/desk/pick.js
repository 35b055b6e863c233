// Pickers for what the site holds already: pages, pictures, clinic facts and glossary words. New pictures come in here too.
(function (desk) {
  "use strict";
  if (!desk) return;

  const make = desk.make;
  const md = desk.markdown;
  const LARGEST = 15000000;

  function here(url) { return url + "?language=" + desk.language(); }
  function wordsOf(field) { return desk.edit.chosen(field).replace(/\s+/g, " ").trim(); }

  async function link() {
    const field = desk.body;
    const chosen = wordsOf(field);
    const answer = await desk.dialog.open("Link", "Use words that make sense alone, like “Day by day: the first month”.", (tools) => {
      const words = desk.dialog.fieldOf({ name: "words", label: "Words that patients see", help: "Empty: the title of the page." }, chosen);
      const web = desk.dialog.fieldOf({ name: "address", label: "Web address", type: "url", required: true, help: "Begins with https://. For mail, write the address." }, "");
      const heads = md.headings(field.value);
      const heading = desk.dialog.fieldOf({ name: "heading", label: "Heading", type: "select", required: true, options: heads.length ? heads.map((one) => [one.address, one.words]) : [["", "This page has no headings yet"]] }, "");
      const use = (to, title) => tools.done(md.link(words.box.value.trim() || title, to));
      const pages = desk.dialog.finder(here(desk.urls.articles), "Find a page", (page) => [make("strong", { text: page.title }), make("span", { className: "quiet", text: page.state || "" })], (page) => use(page.address || page.code, page.title), { one: "page" });
      let where = "page";
      const button = () => tools.form.querySelector("[type=submit]");
      tools.form.addEventListener("submit", (event) => {
        event.preventDefault();
        if (where === "heading") { if (heading.box.value) use(heading.box.value, heading.box.selectedOptions[0].textContent); return; }
        if (where !== "web") return;
        const to = web.box.value.trim();
        const mail = /^(?:mailto:)?([\w.+-]+@[\w.-]+\.[A-Za-z]{2,})$/i.exec(to);
        if (!mail && !/^https?:\/\/[^\s/]+\.[^\s]+$/i.test(to)) { desk.dialog.faulty(web, "Write the whole address, like https://medlineplus.gov/"); web.box.focus(); return; }
        if (!words.box.value.trim()) { desk.dialog.faulty(words, "Write the words for this link."); words.box.focus(); return; }
        use(mail ? "mailto:" + mail[1] : md.address(to), "");
      });
      window.setTimeout(() => { button().hidden = true; });
      return [words.row, ...desk.dialog.choices("Where does it lead?", [
        { key: "page", words: "A page of ours", part: pages },
        { key: "web", words: "A web address", part: web.row },
        { key: "heading", words: "A heading on this page", part: heading.row },
      ], (key) => { where = key; button().hidden = key === "page"; })];
    }, "Put it in");
    if (answer) desk.edit.inline(field, answer);
  }

  // Answers with {code, title} of a picture that we have or that was just added, or null. Whoever asks for a title later says so.
  function picture(file, titled) {
    return desk.dialog.open("Picture", "", (tools) => {
      const title = titled && desk.dialog.fieldOf({ name: "title", label: "Title under the picture", longest: 120, help: "What there is to see in it, in a few words. Patients read it." }, "");
      const done = (one) => tools.done(Object.assign({}, one, { title: title ? title.box.value : "" }));
      const found = desk.dialog.finder(desk.urls.pictures, "Find a picture", (one) => [
        make("img", { src: one.thumb, alt: "", loading: "lazy" }), make("span", { text: one.alt || "Picture " + one.id }), make("span", { className: "quiet", text: one.credit || "" }),
      ], done, { one: "picture", pictures: true });
      const added = upload(tools, file, done);
      const submit = () => tools.form.querySelector("[type=submit]");
      let where = file ? "new" : "ours";
      tools.form.addEventListener("submit", (event) => { event.preventDefault(); if (where === "new") added.send(); });
      const options = [{ key: "ours", words: "A picture we have", part: found }, { key: "new", words: "A new picture from this computer", part: added.part }];
      window.setTimeout(() => { submit().hidden = where !== "new"; });
      return [title && title.row, ...desk.dialog.choices("Which picture?", file ? options.reverse() : options, (key) => { where = key; submit().hidden = key !== "new"; })].filter(Boolean);
    }, "Add the picture");
  }

  function upload(tools, given, done) {
    const field = desk.dialog.fieldOf;
    const file = field({ name: "image", label: "Picture file", type: "file", required: true, help: "JPEG, PNG or WebP, up to 15 MB." });
    const alt = field({ name: "alt", label: "Description", type: "text", rows: 2, required: true, help: "What the picture tells, for people who cannot see it." }, "");
    const credit = field({ name: "credit", label: "Credit", help: "Who made it." }, "");
    const licence = field({ name: "licence", label: "Licence", help: "Like “Our own” or “CC BY 4.0”." }, "");
    const person = make("input", { type: "checkbox", name: "shows_person" });
    const consent = field({ name: "consent_note", label: "Consent", type: "text", rows: 2, help: "Who agreed, when, and where the paper is kept. Patients never see this." }, "");
    const until = field({ name: "consent_until", label: "Last day of the consent", type: "date", short: true }, "");
    const about = make("div", { className: "stack", hidden: true }, consent.row, until.row);
    person.addEventListener("change", () => { about.hidden = !person.checked; });
    const decorative = make("input", { type: "checkbox", name: "decorative" });
    const seen = make("p", { className: "upload__seen", hidden: true });
    file.box.setAttribute("accept", "image/jpeg,image/png,image/webp");
    decorative.addEventListener("change", () => { alt.row.hidden = decorative.checked; });
    file.box.addEventListener("change", () => show(file.box.files[0]));

    // The policy of the site lets no blob: address in, but data: it does.
    function show(chosen) {
      desk.dialog.faulty(file, "");
      if (!chosen) { seen.hidden = true; return; }
      const reader = new FileReader();
      reader.addEventListener("load", () => { seen.hidden = false; seen.replaceChildren(make("img", { src: reader.result, alt: "" }), make("span", { text: chosen.name })); });
      reader.readAsDataURL(chosen);
    }
    if (given) {
      const transfer = new DataTransfer();
      transfer.items.add(given);
      file.box.files = transfer.files;
      show(given);
    }

    let busy = false;
    async function send() {
      const chosen = file.box.files[0];
      const wrong = [
        [file, !chosen ? "Choose a picture." : chosen.size > LARGEST ? "This picture is larger than 15 MB. Make it smaller, or choose another one." : ""],
        [alt, decorative.checked || alt.box.value.trim() ? "" : "Describe the picture, or say that it is only decoration."],
      ].filter(([one, words]) => desk.dialog.faulty(one, words));
      tools.trouble("");
      if (wrong.length) { wrong[0][0].box.focus(); return; }
      if (busy) return;
      const data = new FormData();
      data.set("image", chosen);
      data.set("alt", decorative.checked ? "" : alt.box.value.trim());
      if (decorative.checked) data.set("decorative", "on");
      data.set("credit", credit.box.value.trim());
      data.set("licence", licence.box.value.trim());
      if (person.checked) {
        data.set("shows_person", "on");
        data.set("consent_note", consent.box.value.trim());
        data.set("consent_until", until.box.value);
      }
      busy = true;
      tools.busy("Sending the picture…");
      try {
        done(await (await desk.post(desk.urls.upload, data)).json());
      } catch (error) {
        const places = { image: file, alt, credit, licence, consent_note: consent, consent_until: until };
        const spot = places[error.field];
        const words = error instanceof desk.SignedOut ? "You were signed out. Sign in in a new tab, then press the button again." : error instanceof desk.Refusal ? error.message : "The picture was not sent. Is the line down? Try again.";
        Object.entries(error.errors || {}).forEach(([name, one]) => { if (places[name]) desk.dialog.faulty(places[name], one); });
        if (spot) { desk.dialog.faulty(spot, words); spot.box.focus(); } else tools.trouble(words);
      } finally { busy = false; tools.busy(""); }
    }
    const shown = make("label", { className: "check" }, person, make("span", { text: "It shows a person who can be recognized" }));
    const tick = make("label", { className: "check" }, decorative, make("span", { text: "It is only decoration and tells nothing" }));
    return { send, part: make("div", { className: "stack" }, file.row, seen, alt.row, tick, credit.row, licence.row, shown, about) };
  }

  async function addPicture(file) {
    const answer = await picture(file, true);
    if (!answer) return;
    desk.edit.block(desk.body, md.line(answer.title) ? md.fence("figure", nameOf(answer) + " " + answer.title, "") : answer.code);
    tellKnown(answer);
  }

  function nameOf(one) { return /\((img:[^)\s]+)\)/.exec(one.code)[1]; }

  // The words that the writer has just typed for it are not those that patients get.
  function tellKnown(one) {
    const own = one.alt ? "its own description is used: “" + one.alt + "”." : "its own words are used.";
    desk.say(document.querySelector("[data-editor-status]"), one.known ? "The library has this picture already, so " + own : "");
  }

  async function figure() {
    const chosen = await picture();
    if (!chosen) return;
    const values = await desk.dialog.ask({
      title: "Figure: title and key", help: "A picture with a title and numbered parts below it.",
      fields: [
        { name: "title", label: "Title", required: true },
        { name: "key", label: "Key", type: "lines", rows: 4, help: "One part on each line, in the order of the numbers in the picture." },
      ],
    });
    if (values) desk.edit.block(desk.body, md.fence("figure", nameOf(chosen) + " " + md.line(values.title), md.numbers(values.key)));
    tellKnown(chosen);
  }

  async function fact() {
    const chosen = await desk.dialog.open("Clinic fact", "Written once for the whole site. When the clinic changes it, this page changes too.", (tools) => [
      desk.dialog.finder(desk.urls.facts, "Find a fact", (one) => [make("strong", { text: one.label }), make("span", { className: "quiet", text: one.text || "" })], tools.done, { one: "fact" }),
    ]);
    if (chosen) desk.edit.inline(desk.body, chosen.code);
  }

  async function term() {
    const field = desk.body;
    const words = wordsOf(field);
    const chosen = await desk.dialog.open("Glossary word", "The word becomes a link to its meaning. Explain it in the text all the same.", (tools) => [
      desk.dialog.finder(here(desk.urls.terms), "Find a word", (one) => [make("strong", { text: one.word }), make("span", { className: "quiet", text: one.definition })], tools.done, { one: "word" }),
    ]);
    if (chosen) desk.edit.inline(field, words ? md.link(words, /\((term:[^)\s]+)\)/.exec(chosen.code)[1]) : chosen.code);
  }

  desk.pick = { link, addPicture, figure, fact, term };
})(window.Desk);
