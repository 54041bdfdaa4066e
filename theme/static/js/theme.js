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
  // The switch is made here: without scripts it would switch nothing.
  function toggle() {
    var dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch (error) { /* not kept */ }
  }
  function shape(name, attributes) {
    var element = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.keys(attributes).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    return element;
  }
  document.addEventListener("DOMContentLoaded", function () {
    var bar = document.querySelector(".bar > .wrap");
    if (!bar) return;
    var button = document.createElement("button");
    button.className = "theme";
    button.type = "button";
    button.setAttribute("aria-label", "بدّل بين المظهر الفاتح والداكن");
    var picture = shape("svg", { width: 20, height: 20, viewBox: "0 0 20 20", "aria-hidden": "true" });
    picture.append(
      shape("circle", { cx: 10, cy: 10, r: 7.25, fill: "none", stroke: "currentColor", "stroke-width": 1.5 }),
      shape("path", { d: "M10 2.75a7.25 7.25 0 0 1 0 14.5z", fill: "currentColor" })
    );
    button.append(picture);
    button.addEventListener("click", toggle);
    bar.append(button);
  });
})();
