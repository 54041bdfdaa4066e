// The reader's choice of light or dark, and of text size, applied before the page is drawn; the reading face early.
// Loaded at the end of the page's header, or behind the link that stands for one, first of the scripts of every page; it also gives the others their tools.
(function () {
  "use strict";
  /** @type {any} */
  var NA = window.NewsArchive;
  var root = document.documentElement, script = document.currentScript;
  NA.header = script.parentNode;
  if (NA.header === document.body) { // a page of which there are very many has but a link before the script
    NA.header = document.createElement("header");
    document.body.prepend(NA.header);
    NA.header.append(script.previousElementSibling);
  }
  NA.root = script.src.replace(/[^/]*$/, "");

  /** What the reader chose, kept where storage is allowed. */
  NA.choice = function (name, value) {
    try {
      if (value === undefined) return localStorage.getItem(name) || "";
      if (value) localStorage.setItem(name, value); else localStorage.removeItem(name);
    } catch (error) { /* storage is off: the choice lasts for this page */ }
    return value || "";
  };
  /** Make an element: NA.make("a", {href: "x", class: "y"}, "text" or children). */
  NA.make = function (tag, attributes, content) {
    var node = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) { node.setAttribute(name, attributes[name]); });
    (Array.isArray(content) ? content : content === undefined ? [] : [content]).forEach(function (part) { node.append(part); });
    return node;
  };
  // What the archive did not write runs as its letters do, whatever it begins with: the same as direction.py.
  var RIGHT_TO_LEFT = /[\u0590-\u065f\u066e-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/, LETTER = /\p{L}/u;
  /** "rtl", "ltr", or "" for a text that no letter turns. @param {string} text */
  NA.direction = function (text) { return RIGHT_TO_LEFT.test(text) ? "rtl" : LETTER.test(text) ? "ltr" : ""; };
  /** A text in an element of its own, which runs as it does. */
  NA.bdi = function (text, attributes) {
    var way = NA.direction(text);
    return NA.make("bdi", Object.assign(way ? { dir: way } : {}, attributes), text);
  };
  NA.button = function (label, act, attributes) {
    var button = NA.make("button", Object.assign({ type: "button" }, attributes), label);
    button.addEventListener("click", act);
    return button;
  };

  /** Load a script that gives a value to NewsArchive.give(name, value); null if it does not come. Works from a disk, too. */
  var given = {};
  NA.give = function (name, value) { given[name] = value; };
  var policy = window.trustedTypes ? trustedTypes.createPolicy("news-archive-frame", {
    createScriptURL: function (url) { if (url.indexOf(NA.root) === 0) return url; throw new TypeError("not of this site: " + url); }
  }) : null;
  NA.load = function (path, name) {
    if (name in given) return Promise.resolve(given[name]);
    return new Promise(function (resolve) {
      var script = document.createElement("script"), url = NA.root + path;
      script.src = /** @type {any} */ (policy ? policy.createScriptURL(url) : url);
      script.onload = script.onerror = function () { resolve(name in given ? given[name] : null); };
      document.head.append(script);
    });
  };
  /** Digits as the archive's setting says. */
  NA.digits = function (value) {
    return NA.site.digits === "latn" ? String(value) : String(value).replace(/[0-9]/g, function (d) { return String.fromCharCode(0x660 + Number(d)); });
  };
  /** The number that digits of either kind stand for. @param {string} text */
  NA.value = function (text) {
    return Number(text.replace(/[\u0660-\u0669]/g, function (d) { return String(d.charCodeAt(0) - 0x660); }).replace(/\D/g, ""));
  };
  /** A count, with its thousands apart. @param {number} n */
  NA.number = function (n) { return NA.digits(String(n).replace(/\B(?=(\d{3})+$)/g, NA.site.digits === "latn" ? "," : "\u066c")); };

  /** A number with its noun, in the form that Arabic wants; the nouns come from the archive's wording. */
  NA.counted = function (n, noun) {
    var forms = NA.site.nouns[noun], rest = n % 100;
    if (n === 1 || n === 2) return forms[n - 1];
    return NA.number(n) + " " + (rest >= 3 && rest <= 10 ? forms[2] : rest >= 11 ? forms[3] : forms[4]);
  };

  var theme = NA.choice("theme");
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;
  var size = NA.choice("size");
  if (size) root.dataset.size = size;

  document.head.append(NA.make("link", { rel: "icon", href: NA.root + NA.site.icon }));
  if (location.protocol !== "file:") { // a disk needs no preload, and refuses it
    document.head.append(NA.make("link", { rel: "preload", as: "font", type: "font/woff2", crossorigin: "anonymous", href: NA.root + NA.site.font }));
  }
})();
