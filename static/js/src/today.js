// “Today is day 2”: counts the days since an injection on this device and shows the row of the table
// that is about today. Asks for nothing, sends nothing, and keeps the date only when told to.
(function () {
  "use strict";

  var DAY = 86400000, HOUR = 3600000, YEAR_DAYS = 366, PART = "today";
  var box = document.querySelector(".today");
  if (!box) return;

  var form = box.querySelector("form");
  var date = box.querySelector("[data-date]"), time = box.querySelector("[data-time]");
  var remember = box.querySelector("[data-remember]");
  var status = box.querySelector(".today__status"), panel = box.querySelector("[data-day]");
  var rows = Array.from(box.parentElement.querySelectorAll("tr[data-days]")).map(function (row) {
    var days = row.dataset.days.split("-").map(Number);
    return { row: row, first: days[0], last: days[1] };
  });
  var ids = new Map(), shown = null;

  function say(name, values) {
    var words = box.querySelector("[data-say='" + name + "']").textContent;
    return words.replace(/\{(\w+)\}/g, function (all, key) { return values[key]; });
  }

  function numbers(pattern, text) {
    var found = pattern.exec(text);
    return found && found.slice(1).map(Number);
  }

  function entered() {
    var parts = numbers(/^(\d{4,6})-(\d\d)-(\d\d)$/, date.value);
    if (!parts) return null;
    return {
      year: parts[0], month: parts[1], day: parts[2], clock: numbers(/^(\d\d):(\d\d)/, time.value)
    };
  }

  // Whole days of the calendar: no clock that is put forward or back can change them.
  function daysSince(chosen, now) {
    var today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
    return Math.round((today - Date.UTC(chosen.year, chosen.month - 1, chosen.day)) / DAY);
  }

  function moment(chosen) {
    return chosen.clock && new Date(
      chosen.year, chosen.month - 1, chosen.day, chosen.clock[0], chosen.clock[1]
    );
  }

  function since(chosen, now) {
    var hours = chosen.clock ? (now - moment(chosen)) / HOUR : Infinity;
    if (hours >= 24) return "";
    if (hours < 1) return " " + say("hour");
    if (hours < 2) return " " + say("one-hour");
    return " " + say("hours", { hours: Math.floor(hours) });
  }

  // What to say when no row is shown; nothing when one is.
  function instead(chosen, day, now) {
    if (!chosen) return say("none");
    if (day < 0) return say("future");
    if (chosen.clock && moment(chosen) > now) return say("later");
    if (day > YEAR_DAYS) return say("long");
    if (rowOf(day)) return "";
    var last = Math.max.apply(null, rows.map(function (one) { return one.last; }));
    return say(day > last ? "after" : "between", { day: day, last: last });
  }

  function rowOf(day) {
    return rows.find(function (one) { return one.first <= day && day <= one.last; });
  }

  function show(chosen) {
    var now = new Date();
    var day = chosen ? daysSince(chosen, now) : 0;
    var other = instead(chosen, day, now), hours = other ? "" : since(chosen, now);
    unmark();
    shown = other ? null : { chosen: chosen, day: day, hours: hours };
    panel.hidden = Boolean(other);
    if (!other) fill(rowOf(day), day, now, hours);
    status.textContent = other || found(day, hours);
    // The panel below shows the same words in large.
    status.classList.toggle("visually-hidden", !other);
    date.setAttribute("aria-invalid", String(Boolean(other) && (!chosen || day < 0)));
  }

  function found(day, hours) {
    return say(day ? "found" : "zero", { day: day, title: titleOf(rowOf(day)) }) + hours;
  }

  function titleOf(one) { return one.row.querySelector(".days__title").textContent; }
  function whenOf(one) { return one.row.querySelector(".days__when").textContent.replace(/:$/, ""); }

  function fill(one, day, now, hours) {
    panel.querySelector(".today__heading").textContent = say("heading", { day: day });
    panel.querySelector(".today__date").textContent = now.toLocaleDateString(
      document.documentElement.lang, { weekday: "long", year: "numeric", month: "long", day: "numeric" }
    );
    panel.querySelector(".today__hours").textContent = hours;
    panel.querySelector(".today__stage").textContent = whenOf(one) + ": " + titleOf(one);
    panel.querySelector(".today__parts").replaceChildren.apply(
      panel.querySelector(".today__parts"), parts(one)
    );
    mark(one);
  }

  function parts(one) {
    var level = Number(panel.querySelector(".today__heading").tagName[1]) + 1;
    var cells = Array.from(one.row.querySelectorAll("td"));
    return cells.filter(function (cell) { return cell.firstElementChild; }).map(function (cell) {
      var part = document.createElement("div"), heading = document.createElement("h" + level);
      part.className = "today__part";
      heading.textContent = cell.dataset.label;
      part.append(heading);
      Array.from(cell.cloneNode(true).childNodes).forEach(function (child) { part.append(child); });
      part.querySelectorAll("[id]").forEach(function (twice) { twice.removeAttribute("id"); });
      return part;
    });
  }

  function mark(one) {
    var words = document.createElement("span");
    words.className = "days__mark";
    words.textContent = say("mark");
    one.row.classList.add("is-today");
    one.row.querySelector("th").prepend(words, " ");
  }

  function unmark() {
    rows.forEach(function (one) {
      var words = one.row.querySelector(".days__mark");
      one.row.classList.remove("is-today");
      if (!words) return;
      words.nextSibling.remove();
      words.remove();
    });
  }

  function keep() {
    if (entered()) window.kept.keep(PART, { date: date.value, time: time.value });
  }

  // The same event has the same name for as long as the page is open, so that nothing comes twice.
  function id(key) {
    if (!ids.has(key)) ids.set(key, crypto.getRandomValues(new Uint32Array(4)).join("-"));
    return ids.get(key) + "@" + window.location.hostname;
  }

  function event(key, words, more) {
    return Object.assign({
      id: id(key + date.value + time.value), note: words.note, summary: words.summary,
      url: window.location.origin + window.kept.page() + (more.anchor || "")
    }, more);
  }

  function stages(chosen) {
    return rows.map(function (one) {
      var when = whenOf(one);
      return event(one.row.dataset.days, {
        summary: say("event", { when: when.toLowerCase() }), note: say("note")
      }, {
        first: window.calendar.later(chosen, one.first), last: window.calendar.later(chosen, one.last),
        anchor: "#" + one.row.id
      });
    });
  }

  function diary(chosen) {
    var at = moment(chosen);
    return Array.from(box.querySelectorAll("[data-diary-days], [data-diary-hours]")).map(function (item) {
      var words = { summary: say("diary", { when: item.textContent }), note: say("diary-note") };
      var hours = Number(item.dataset.diaryHours), days = Number(item.dataset.diaryDays);
      if (hours && !at) return null;
      var on = hours ? null : window.calendar.later(chosen, days);
      return event(item.textContent, words, hours ? { at: new Date(at.getTime() + hours * HOUR) } : { first: on, last: on });
    }).filter(Boolean);
  }

  form.addEventListener("submit", function (submitted) {
    submitted.preventDefault();
    show(entered());
    if (remember.checked) keep();
    if (!panel.hidden) panel.scrollIntoView({ block: "nearest" });
  });
  remember.addEventListener("change", function () {
    if (remember.checked) keep();
    else window.kept.forget(PART);
  });
  box.querySelector("[data-calendar]").addEventListener("click", function () {
    var events = stages(shown.chosen).concat(diary(shown.chosen));
    window.calendar.download("my-guide.ics", window.calendar.text(events, new Date()));
  });
  box.querySelector("[data-print-day]").addEventListener("click", function () {
    document.documentElement.classList.add("prints-day");
    window.print();
  });
  window.addEventListener("afterprint", function () {
    document.documentElement.classList.remove("prints-day");
  });

  // A page that stays open tells the new hour and the new day, whatever is being typed meanwhile.
  function watch() {
    var now = new Date();
    if (!shown) return;
    if (daysSince(shown.chosen, now) !== shown.day || since(shown.chosen, now) !== shown.hours) show(shown.chosen);
  }
  document.addEventListener("visibilitychange", watch);
  setInterval(watch, 60000);

  var old = window.kept.read(PART);
  if (old && typeof old.date === "string") {
    date.value = old.date;
    time.value = old.time || "";
    remember.checked = true;
    if (entered()) show(entered());
  }
  box.hidden = false;
})();
