// «On this day» on the front page: the reader's own day, or the nearest of the year that the archive has. Without a
// script the section is a link to the calendar.
document.addEventListener("DOMContentLoaded", function () {
  "use strict";
  /** @type {any} */
  var NA = window.NewsArchive;
  var box = document.getElementById("today"), make = NA.make;
  if (!box || !box.dataset.days) return;
  var days = box.dataset.days.split(" "), now = new Date();
  function place(month, day) { return (month - 1) * 31 + day; }
  var today = place(now.getMonth() + 1, now.getDate()), best = days[0], least = 1e3;
  days.forEach(function (day) {
    var apart = Math.abs(place(Number(day.slice(0, 2)), Number(day.slice(3))) - today);
    apart = Math.min(apart, 372 - apart);
    if (apart < least) { least = apart; best = day; }
  });
  var month = best.slice(0, 2), number = Number(best.slice(3));
  NA.load("days/" + month + ".js", "days/" + month).then(function (given) {
    var stories = given && given[best.slice(3)];
    if (!stories) return;
    var others = stories.filter(function (story) { return !document.querySelector("main a[href='" + story[0] + "']"); });
    if (others.length) stories = others; // what stands on the page already is not said twice
    var name = NA.digits(number) + " " + NA.site.months[Number(month) - 1];
    box.querySelector("p").textContent = least ? "أقرب يوم في الأرشيف: " + name : name;
    stories = stories.slice(0, 4);
    var list = make("div", box.classList.contains("w12") ? { class: "pairs" } : {});
    stories.forEach(function (story) {
      list.append(make("article", { class: "story" }, [
        make("h3", {}, make("a", { href: new URL(story[0], NA.root).href }, NA.direction(story[1]) === "ltr" ? NA.bdi(story[1]) : story[1])),
        make("p", { class: "meta" }, [story[2], story[3]].filter(Boolean).map(function (part, index) {
          return make("span", {}, index || !story[2] ? part : NA.bdi(part));
        }))
      ]));
    });
    box.append(list);
  });
});
