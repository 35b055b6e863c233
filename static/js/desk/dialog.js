// Small forms in a dialog of the browser's own. What somebody filled in is kept until it is used, even after Escape.
(function (desk) {
  "use strict";
  if (!desk) return;

  const make = desk.make;
  const kept = {};
  let count = 0;

  // Opens a dialog; `build(tools)` gives what stands in it. Answers with what `tools.done` is given, or null.
  function open(title, help, build, submit) {
    return new Promise((answer) => {
      const id = "desk-dialog-" + ++count;
      let result = null;
      // A browser that gives the focus back may put the cursor at the start of the text.
      const { selectionStart, selectionEnd } = desk.body;
      const errors = make("div", { role: "alert" });
      const form = make("form", { method: "dialog", className: "sheet__form", novalidate: true });
      const dialog = make("dialog", { className: "sheet sheet--desk", "aria-labelledby": id + "-title" }, form);
      const tools = {
        dialog, form,
        done(value) { result = value; dialog.close(); },
        trouble(words) { errors.replaceChildren(words ? make("p", { className: "sheet__trouble", text: words }) : ""); },
        busy(words) { desk.say(status, words || ""); },
      };
      const status = make("p", { className: "quiet sheet__busy", role: "status" });
      const inside = build(tools);
      form.append(
        make("h2", { className: "panel__title", id: id + "-title", text: title }),
        ...(help ? [make("p", { className: "help", text: help })] : []), ...inside, errors, status,
        make("div", { className: "buttons" },
          submit && make("button", { className: "button", type: "submit", text: submit }),
          make("button", { className: "button button--second", type: "button", text: submit ? "Cancel" : "Close", onclick: () => dialog.close() })));
      dialog.addEventListener("close", () => {
        dialog.remove();
        desk.body.setSelectionRange(selectionStart, selectionEnd);
        answer(result);
      });
      document.body.append(dialog);
      dialog.showModal();
      const first = form.querySelector("[autofocus]") || form.querySelector("input:not([type=hidden]), textarea, select");
      if (first) first.focus();
    });
  }

  function control(spec, id, value) {
    const traits = { id, name: spec.name, value: value === undefined ? "" : value, required: spec.required, maxlength: spec.longest, autocomplete: "off", autocapitalize: spec.type === "url" ? "none" : null };
    if (spec.type === "lines" || spec.type === "text") return make("textarea", Object.assign(traits, { rows: spec.rows || 4 }));
    if (spec.type === "select") return Object.assign(make("select", { id, name: spec.name }, spec.options.map(([key, words]) => make("option", { value: key, text: words }))), { value: value || spec.options[0][0] });
    if (spec.type === "number") return make("input", Object.assign(traits, { type: "number", min: spec.min, max: spec.max, inputmode: "numeric" }));
    return make("input", Object.assign(traits, { type: spec.type || "text" }));
  }

  function fieldOf(spec, value, place) {
    const id = "desk-field-" + ++count;
    const box = control(spec, id, value);
    const label = make("label", { className: "label", htmlFor: id }, spec.label, place ? make("span", { className: "visually-hidden", text: " " + place }) : null, spec.required ? null : make("span", { className: "optional", text: " (optional)" }));
    const help = spec.help && make("p", { className: "help", id: id + "-help", text: spec.help });
    if (help) box.setAttribute("aria-describedby", id + "-help");
    return { spec, box, row: make("div", { className: "field" + (spec.short ? " field--short" : "") }, label, help, box) };
  }

  function faulty(field, words) {
    const error = field.row.querySelector(".errorlist");
    if (error) error.remove();
    field.row.classList.toggle("field--error", Boolean(words));
    field.box.toggleAttribute("aria-invalid", Boolean(words));
    const described = [field.spec.help && field.box.id + "-help", words && field.box.id + "-error"].filter(Boolean).join(" ");
    if (described) field.box.setAttribute("aria-describedby", described);
    else field.box.removeAttribute("aria-describedby");
    if (words) { field.box.setAttribute("aria-invalid", "true"); field.box.before(make("p", { className: "errorlist", id: field.box.id + "-error", text: words })); }
    return Boolean(words);
  }

  // A group of fields that can be had several times, like the steps of a visit.
  function repeated(spec, values) {
    const list = make("ol", { className: "repeat" });
    const groups = [];
    function add(value, focus) {
      const place = groups.length + 1;
      const fields = spec.fields.map((one) => fieldOf(one, value[one.name], place));
      const legend = make("legend", { className: "label", text: spec.one + " " + place });
      const item = make("li", {}, make("fieldset", { className: "repeat__one" }, legend, fields.map((one) => one.row)));
      groups.push(fields);
      list.append(item);
      if (focus) fields[0].box.focus();
    }
    (values && values.length ? values : Array.from({ length: spec.begin || 2 }, () => ({}))).forEach((value) => add(value));
    const more = make("button", { type: "button", className: "button button--second", text: "Add another " + spec.one.toLowerCase(), onclick: () => add({}, true) });
    const filled = (fields) => fields.some((one) => one.box.value.trim());
    return {
      rows: [list, more],
      fields: () => { const used = groups.filter(filled); return (used.length ? used : groups.slice(0, 1)).flat(); },
      values: () => groups.filter(filled).map(valuesOf),
    };
  }

  function valuesOf(fields) { return Object.fromEntries(fields.map((one) => [one.spec.name, one.box.value])); }

  // ask({title, help, fields: [spec], submit, check}) answers with the values by name, or null.
  function ask(question) {
    const before = Object.assign({}, kept[question.title], question.values);
    return open(question.title, question.help, (tools) => {
      const parts = question.fields.map((spec) => spec.fields ? repeated(spec, before[spec.name]) : fieldOf(spec, before[spec.name] === undefined ? spec.value : before[spec.name]));
      const single = parts.filter((part) => part.spec);
      const values = () => Object.assign(valuesOf(single), Object.fromEntries(parts.map((part, place) => [question.fields[place].name, part.spec ? part.box.value : part.values()])));
      const all = () => parts.flatMap((part) => part.spec ? [part] : part.fields());
      if (question.live) question.live(Object.fromEntries(single.map((part) => [part.spec.name, part.box])));
      tools.form.addEventListener("submit", (event) => {
        event.preventDefault();
        const wrong = all().filter((field) => faulty(field, field.spec.required && !field.box.value.trim() ? field.spec.missing || "Fill this in." : ""));
        const found = wrong.length ? null : question.check && question.check(values());
        tools.trouble(found && !found.field ? found.words : "");
        const named = found && found.field && single.find((part) => part.spec.name === found.field);
        if (named) { faulty(named, found.words); wrong.push(named); }
        if (wrong.length) { wrong[0].box.focus(); return; }
        if (found) return;
        delete kept[question.title];
        tools.done(values());
      });
      tools.dialog.addEventListener("close", () => { kept[question.title] = values(); });
      return parts.flatMap((part) => part.spec ? [part.row] : part.rows);
    }, question.submit || "Put it in").then((values) => { if (values) delete kept[question.title]; return values; });
  }

  // A search whose results are buttons; pressing one chooses it.
  function finder(url, label, row, choose, options) {
    const id = "desk-find-" + ++count;
    const box = make("input", { id, type: "search", autocomplete: "off" });
    const list = make("ul", { className: "found" + (options && options.pictures ? " found--pictures" : "") });
    const status = make("p", { className: "quiet", role: "status" });
    const look = desk.newest(async (signal, words) => {
      const answer = await desk.get(url + (url.includes("?") ? "&" : "?") + "q=" + encodeURIComponent(words), { signal });
      list.replaceChildren(...answer.results.map((result) => make("li", {}, make("button", { type: "button", className: "found__one", onclick: () => choose(result) }, ...row(result)))));
      desk.say(status, answer.results.length ? desk.many(answer.results.length, options.one, options.more) + " found." : "Nothing found. Try another word.");
    });
    const now = () => look(box.value.trim()).catch((error) => {
      if (error.name === "AbortError") return;
      desk.say(status, error instanceof desk.SignedOut ? "You were signed out. Close this and sign in again." : "The search did not answer. Try again.");
    });
    box.addEventListener("input", desk.later(250, now));
    box.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); now(); } });
    now();
    return make("div", { className: "field" }, make("label", { className: "label", htmlFor: id, text: label }), box, status, list);
  }

  // Radio buttons that each show a part of the dialog.
  function choices(legend, options, changed) {
    const name = "desk-choice-" + ++count;
    const show = (key) => options.forEach((option) => { option.part.hidden = option.key !== key; });
    const rows = options.map((option, place) => make("label", { className: "check" },
      make("input", { type: "radio", name, value: option.key, checked: place === 0, onchange: () => { show(option.key); changed(option.key); } }),
      make("span", { text: option.words })));
    show(options[0].key);
    return [make("fieldset", { className: "field choices" }, make("legend", { className: "label", text: legend }), rows), ...options.map((option) => option.part)];
  }

  desk.dialog = { open, ask, finder, choices, fieldOf, faulty };
})(window.Desk);
