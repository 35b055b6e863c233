// Writes a calendar file (RFC 5545) in the browser and hands it over as a download.
(function () {
  "use strict";

  var LONGEST_LINE = 75, DAY = 86400000;

  function escaped(text) {
    return text.replace(/\\/g, "\\\\").replace(/;/g, "\\;").replace(/,/g, "\\,").replace(/\r?\n/g, "\\n");
  }

  // Lines are counted in octets and never cut inside a character.
  function folded(line) {
    var size = 0, encoder = new TextEncoder();
    return Array.from(line).map(function (character) {
      var own = encoder.encode(character).length;
      var cut = size + own > LONGEST_LINE;
      size = cut ? 1 + own : size + own;
      return cut ? "\r\n " + character : character;
    }).join("");
  }

  function two(number) { return String(number).padStart(2, "0"); }
  function day(date) { return date.year + two(date.month) + two(date.day); }

  function later(date, days) {
    var moved = new Date(Date.UTC(date.year, date.month - 1, date.day) + days * DAY);
    return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() };
  }

  function stamp(moment) { return moment.toISOString().replace(/[-:]|\.\d+/g, ""); }

  // A time without a zone is the time on the clock, wherever the calendar is read.
  function clock(moment) {
    var date = { year: moment.getFullYear(), month: moment.getMonth() + 1, day: moment.getDate() };
    return day(date) + "T" + two(moment.getHours()) + two(moment.getMinutes()) + "00";
  }

  function when(event) {
    if (event.at) return ["DTSTART:" + clock(event.at), "DURATION:PT15M"];
    return ["DTSTART;VALUE=DATE:" + day(event.first), "DTEND;VALUE=DATE:" + day(later(event.last, 1))];
  }

  function written(event, now) {
    return ["BEGIN:VEVENT", "UID:" + event.id, "DTSTAMP:" + stamp(now)].concat(when(event), [
      "SUMMARY:" + escaped(event.summary), "DESCRIPTION:" + escaped(event.note), "URL:" + event.url,
      "CLASS:PRIVATE", "TRANSP:TRANSPARENT", "END:VEVENT"
    ]);
  }

  // events: [{id, summary, note, url, first and last {year, month, day}, or at Date}]
  function text(events, now) {
    var lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Trigger point guide//EN", "CALSCALE:GREGORIAN"];
    events.forEach(function (event) { lines = lines.concat(written(event, now)); });
    return lines.concat("END:VCALENDAR").map(folded).join("\r\n") + "\r\n";
  }

  function download(name, content) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type: "text/calendar;charset=utf-8" }));
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
  }

  window.calendar = { text: text, download: download, later: later };
})();
