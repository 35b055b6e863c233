// The questions that the screen asks before it puts in a health block, a table or a source.
(function (desk) {
  "use strict";
  if (!desk) return;

  const md = desk.markdown;
  const ITEMS = "One on each line.";
  const CALLS = ITEMS + " Begin each with “Call 911”, “Call us today” or “Call us”. The page sorts them by urgency.";

  const DIARY_ROWS = {
    en: "Before the shot\n1 hour after\n1 day after\n1 week after\n6 weeks after",
    es: "Antes de la inyección\n1 hora después\n1 día después\n1 semana después\n6 semanas después",
  };

  // One after the other, beginning with the day of the injection; the checks say the same of typed words.
  function wrongDays(stages) {
    let next = 0;
    for (const stage of stages) {
      const days = /^\s*(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?\s*$/.exec(stage.days);
      const first = days && Number(days[1]);
      const last = days && Number(days[2] || days[1]);
      if (!days || last < first) return { words: "Write the days as numbers, like 0-2 or 3, and not “" + stage.days + "”." };
      if (first !== next) return { words: "“" + stage.days + "” must begin with day " + next + ", so that no day is left out or told twice." };
      next = last + 1;
    }
    return null;
  }

  function care(kind, title, english, other, help, submit) {
    return {
      title, help,
      fields: [
        { name: "title", label: "Heading", required: true, value: desk.language() === "es" ? other : english },
        { name: "items", label: "Signs", type: "lines", rows: 5, required: true, missing: "Write at least one sign.", help: ITEMS + " Each completes the heading, like “have trouble breathing”." },
      ],
      write: (values) => md.fence(kind, values.title, md.bullets(values.items)), submit,
    };
  }

  function chooseFrom(what, words) {
    return [["", words], ...JSON.parse(document.querySelector("[data-desk]").dataset[what])];
  }

  function blocks() {
    const spanish = desk.language() === "es";
    return {
      emergency: care("emergency", "Emergency card", "Call 911 now if you:", "Llame al 911 ahora si usted:", "For signs that cannot wait. One such card on a page. The button to call 911 comes by itself."),
      urgent: care("urgent", "Urgent card", "Call us today if you:", "Llámenos hoy si usted:", "For signs that need a call today. The clinic’s number comes by itself."),
      routine: care("routine", "Not urgent card", "Tell us at your next visit if you:", "Díganos en su próxima visita si usted:", "For signs that can wait until the next visit."),
      do_dont: {
        title: "Do and do not", help: "Two lists side by side. You can leave one of them empty.",
        fields: [
          { name: "do_title", label: "Heading of the first list", required: true, value: spanish ? "Haga" : "Do" },
          { name: "do", label: "What to do", type: "lines", help: ITEMS },
          { name: "dont_title", label: "Heading of the second list", required: true, value: spanish ? "No haga" : "Do not" },
          { name: "dont", label: "What not to do", type: "lines", help: ITEMS + " Where “" + (spanish ? "No" : "Do not") + "” is missing at the beginning, we put it there." },
        ],
        check: (values) => md.lines(values.do).length || md.lines(values.dont).length ? null : { field: "do", words: "Write something in one of the two lists." },
        write: md.doDont,
      },
      note: {
        title: "Notice", help: "One thing that could hurt the patient if missed. At most two on a page. It is red when it says to call 911, and amber when it says to call us today.",
        fields: [
          { name: "title", label: "What to do, as a heading", required: true, help: "Like “Ask before you take a pain pill”." },
          { name: "text", label: "Why, in one to three sentences", type: "text", required: true },
        ],
        write: (values) => md.fence("note", values.title, md.paragraphs(values.text)),
      },
      steps: {
        title: "Steps", help: "What happens, in order. 3 to 8 steps.",
        fields: [{ name: "steps", one: "Step", begin: 3, fields: [
          { name: "title", label: "Heading", required: true, missing: "Give this step a heading." },
          { name: "time", label: "How long", help: "Like “About 5 minutes”." },
          { name: "text", label: "What happens", type: "text", rows: 3, required: true, missing: "Say what happens in this step." },
          { name: "feel", label: "You may feel" },
        ] }],
        write: md.steps,
      },
      timeline: {
        title: "Recovery timeline", help: "How it goes on, from the first hour to the first month.",
        fields: [{ name: "stages", one: "Stage", begin: 2, fields: [
          { name: "title", label: "When", required: true, missing: "Say when, like “First week”.", help: "Like “First 24 hours”." },
          { name: "text", label: "What happens", type: "text", rows: 2 },
          { name: "feel", label: "You may feel", type: "lines", rows: 3, help: ITEMS },
          { name: "helps", label: "What helps", type: "lines", rows: 3, help: ITEMS },
        ] }],
        write: md.timeline,
      },
      keypoints: {
        title: "Box with key points", help: "A calm box with a short list.",
        fields: [{ name: "title", label: "Heading", required: true }, { name: "items", label: "Points", type: "lines", rows: 5, required: true, help: ITEMS }],
        write: (values) => md.fence("keypoints", values.title, md.bullets(values.items)),
      },
      question: {
        title: "Question and answer", help: "The first one of a page can stand on the home page.",
        fields: [
          { name: "title", label: "Question, as a patient asks it", required: true },
          { name: "text", label: "Answer, in one or two sentences", type: "text", rows: 3, required: true },
        ],
        write: (values) => md.fence("question", values.title, md.paragraphs(values.text)),
      },
      day: {
        title: "Days after an injection", help: "The days come out as one table, in which a patient can find today. Leave no day out and give no day twice.",
        fields: [{ name: "stages", one: "Block", begin: 2, fields: [
          { name: "days", label: "Days", required: true, short: true, missing: "Say which days, like 0-2.", help: "Like 0-2, or 3. Day 0 is the day of the injection." },
          { name: "title", label: "Heading", required: true, missing: "Give these days a heading.", help: "Like “The first two days”." },
          { name: "normal", label: "What is normal now", type: "lines", rows: 3, help: ITEMS },
          { name: "to_do", label: "What to do", type: "lines", rows: 3, help: ITEMS },
          { name: "not_yet", label: "Not yet", type: "lines", rows: 3, help: ITEMS },
          { name: "call", label: "When to call", type: "lines", rows: 3, required: true, missing: "Say when to call. Whoever reads one day alone must see it.", help: CALLS },
        ] }],
        check: (values) => wrongDays(values.stages),
        write: md.days,
      },
      more: {
        title: "More detail", help: "Closed until a reader opens it, and open on paper. Warnings and when to call stand outside.",
        fields: [
          { name: "title", label: "Heading", required: true, help: "Like “What each study did”." },
          { name: "text", label: "Text", type: "text", rows: 6, required: true, help: "You can put in lists, tables and sources afterward." },
        ],
        write: (values) => md.fence("more", values.title, md.paragraphs(values.text)),
      },
      checklist: {
        title: "Checklist", help: "Each line gets a box to tick, on the screen and on paper.",
        fields: [
          { name: "title", label: "Heading", required: true, help: "Like “Bring these with you”." },
          { name: "items", label: "Lines", type: "lines", rows: 6, required: true, help: ITEMS },
        ],
        write: (values) => md.fence("checklist", values.title, md.bullets(values.items)),
      },
      diary: {
        title: "Pain diary", help: "A chart to fill in, on the screen or on paper. One on a page.",
        fields: [
          { name: "title", label: "Heading", value: spanish ? "Mi diario del dolor" : "My pain diary" },
          { name: "when", label: "First column", required: true, value: spanish ? "Cuándo" : "When" },
          { name: "pain", label: "Second column", required: true, value: spanish ? "Dolor, de 0 a 10" : "Pain, 0 to 10", help: "With 0 and 10 in it, people fill in a number." },
          { name: "able", label: "Third column", value: spanish ? "Lo que pude hacer" : "What I could do" },
          { name: "taken", label: "Fourth column", value: spanish ? "Medicina que tomé" : "Medicine I took" },
          { name: "rows", label: "Rows", type: "lines", rows: 6, required: true, help: ITEMS + " At most 12.", value: spanish ? DIARY_ROWS.es : DIARY_ROWS.en },
        ],
        check: (values) => md.lines(values.rows).length > 12 ? { field: "rows", words: "Use 12 rows or fewer." } : null,
        write: md.diary,
      },
      answers: {
        title: "When can I…?", help: "Things to do and when. The answer is short.",
        fields: [
          { name: "title", label: "Heading", value: spanish ? "¿Cuándo puedo…?" : "When can I…?" },
          { name: "pairs", one: "Line", begin: 3, fields: [
            { name: "activity", label: "What", required: true, missing: "Say what the patient wants to do.", help: "Like “Drive”." },
            { name: "answer", label: "When", required: true, missing: "Say when.", help: "Like “After 24 hours”." },
          ] },
        ],
        write: md.answers,
      },
      muscle: {
        title: "Muscle of the body map", help: "For pages of that kind. It comes first on the page, and the body map shows it.", first: true,
        fields: [
          { name: "muscle", label: "Muscle", type: "select", required: true, missing: "Choose a muscle.", options: chooseFrom("muscles", "Choose a muscle") },
          { name: "medical", label: "What doctors call it", required: true, longest: 80, help: "Like “Upper trapezius”." },
          { name: "say", label: "How to say it", longest: 80, help: "Like “tra-PEE-zee-us”." },
          { name: "check", label: "Check first", type: "lines", rows: 3, required: true, missing: "Say what to check before anything else.", help: CALLS },
          { name: "knot", label: "Where the knot is", type: "text", rows: 2, required: true, help: "One or two sentences." },
          { name: "pains", one: "Place", begin: 2, fields: [
            { name: "place", label: "Where pain may be felt", type: "select", required: true, missing: "Choose a place.", options: chooseFrom("places", "Choose a place") },
            { name: "words", label: "In the words of a patient", help: "Like “At your temple, like a headache”." },
          ] },
          { name: "causes", label: "Everyday causes", type: "lines", rows: 3, required: true, help: ITEMS },
          { name: "help", label: "What to try", type: "lines", rows: 3, required: true, help: ITEMS },
        ],
        write: md.muscle,
      },
    };
  }

  async function ask(kind) {
    const field = desk.body;
    const block = blocks()[kind];
    const words = desk.edit.chosen(field);
    const into = block.fields.find((one) => one.type === "lines" || one.type === "text");
    const takes = Boolean(words.trim() && into && !block.first);
    const values = await desk.dialog.ask(Object.assign({}, block, takes ? { values: { [into.name]: words } } : {}));
    if (!values) return;
    if (block.first) field.setSelectionRange(0, 0);
    desk.edit.block(field, block.write(values), takes || Boolean(block.first));
  }

  async function table() {
    const size = await desk.dialog.ask({
      title: "Table: how large?", help: "For true tables only: things in rows that are compared in columns.", submit: "Go on",
      fields: [
        { name: "columns", label: "Columns", type: "number", min: 2, max: 6, value: 2, required: true, short: true },
        { name: "rows", label: "Rows below the headings", type: "number", min: 1, max: 20, value: 3, required: true, short: true },
      ],
      check: (values) => {
        if (!(values.columns >= 2 && values.columns <= 6)) return { field: "columns", words: "Use 2 to 6 columns. More do not fit on a phone." };
        return values.rows >= 1 && values.rows <= 20 ? null : { field: "rows", words: "Use 1 to 20 rows." };
      },
    });
    if (!size) return;
    const grid = await cells(Math.round(size.columns), Math.round(size.rows));
    if (grid) desk.edit.block(desk.body, md.table(grid));
  }

  function cells(columns, rows) {
    return desk.dialog.open("Table: what stands in it", "The first row holds the headings.", (tools) => {
      const make = desk.make;
      const grid = Array.from({ length: rows + 1 }, (_, row) => Array.from({ length: columns }, (_, column) => make("input", {
        type: "text", autocomplete: "off", "aria-label": row ? "Row " + row + ", column " + (column + 1) : "Heading of column " + (column + 1),
      })));
      tools.form.addEventListener("submit", (event) => {
        event.preventDefault();
        const empty = grid[0].find((box) => !box.value.trim());
        if (empty) { tools.trouble("Give each column a heading. It is read out with each cell."); empty.focus(); return; }
        tools.done(grid.map((row) => row.map((box) => box.value)).filter((row) => row.some((words) => words.trim())));
      });
      return [make("div", { className: "scroll field" }, make("table", { className: "cells" },
        grid.map((row, place) => make("tr", {}, row.map((box) => make(place ? "td" : "th", {}, box))))))];
    }, "Put it in");
  }

  async function source() {
    const field = desk.body;
    const known = md.sources(field.value);
    if (known.length) {
      const which = await desk.dialog.ask({
        title: "Which source?", submit: "Go on",
        fields: [{ name: "name", label: "Source", type: "select", required: true, options: [["", "A new source"], ...known.map((one) => [one.name, one.words.slice(0, 90)])] }],
        check: () => null,
      });
      if (!which) return;
      if (which.name) { cite(field, which.name, ""); return; }
    }
    const values = await desk.dialog.ask({
      title: "New source", help: "A small number appears in the text. The source stands at the end of the page.",
      fields: [
        { name: "publisher", label: "Who published it", required: true, help: "An organization or a journal." },
        { name: "title", label: "Title", required: true },
        { name: "address", label: "Web address", type: "url", help: "Begins with https://" },
        { name: "year", label: "Year", short: true, longest: 20 },
        { name: "name", label: "Short name", required: true, longest: 40, help: "Only you see it, in the text. Letters and numbers, no spaces." },
      ],
      live(boxes) {
        let own = Boolean(boxes.name.value);
        boxes.name.addEventListener("input", () => { own = true; });
        const suggest = () => { if (!own) boxes.name.value = md.shortName(boxes.publisher.value.split(/\s+/).slice(0, 3).join(" ") + " " + boxes.year.value); };
        boxes.publisher.addEventListener("input", suggest);
        boxes.year.addEventListener("input", suggest);
      },
      check(values) {
        if (values.address && !/^https?:\/\/[^\s]+\.[^\s]+$/i.test(values.address.trim())) return { field: "address", words: "Write the whole address, like https://medlineplus.gov/page.html" };
        if (!/^[^\s[\]^]{1,40}$/.test(values.name)) return { field: "name", words: "Use letters and numbers without spaces." };
        return known.some((one) => one.name === values.name) ? { field: "name", words: "Another source has this name. Choose a new one." } : null;
      },
    });
    if (values) cite(field, values.name, md.source(values));
  }

  // One change for both ends of the text, so that one undo takes both back.
  function cite(field, name, definition) {
    const text = field.value;
    const line = text.slice(desk.edit.lineStart(text, field.selectionEnd), desk.edit.lineEnd(text, field.selectionEnd));
    // On an empty line it would belong to nothing.
    const at = line.trim() ? field.selectionEnd : text.slice(0, field.selectionEnd).trimEnd().length;
    const mark = "[^" + name + "]";
    if (!definition) { desk.edit.put(field, at, at, mark); return; }
    const rest = text.slice(at);
    const last = (rest.trimEnd() || text.slice(0, at).trimEnd()).split("\n").pop();
    const gap = /^\[\^[^\]]+\]:/.test(last) && rest.trim() ? "\n" : "\n\n";
    desk.edit.put(field, at, text.length, mark + rest.trimEnd() + gap + definition + "\n", at + mark.length);
  }

  desk.blocks = { ask, table, source, kinds: Object.keys(blocks()) };
})(window.Desk);
