// Hijri dates beside Gregorian ones, if the reader asks: by the Umm al-Qura calendar that every browser carries.
(function () {
  "use strict";
  /** @type {any} */
  var NA = window.NewsArchive;
  var make = NA.make;

  if (!NA.withHijri) return;
  var latin = (NA.choice("digits") || (NA.english ? "latn" : NA.site.digits)) === "latn";
  function formatter(options) {
    return new Intl.DateTimeFormat((NA.english ? "en" : "ar") + "-u-ca-islamic-umalqura-nu-" + (latin ? "latn" : "arab"), Object.assign({ timeZone: "UTC" }, options));
  }
  var whole = formatter({ day: "numeric", month: "long", year: "numeric" }), dayOnly = formatter({ day: "numeric" }), monthOnly = formatter({ month: "long", year: "numeric" });
  function at(day) { return new Date(day + "T12:00:00Z"); }
  NA.hijri = function (day) { return whole.format(at(day)); };
  var DAY = /d\/(\d{4}-\d\d-\d\d)(?:-\d+)?\.html/;

  document.addEventListener("DOMContentLoaded", function () {
    Array.prototype.forEach.call(document.querySelectorAll("main a[href*='d/']"), function (link) {
      var found = DAY.exec(link.getAttribute("href"));
      if (!found) return;
      if (link.closest("article > dl")) link.after(make("span", { class: "hijri", "data-own": "" }, NA.hijri(found[1])));
    });
    Array.prototype.forEach.call(document.querySelectorAll(".cal section[id^=m]"), function (month) {
      var year = Number(month.id.slice(1, 5)), number = Number(month.id.slice(6, 8)), title = month.querySelector("h3");
      var first = new Date(Date.UTC(year, number - 1, 1, 12)), last = new Date(Date.UTC(year, number, 0, 12));
      Array.prototype.forEach.call(month.querySelectorAll("td"), function (cell) {
        if (!cell.textContent.trim()) return;
        (cell.firstElementChild || cell).append(make("small", { "aria-hidden": "true", "data-own": "" }, dayOnly.format(first)));
        first = new Date(first.getTime() + 86400000);
      });
      first = new Date(Date.UTC(year, number - 1, 1, 12));
      title.after(make("p", { class: "hijri", "data-own": "" }, monthOnly.formatRange ? monthOnly.formatRange(first, last) : monthOnly.format(first)));
    });
    var here = DAY.exec(location.pathname), head = document.querySelector(".page-head h1");
    if (here && head) head.after(make("p", { class: "hijri", "data-own": "" }, NA.hijri(here[1])));
  });
})();
