// Looks for warning signs in what a patient types, as enquiries/redflags does on the server, with
// phrases that are fetched once somebody begins to type. What is typed is sent nowhere, and nothing
// is ever held up.
(function () {
  "use strict";

  var PAUSE_MS = 600, AFTER_PRESS_MS = 100;
  var OTHER = "_", COMMA = ",", PAUSE = "/", STOP = "!";
  var LOOK_BACK = 30, LOOK_ON = 40, HEAD = 3;
  var LEVELS = ["emergency", "urgent"];

  var LETTER = "[\\p{L}\\p{N}\\u0300-\\u036f\\u00ad\\u200b-\\u200d\\u2060\\ufeff]";
  var TOKEN = new RegExp(
    "[0-9]+[.,][0-9]+|" + LETTER + "+(?:['’‘`´ʼ]" + LETTER + "+)*" +
    "|\\.\\.+|(?<![-–—])[-–—]+(?=\\s)|[–—….!?;:,()\\n]", "gu"
  );
  var NO_PART_OF_A_WORD = /[^a-z0-9.,!?;:()\n–—-]+/g;
  var MARKS = { ".": STOP, "!": STOP, "?": STOP, ";": STOP, ":": STOP, ",": COMMA };
  ["\n", "(", ")", "-", "–", "—", "--", ".."].forEach(function (mark) { MARKS[mark] = PAUSE; });

  function tokens(text) {
    return (text.match(TOKEN) || []).map(function (token) {
      return token.normalize("NFKD").toLowerCase().replace(NO_PART_OF_A_WORD, "");
    });
  }

  function reader(compiled) {
    var known = new Map(Object.entries(MARKS));
    var stems = [["...", PAUSE]];
    Object.entries(compiled.words).forEach(function (entry) {
      entry[1].split(" ").forEach(function (word) { known.set(word, entry[0]); });
    });
    Object.entries(compiled.stems).forEach(function (entry) {
      entry[1].split(" ").forEach(function (stem) { stems.push([stem, entry[0]]); });
    });
    stems.sort(function (one, other) { return other[0].length - one[0].length; });
    var byHead = new Map();
    stems.forEach(function (stem) {
      var head = stem[0].slice(0, HEAD);
      byHead.set(head, (byHead.get(head) || []).concat([stem]));
    });
    return function symbol(word) {
      if (known.has(word)) return known.get(word);
      var stem = (byHead.get(word.slice(0, HEAD)) || []).find(function (pair) {
        return word.startsWith(pair[0]);
      });
      return stem ? stem[1] : OTHER;
    };
  }

  function denial(compiled) {
    var test = {};
    ["before", "before_or", "before_comma", "then_or", "twice", "unless"].forEach(function (key) {
      test[key] = new RegExp(compiled[key]);
    });
    function holds(symbols, own) {
      return Array.from(own).some(function (symbol) { return symbols.includes(symbol); });
    }
    return function covers(line, start, end) {
      var own = line.slice(start, end);
      if (holds(compiled.negative, own)) return false;
      var before = line.slice(Math.max(0, start - LOOK_BACK), start);
      var after = line.slice(end, end + LOOK_ON);
      var ends = holds(compiled.or, own) || test.then_or.test(after);
      var listed = !holds(compiled.verbs, own) && (
        test.before_or.test(before) || (ends && test.before_comma.test(before))
      );
      if (!listed && !test.before.test(before)) return false;
      return !test.unless.test(after) && !test.twice.test(before);
    };
  }

  function matcher(language, compiled) {
    var symbol = reader(compiled);
    var covers = denial(compiled.denial);
    var harmless = new RegExp(compiled.harmless, "g");
    var flags = compiled.flags.map(prepared);

    function shown(flag, line) {
      for (var at = 0; at < line.length; at += 1) {
        var choices = flag.starting.get(line[at]) || [];
        if (choices.length && !flag.expressions.has(line[at])) {
          flag.expressions.set(line[at], new RegExp(choices.join("|"), "y"));
        }
        var expression = flag.expressions.get(line[at]);
        if (!expression) continue;
        expression.lastIndex = at;
        if (!expression.test(line)) continue;
        if (!flag.deniable || !covers(line, at, expression.lastIndex)) return true;
      }
      return false;
    }

    return function find(words) {
      var line = words.map(symbol).join("").replace(harmless, function (found) {
        return OTHER.repeat(found.length);
      });
      return flags.filter(function (flag) { return shown(flag, line); }).map(function (flag) {
        return { flag: flag.id, level: flag.level, language: language };
      });
    };
  }

  function prepared(flag) {
    var starting = new Map();
    flag.phrases.forEach(function (phrase) {
      Array.from(phrase[0]).forEach(function (symbol) {
        starting.set(symbol, (starting.get(symbol) || []).concat([phrase[1]]));
      });
    });
    return {
      id: flag.id, level: flag.level, deniable: flag.deniable,
      starting: starting, expressions: new Map()
    };
  }

  var matchers = [], loading = null;

  // Without the phrases nothing is found here; the server looks in any case.
  function load(address) {
    loading = loading || fetch(address, { credentials: "omit" }).then(function (response) {
      return response.ok ? response.json() : { languages: {} };
    }).then(function (data) {
      matchers = Object.keys(data.languages).map(function (language) {
        return matcher(language, data.languages[language]);
      });
    }).catch(function () { loading = null; });
    return loading;
  }

  // The warning signs in a text: [{flag, level, language}], one for each language that shows it.
  function find(text) {
    var words = tokens(text.replace(/_/g, " "));
    return matchers.flatMap(function (match) { return match(words); });
  }

  // Parts of the note say for which level or language they are; the others are always shown.
  function fill(note, hits) {
    var level = LEVELS.find(function (name) {
      return hits.some(function (hit) { return hit.level === name; });
    });
    note.querySelectorAll("[data-level], [data-lang]").forEach(function (part) {
      var other = part.dataset.level && part.dataset.level !== level;
      var foreign = part.dataset.lang && !hits.some(function (hit) {
        return hit.language === part.dataset.lang;
      });
      part.hidden = Boolean(other || foreign);
    });
  }

  function watch(field) {
    var note = document.getElementById(field.dataset.warningNote);
    var timer = null, last = "";
    if (!note) return;

    function check() {
      load(note.dataset.signs).then(show);
    }

    function show() {
      clearTimeout(timer);
      // The note moves what stands below it: a button must not slip away from under a finger.
      if (pressed) {
        timer = setTimeout(show, AFTER_PRESS_MS);
        return;
      }
      var hits = find(field.value);
      var state = JSON.stringify(hits);
      if (state === last) return;
      last = state;
      fill(note, hits);
      note.hidden = !hits.length;
    }

    field.addEventListener("focus", function () { load(note.dataset.signs); });
    field.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(check, PAUSE_MS);
    });
    field.addEventListener("blur", check);
    if (field.value) check();
  }

  var pressed = false;
  ["pointerdown", "pointerup", "pointercancel"].forEach(function (name) {
    document.addEventListener(name, function () { pressed = name === "pointerdown"; }, true);
  });

  window.warningSigns = { find: find, load: load };
  document.querySelectorAll("textarea[data-warning-signs]").forEach(watch);
})();
