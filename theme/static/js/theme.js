// The reading face early, and the reader's choice of light or dark, applied before the page is drawn. Loaded in <head>, so it stays this small.
(function () {
  "use strict";
  var root = document.documentElement;
  try {
    var chosen = localStorage.getItem("theme");
    if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  } catch (error) { /* storage is off: the system's choice stands */ }
  var script = document.currentScript;
  if (script && location.protocol !== "file:") { // a disk needs no preload, and refuses it
    var early = document.createElement("link");
    early.rel = "preload";
    early.as = "font";
    early.type = "font/woff2";
    early.crossOrigin = "anonymous";
    early.href = script.dataset.font;
    document.head.append(early);
  }
  document.addEventListener("click", function (event) {
    var button = event.target instanceof Element ? event.target.closest(".theme") : null;
    if (!button) return;
    var dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch (error) { /* not kept */ }
  });
})();
