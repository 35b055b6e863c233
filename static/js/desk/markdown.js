// Makes Markdown out of what somebody filled in, so that nobody has to know how it is written.
(function (desk) {
  "use strict";
  if (!desk) return;

  function line(words) { return String(words || "").replace(/\s+/g, " ").trim(); }
  function lines(words) { return String(words || "").split("\n").map(line).filter(Boolean).map((one) => one.replace(/^(?:[-*+•]|\d+[.)])\s+/, "")); }
  function bullets(words) { return lines(words).map((item) => "- " + item).join("\n"); }
  function numbers(words) { return lines(words).map((item, place) => place + 1 + ". " + item).join("\n"); }
  function paragraphs(words) {
    return String(words || "").split(/\n\s*\n/).map((part) => part.split("\n").map(line).filter(Boolean).join("\n")).filter(Boolean).join("\n\n");
  }
  // A line of colons would close the block too early.
  function safe(words) { return words.replace(/^(:{3,})/gm, "\\$1"); }
  function inBrackets(words) { return line(words).replace(/([\\[\]])/g, "\\$1"); }
  function address(words) { return line(words).replace(/ /g, "%20").replace(/\(/g, "%28").replace(/\)/g, "%29"); }

  function fence(kind, title, inside) {
    return "::: " + kind + (line(title) ? " " + line(title) : "") + "\n" + (inside ? safe(inside) + "\n" : "") + ":::";
  }

  // Each of these is safe to read on its own: "Do not swim", never only "Swim".
  const NOT = { en: [/^(?:do not|don['’]t)\s/i, "Do not "], es: [/^no\s/i, "No "] };
  function refused(words) {
    const [begins, opening] = NOT[desk.language()] || NOT.en;
    return lines(words).map((item) => {
      if (/^don['’]t\s/i.test(item)) return "Do not " + item.replace(/^don['’]t\s+/i, "");
      return begins.test(item) ? item : opening + item.charAt(0).toLowerCase() + item.slice(1);
    }).join("\n");
  }

  function doDont(values) {
    const parts = [];
    if (lines(values.do).length) parts.push(fence("do", values.do_title, bullets(values.do)));
    if (lines(values.dont).length) parts.push(fence("dont", values.dont_title, bullets(refused(values.dont))));
    return parts.join("\n\n");
  }

  function steps(values) {
    return fence("steps", "", values.steps.map((step) => [
      "### " + line(step.title) + (line(step.time) ? "\nTime: " + line(step.time) : ""),
      paragraphs(step.text),
      line(step.feel) && "You may feel: " + line(step.feel),
    ].filter(Boolean).join("\n\n")).join("\n\n"));
  }

  function timeline(values) {
    return fence("timeline", "", values.stages.map((stage) => [
      "### " + line(stage.title) + (paragraphs(stage.text) ? "\n" + paragraphs(stage.text) : ""),
      lines(stage.feel).length && "You may feel:\n\n" + bullets(stage.feel),
      lines(stage.helps).length && "What helps:\n\n" + bullets(stage.helps),
    ].filter(Boolean).join("\n\n")).join("\n\n"));
  }

  function answers(values) {
    return fence("answers", values.title, values.pairs.map((pair) => line(pair.activity) + "\n: " + line(pair.answer)).join("\n\n"));
  }

  function day(stage) {
    const part = (label, words) => lines(words).length && label + ":\n\n" + bullets(words);
    return fence("day", line(stage.days).replace(/\s*[-–]\s*/, "-") + " " + line(stage.title), [
      part("What is normal now", stage.normal), part("What to do", stage.to_do),
      part("Not yet", stage.not_yet), part("When to call", stage.call),
    ].filter(Boolean).join("\n\n"));
  }

  function days(values) { return values.stages.map(day).join("\n\n"); }

  function diary(values) {
    const heads = [values.when, values.pain, values.able, values.taken].map(line).filter(Boolean);
    return fence("diary", values.title, table([heads, ...lines(values.rows).map((row) => [row, ...heads.slice(1).map(() => "")])]));
  }

  // The rest of the page may link to a place only by its name, so that comes first on each line.
  function muscle(values) {
    const title = line(values.medical).replace(/\|/g, "") + (line(values.say) ? " | " + line(values.say).replace(/\|/g, "") : "");
    const pains = values.pains.map((pain) => "- " + pain.place + ": " + line(pain.words)).map((one) => one.trim());
    const parts = [["Check first", bullets(values.check)], ["Where the knot is", paragraphs(values.knot)], ["Where you may feel pain", pains.join("\n")], ["Everyday causes", bullets(values.causes)], ["What to try", bullets(values.help)]];
    return fence("muscle", values.muscle + " " + title, parts.map(([name, inside]) => "### " + name + "\n\n" + inside).join("\n\n"));
  }

  function table(rows) {
    const cell = (words) => line(words).replace(/\\?\|/g, "\\|") || " ";
    const row = (cells) => "| " + cells.map(cell).join(" | ") + " |";
    return [row(rows[0]), "|" + rows[0].map(() => " --- |").join(""), ...rows.slice(1).map(row)].join("\n");
  }

  function link(words, to) { return "[" + inBrackets(words) + "](" + to + ")"; }

  function source(values) {
    const title = inBrackets(values.title).replace(/\.$/, "");
    const parts = [line(values.publisher).replace(/\.$/, ""), values.address ? "[" + title + "](" + address(values.address) + ")" : title, line(values.year)];
    return "[^" + values.name + "]: " + parts.filter(Boolean).join(". ") + ".";
  }

  function shortName(words) {
    return line(words).normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 40);
  }

  // Sources that the text has already, in the order in which they stand.
  function sources(text) {
    return Array.from(text.matchAll(/^\[\^([^\s[\]]{1,60})\]:[ \t]*(.*)$/gm), (found) => ({
      name: found[1], words: found[2].replace(/\[((?:\\.|[^\]])*)\]\([^)]*\)/g, "$1").replace(/\\([[\]])/g, "$1"),
    }));
  }

  // Headings with the address that the page gives them.
  function headings(text) {
    const seen = {};
    return Array.from(text.matchAll(/^#{2,3}[ \t]+(.+?)[ \t]*#*$/gm), (found) => {
      const words = found[1].replace(/[*_`]|\[\^[^\]]*\]/g, "").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").trim();
      const slug = words.normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase().replace(/[^\w\s-]/g, "").trim().replace(/[-\s]+/g, "-").replace(/^[-_]+|[-_]+$/g, "").slice(0, 60).replace(/^-+|-+$/g, "") || "section";
      seen[slug] = (seen[slug] || 0) + 1;
      return { words, address: "#" + slug + (seen[slug] > 1 ? "-" + seen[slug] : "") };
    });
  }

  desk.markdown = { line, lines, bullets, numbers, paragraphs, fence, doDont, steps, timeline, answers, days, diary, muscle, table, link, source, shortName, sources, headings, address };
})(window.Desk);
