// What is pasted from Word, Google Docs or a web page becomes clean Markdown. Pictures go through their dialog.
(function (desk) {
  "use strict";
  if (!desk) return;

  const SKIPPED = "script, style, noscript, template, iframe, object, embed, svg, math, head, meta, link, title, button, input, select, textarea, form > label";
  const HEADINGS = { H1: "## ", H2: "## ", H3: "### ", H4: "### ", H5: "### ", H6: "### " };
  const BREAKS = new Set("P DIV H1 H2 H3 H4 H5 H6 UL OL LI TABLE THEAD TBODY TR TD TH BLOCKQUOTE PRE SECTION ARTICLE HEADER FOOTER MAIN ASIDE NAV FIGURE FIGCAPTION DL DT DD HR ADDRESS FORM DETAILS SUMMARY".split(" "));
  const STRUCTURE = /^(?:#{2,3} |- |\d+\. |\| )|\*\*|\]\(/m;

  function escaped(words) { return words.replace(/([\\`*[\]])/g, "\\$1").replace(/(^|\s)_|_(?=\s|$)/g, (found) => found.replace("_", "\\_")).replace(/\{\{/g, "{ {"); }
  // What looks like an item of a list may become one: that is what its writer meant.
  function startEscaped(words) { return words.replace(/^(#{1,6}\s|[+>]\s|:{3,}|~{3,})/, "\\$1").replace(/^(\d{3,})([.)]\s)/, "$1\\$2"); }
  function style(element) { return (element.getAttribute("data-style") || "").toLowerCase(); }
  function isHidden(element) { return element.hidden || /display:\s*none|visibility:\s*hidden|mso-hide:\s*all/.test(style(element)); }
  function isBold(element) {
    const weight = /(?:^|;)\s*font-weight:\s*(\w+)/.exec(style(element));
    if (weight) return weight[1] === "bold" || weight[1] === "bolder" || Number(weight[1]) >= 600;
    return element.tagName === "B" || element.tagName === "STRONG";
  }

  // What somebody crossed out is not meant to be read, and without its line would say the opposite.
  function isStruck(element) {
    const line = /(?:^|;)\s*text-decoration(?:-line)?:\s*([^;]*)/.exec(style(element));
    return line ? /line-through/.test(line[1]) : element.matches("del, s, strike, [class*=msoDel]");
  }
  // On the line, the 2 of a footnote would make 242 hours of 24.
  const RAISED = Object.fromEntries(Array.from("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻", (sign, place) => ["0123456789+-−"[place], sign]));
  function isRaised(element) { return element.tagName === "SUP" || /vertical-align:\s*super/.test(style(element)); }
  function raised(words) { return /^[\d\s,–−+-]*\d[\d\s,–−+-]*$/.test(words) ? words.trim().replace(/./g, (sign) => RAISED[sign] || sign) : words; }

  // Where a link may lead; everything else stays as words.
  function target(anchor) {
    const href = (anchor.getAttribute("href") || "").trim();
    if (!/^(?:https?:\/\/|mailto:)/i.test(href)) return "";
    try {
      const url = new URL(href);
      // Google Docs sends readers through itself.
      const real = url.hostname.endsWith("google.com") && url.pathname === "/url" && url.searchParams.get("q");
      return desk.markdown.address(real && /^https?:/.test(real) ? real : url.href);
    } catch (error) { return ""; }
  }

  function Reader() { this.pictures = 0; this.raised = false; }

  // Words with their bold and links, on one line.
  Reader.prototype.inline = function (node, bold) {
    let out = "";
    node.childNodes.forEach((child) => {
      if (child.nodeType === 3) out += escaped(child.data.replace(/[\s\u00a0]+/g, " "));
      else if (child.nodeType === 1) out += this.element(child, bold);
    });
    return out;
  };
  Reader.prototype.element = function (element, bold) {
    if (element.tagName === "IMG" || element.tagName === "V:IMAGEDATA") { this.pictures += element.tagName === "IMG" && !this.isPixel(element) ? 1 : 0; return ""; }
    if (element.matches(SKIPPED) || isHidden(element) || /mso-list:\s*ignore/.test(style(element))) return "";
    if (element.tagName === "BR") return "\n";
    if (isRaised(element)) { this.raised = true; return raised(this.inline(element, bold)); }
    const strong = !bold && isBold(element);
    const words = this.inline(element, bold || strong);
    const inside = BREAKS.has(element.tagName) ? " " + words + " " : words;
    if (element.tagName === "A") {
      const to = target(element);
      return to && inside.trim() ? this.around(inside, "[", "](" + to + ")") : inside;
    }
    return strong ? this.around(inside, "**", "**") : inside;
  };
  Reader.prototype.isPixel = function (image) { return Number(image.getAttribute("width")) === 1 || Number(image.getAttribute("height")) === 1; };
  // Spaces stay outside of the marks, where Markdown wants them.
  Reader.prototype.around = function (words, before, after) {
    const bare = words.trim();
    if (!bare) return words;
    const start = words.indexOf(bare);
    return words.slice(0, start) + before + bare.replace(/\n+/g, " ") + after + words.slice(start + bare.length);
  };
  Reader.prototype.line = function (element, bold) { return this.tidy(this.inline(element, bold)).replace(/\n+/g, " "); };
  Reader.prototype.tidy = function (words) { return words.replace(/\*\*( ?)\*\*/g, "$1").replace(/[ \t]+/g, " ").replace(/ *\n */g, "\n").trim(); };

  // Paragraphs, headings, lists and tables, each a string of its own. `loose` collects words between them.
  Reader.prototype.blocks = function (node, out) {
    let loose = document.createElement("p");
    const flush = () => {
      if (loose.childNodes.length) this.paragraph(loose, out);
      loose = document.createElement("p");
    };
    node.childNodes.forEach((child) => {
      if (child.nodeType !== 1) { if (child.nodeType === 3) loose.append(child.cloneNode()); return; }
      if (child.matches(SKIPPED) || isHidden(child)) return;
      const holds = !BREAKS.has(child.tagName) && child.querySelector("p, div, h1, h2, h3, h4, h5, h6, ul, ol, table, blockquote");
      if (!BREAKS.has(child.tagName) && !holds) { loose.append(child.cloneNode(true)); return; }
      flush();
      this.block(child, out);
    });
    flush();
    return out;
  };
  Reader.prototype.block = function (element, out) {
    const tag = element.tagName;
    const kind = element.className && String(element.className);
    if (HEADINGS[tag]) this.push(out, HEADINGS[tag], this.line(element, true));
    else if (tag === "P" && /\bMsoTitle\b/.test(kind)) this.push(out, "## ", this.line(element, true));
    else if (tag === "P" && (/mso-list:\s*l\d/.test(style(element)) || /\bMsoListParagraph/.test(kind))) this.wordItem(element, out);
    else if (tag === "UL" || tag === "OL") this.list(element, out, "");
    else if (tag === "TABLE") this.table(element, out);
    else if (tag === "PRE") { if (element.textContent.trim()) out.push(element.textContent.trim()); }
    else if (tag === "DT" || tag === "P" || tag === "DD" || !element.querySelector("p, div, h1, h2, h3, h4, h5, h6, ul, ol, table, pre, dl, blockquote, section, article")) this.paragraph(element, out);
    else if (tag !== "HR") this.blocks(element, out);
  };
  Reader.prototype.push = function (out, before, words) { if (words) out.push(before + words); };
  Reader.prototype.paragraph = function (element, out) {
    const words = this.tidy(this.inline(element, false));
    words.split(/\n{2,}/).forEach((part) => this.push(out, "", part.split("\n").map(startEscaped).join("\n")));
  };

  // Word has no lists in its HTML, only paragraphs that look like items.
  Reader.prototype.wordItem = function (element, out) {
    const sign = Array.from(element.querySelectorAll("[data-style]")).find((one) => /mso-list:\s*ignore/.test(style(one)));
    const numbered = sign && /^[\s\u00a0]*\(?(?:\d+|[a-zA-Z]|[ivx]+)[.)]/.test(sign.textContent);
    const level = Number((/level(\d)/.exec(style(element)) || [0, 1])[1]);
    const words = this.line(element, false).replace(/^[·•o§▪-]\s+/, "");
    if (!words) return;
    const indent = "   ".repeat(level - 1);
    const last = out[out.length - 1];
    const name = (/mso-list:\s*(l\d+)/.exec(style(element)) || [0, ""])[1];
    const going = typeof last === "object" && (level > 1 || last.name === name);
    const list = going ? last : { name, items: [], counts: {} };
    if (!going) out.push(list);
    Object.keys(list.counts).forEach((deeper) => { if (Number(deeper) > level) delete list.counts[deeper]; });
    list.counts[level] = (list.counts[level] || 0) + 1;
    list.items.push(indent + (numbered ? list.counts[level] + ". " : "- ") + words);
  };
  Reader.prototype.list = function (element, out, indent) {
    const lines = [];
    let count = Number(element.getAttribute("start")) || 1;
    Array.from(element.children).forEach((item) => {
      if (item.tagName === "UL" || item.tagName === "OL") { this.list(item, lines, indent + "   "); return; }
      if (item.tagName !== "LI") return;
      const copy = item.cloneNode(true);
      const inner = Array.from(copy.children).filter((child) => child.tagName === "UL" || child.tagName === "OL");
      inner.forEach((child) => child.remove());
      const words = this.line(copy, false);
      if (words) lines.push(indent + (element.tagName === "OL" ? count++ + ". " : "- ") + words);
      inner.forEach((child) => this.list(child, lines, indent + "   "));
    });
    if (lines.length) out.push(lines.join("\n"));
  };
  Reader.prototype.table = function (element, out) {
    const rows = this.grid(element);
    const wide = Math.max(0, ...rows.map((row) => row.length));
    // A table of one column or one row only places things on the page.
    if (wide < 2 || rows.length < 2) { Array.from(element.rows).forEach((row) => Array.from(row.cells).forEach((cell) => this.blocks(cell, out))); return; }
    const heads = rows[0].map((words) => words.replace(/^\*\*(.*)\*\*$/, "$1"));
    const filled = [heads, ...rows.slice(1)].map((row) => Array.from({ length: wide }, (_, place) => row[place] || ""));
    out.push(desk.markdown.table(filled));
  };

  // Markdown joins no cells: what stood for several rows or columns is said in each, so that nothing slides under another
  // head. A cell across the whole table is said once.
  Reader.prototype.grid = function (element) {
    const rows = Array.from(element.rows, () => []);
    // Web pages give a cell that stands alone in its row a hundred columns, to be sure.
    const wide = Math.max(1, ...Array.from(element.rows, (row) => row.cells.length < 2 ? 1 : Array.from(row.cells).reduce((sum, cell) => sum + cell.colSpan, 0)));
    Array.from(element.rows).forEach((row, down) => {
      let across = 0;
      Array.from(row.cells).forEach((cell) => {
        while (rows[down][across] !== undefined) across++;
        const words = this.cell(cell);
        const columns = Math.max(1, Math.min(cell.colSpan, wide - across));
        for (let y = down; y < Math.min(rows.length, down + (cell.rowSpan || rows.length)); y++) {
          for (let x = 0; x < columns; x++) rows[y][across + x] = x && columns === wide ? "" : words;
        }
        across += columns;
      });
    });
    return rows;
  };

  // On one line, what stood on several is kept apart.
  Reader.prototype.cell = function (cell) {
    const lines = this.blocks(cell, []).map((part) => typeof part === "string" ? part : part.items.join("\n")).join("\n").split("\n");
    const said = lines.map((line) => line.replace(/^\s*(?:- |#{2,3} )/, "").trim()).filter(Boolean);
    const words = said.map((line, place) => place + 1 < said.length && !/[.,:;!?]$/.test(line) ? line + ";" : line).join(" ");
    return cell.tagName === "TH" ? words.replace(/\*\*/g, "") : words;
  };

  function fromHtml(html) {
    // A document made by the parser is inert: it runs nothing and loads nothing. Styles get another name, because the
    // policy of the site counts them as a breach even there.
    const bare = html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle(\s*=)/gi, " data-style$1"));
    const page = new DOMParser().parseFromString(bare, "text/html");
    page.body.querySelectorAll("[class*=MsoCommentReference], [class*=msocomtxt], [class*=MsoCommentText]").forEach((gone) => gone.remove());
    const struck = Array.from(page.body.querySelectorAll("*")).filter((one) => isStruck(one) && one.textContent.trim());
    struck.forEach((gone) => gone.remove());
    const reader = new Reader();
    const parts = reader.blocks(page.body, []).map((part) => typeof part === "string" ? part : part.items.join("\n"));
    return { text: parts.join("\n\n").replace(/\n{3,}/g, "\n\n"), pictures: reader.pictures, struck: struck.length > 0, raised: reader.raised };
  }

  const edit = desk.edit;
  const field = desk.body;
  const status = document.querySelector("[data-editor-status]");

  // Between paragraphs if it has several, within the line if it is a few words.
  function insert(text) {
    const whole = field.value;
    const { selectionStart: start, selectionEnd: end } = field;
    const before = whole.slice(edit.lineStart(whole, start), start).trim();
    const several = /\n\n|^(?:#{2,3} |- |\d+\. |\| )/.test(text);
    const above = several && before ? "\n\n" : several && start && !/\n\n$/.test(whole.slice(0, start)) && !before ? "\n" : "";
    const below = several && whole.slice(end, edit.lineEnd(whole, end)).trim() ? "\n\n" : "";
    edit.put(field, start, end, above + text + below);
  }

  function picturesIn(data) { return Array.from(data.files || []).filter((file) => file.type.startsWith("image/")); }
  // One after the other: each needs its own description.
  async function add(pictures) { for (const one of pictures) await desk.pick.addPicture(one); }

  let plainly = false;
  field.addEventListener("keydown", (event) => { plainly = event.shiftKey && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "v"; });
  field.addEventListener("paste", (event) => {
    const data = event.clipboardData;
    const html = data.getData("text/html");
    const pictures = picturesIn(data);
    const asIs = plainly;
    plainly = false;
    if (pictures.length && !data.getData("text/plain").trim() && !(html && fromHtml(html).text)) {
      event.preventDefault();
      add(pictures);
      return;
    }
    if (!html || asIs) return;
    const clean = fromHtml(html);
    const note = [
      clean.struck && "Words that were crossed out were left out.",
      clean.pictures && desk.many(clean.pictures, "picture was", "pictures were") + " left out. Add pictures with the button “Picture”.",
    ].filter(Boolean).join(" ");
    // Bare words would bring back what was crossed out, and lower what was raised.
    if (!clean.struck && !(clean.raised && clean.text) && !STRUCTURE.test(clean.text)) { desk.say(status, note); return; }
    event.preventDefault();
    insert(clean.text);
    desk.say(status, ("Pasted without colors, fonts and sizes. " + note).trim());
  });

  const area = field.closest(".editor__text") || field;
  area.addEventListener("dragover", (event) => {
    if (!Array.from(event.dataTransfer.types).includes("Files")) return;
    event.preventDefault();
    area.classList.add("editor__text--drop");
  });
  area.addEventListener("dragleave", () => area.classList.remove("editor__text--drop"));
  area.addEventListener("drop", (event) => {
    area.classList.remove("editor__text--drop");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    const pictures = picturesIn(event.dataTransfer);
    desk.say(status, pictures.length < event.dataTransfer.files.length ? "Only pictures can be dropped here: JPEG, PNG or WebP." : "");
    add(pictures);
  });

  desk.fromHtml = (html) => fromHtml(html).text;
})(window.Desk);
