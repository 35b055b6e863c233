// The button that publishes later says when. Without this it says "Publish at this date and time".
(function () {
  "use strict";

  var MONTHS = "January February March April May June July August September October November December".split(" ");
  var fields = document.querySelector("[data-moment]");
  var button = document.querySelector("[data-schedule]");
  if (!fields || !button) return;
  var plain = button.textContent;
  var day = fields.querySelector("[name=day]");
  var time = fields.querySelector("[name=time]");

  // The fields hold a day like 2026-03-04 and a time like 09:00, on the clinic's clock: no zone of this device comes in.
  function words() {
    var date = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day.value);
    var clock = /^(\d\d):(\d\d)/.exec(time.value);
    if (!date || !clock) return plain;
    var hour = Number(clock[1]);
    return "Publish on " + MONTHS[Number(date[2]) - 1] + " " + Number(date[3]) + ", " + date[1] + " at " + (hour % 12 || 12) + ":" + clock[2] + (hour < 12 ? "\u00a0am" : "\u00a0pm");
  }

  function say() { button.textContent = words(); }
  fields.addEventListener("input", say);
  fields.addEventListener("change", say);
  say();
}());
