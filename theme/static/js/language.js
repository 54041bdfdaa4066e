// The reader's language, digits and calendar: three switches. What puts a page into the first two is loaded where they
// are chosen (translate.js and its catalogue, in one file), the third is hijri.js.
(function () {
  "use strict";
  /** @type {any} */
  var NA = window.NewsArchive;
  var asked = /[?&]lang=(ar|en)\b/.exec(location.search);
  if (asked) NA.choice("lang", asked[1] === "en" ? "en" : "");
  NA.english = NA.choice("lang") === "en";
  var digits = NA.choice("digits") || (NA.english ? "latn" : "");
  NA.withHijri = (NA.choice("hijri") || (NA.site.hijri ? "on" : "off")) === "on";
  NA.missing = []; // what the catalogue lacks; a test reads it

  document.addEventListener("DOMContentLoaded", function () {
    if (NA.english || digits) NA.load(NA.site.english, "en").then(function (given) { if (given) NA.translate(NA.english ? given : null, digits); });
  });

  /* --- switches ------------------------------------------------------------------------------------------------ */

  NA.header.insertBefore(NA.button(NA.english ? "العربية" : "English", function () {
    NA.choice("lang", NA.english ? "" : "en");
    location.replace(location.href.replace(/([?&])lang=(ar|en)&?/, "$1").replace(/[?&]$/, ""));
  }, { class: "tool", lang: NA.english ? "ar" : "en", "data-own": "" }), NA.header.querySelector(".theme"));
  NA.digitSwitch = function () {
    var latin = (digits || NA.site.digits) === "latn";
    return NA.button(latin ? "١٢٣" : "123", function () {
      NA.choice("digits", latin ? "arab" : "latn");
      location.reload();
    }, { "data-own": "", "aria-label": latin ? "الأرقام ١٢٣" : "الأرقام 123" });
  };
  NA.hijriSwitch = function () {
    return NA.button(NA.withHijri ? "بلا التقويم الهجري" : "مع التقويم الهجري", function () {
      NA.choice("hijri", NA.withHijri ? "off" : "on");
      location.reload();
    });
  };
})();
