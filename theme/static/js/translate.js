// Puts a page into English, and numbers into the digits that the reader chose. It comes in one file with the catalogue
// (en.js, made of theme/locale/en.po), and only to who chose either: language.js asks for it. What the newspapers wrote
// keeps its language, its direction and its digits, and says so.
(function () {
  "use strict";
  /** @type {any} */
  var NA = window.NewsArchive;
  var page = document.documentElement, digits = "";
  var ARABIC = /[\u0621-\u064a]/, NUMBER = "[0-9\u0660-\u0669]+(?:[.,\u066b\u066c][0-9\u0660-\u0669]+)*";
  // What is the newspapers' own: never translated, its digits never changed.
  var OWN = "[data-part=body],[data-own],.panel li>div,.carriers b,aside>section>ul>li>a:first-child,article>h1,.story h2,.story h3,.titles>li>a,.lead h3,.lead .body,.ctx,.near,.letter a,bdi,q,.mono,pre,script,svg,.name,header>a,noscript,[data-article-id]~ul,.hit-list h2,.hit-list .ex,.ent-head h1,.ref,.body-page:not(.said),.kwic dd,.side .rank a,.rares h2,.rares p>a,.rares i,blockquote,.heads p>a,.own,.x,.y,.w";
  // Values of an article's facts that are the newspaper's words, by the label before them; and where it stands.
  var SAID = ["الكاتب", "المكان", "الوكالة", "القسم", "الوسوم"];
  var UNNAMED = "بلا مصدر"; // what stands where a paper's name would, and is no name

  function toLatin(text) { return text.replace(/[\u0660-\u0669]/g, function (d) { return String(d.charCodeAt(0) - 0x660); }).replace(/\u066c/g, ",").replace(/\u066b/g, ".").replace(/\u066a/g, "%"); }
  function toArabic(text) { return text.replace(/[0-9]/g, function (d) { return String.fromCharCode(0x660 + Number(d)); }); }
  function inDigits(text) { return digits === "latn" ? toLatin(text) : digits === "arab" ? toArabic(text) : text; }

  /* --- one text ------------------------------------------------------------------------------------------------ */

  var catalogue = null, patterns = [], nouns = [], date = null;
  function escaped(text) { return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"); }
  function prepare(given) {
    catalogue = given;
    var months = Object.keys(given.months).map(escaped).join("|");
    date = new RegExp("^(?:(" + NUMBER + ") )?(" + months + ")(?: \\((?:" + months + ")\\))?(?: (" + NUMBER + "))?$");
    nouns = given.nouns.map(function (noun) {
      var forms = noun[0];
      return { one: forms[0], two: forms[1], many: new RegExp("^(" + NUMBER + ") (?:" + forms.slice(2).map(escaped).join("|") + ")$"), none: forms[5], english: noun[1] };
    });
    patterns = given.patterns.map(function (pair) {
      return [new RegExp("^" + escaped(pair[0]).replace(/\\\{(\d)(\\\*)?\\\}/g, "([^]+?)") + "$"), pair[1], (pair[0].match(/\{\d\*?\}/g) || []).map(function (hole) { return hole.indexOf("*") > 0; })];
    });
  }
  /** The English of a text, or null where a part of it is not in the catalogue. */
  function english(text) {
    if (Object.prototype.hasOwnProperty.call(catalogue.exact, text)) return catalogue.exact[text];
    if (!ARABIC.test(text)) return toLatin(text).replace(/\u060c/g, ",").replace(/\u061b/g, ";");
    var found = date.exec(text), i, k;
    if (found) return [found[1], catalogue.months[found[2]], found[3]].filter(Boolean).map(toLatin).join(" ");
    for (i = 0; i < nouns.length; i++) {
      if (text === nouns[i].none) return "no " + nouns[i].english[1];
      if (text === nouns[i].one) return "1 " + nouns[i].english[0];
      if (text === nouns[i].two) return "2 " + nouns[i].english[1];
      if ((found = nouns[i].many.exec(text))) return toLatin(found[1]) + " " + nouns[i].english[1];
    }
    for (i = 0; i < patterns.length; i++) {
      if (!(found = patterns[i][0].exec(text))) continue;
      var parts = [];
      for (k = 1; k < found.length; k++) {
        var part = english(found[k].trim());
        if (part === null && !patterns[i][2][k - 1]) break;
        parts.push(part === null ? "\u2068" + found[k] + "\u2069" : part);
      }
      if (k === found.length) return patterns[i][1].replace(/\{(\d)\*?\}/g, function (_, n) { return parts[Number(n) - 1]; });
    }
    return listed(text, "؛ ", "; ") || listed(text, "، ", ", ") || listed(text, " · ", " · ") || listed(text, ". ", ". ") || listed(text, " | ", " | ");
  }
  function listed(text, mark, to) {
    if (text.indexOf(mark) < 0) return null;
    var out = text.split(mark).map(function (part) { return english(part.trim()); });
    return out.indexOf(null) < 0 ? out.join(to) : null;
  }

  /* --- the page ------------------------------------------------------------------------------------------------ */

  function swap(node) {
    var parent = node.parentElement, text = node.nodeValue, trimmed = text.trim();
    if (!trimmed || !parent) return;
    if (parent.closest(OWN) && !(NA.english && trimmed === UNNAMED)) {
      if (NA.english && ARABIC.test(trimmed)) mark(parent.closest(OWN));
      return;
    }
    if (parent.closest("[lang=en]:not(html)")) return;
    if (!NA.english) { if (digits) node.nodeValue = inDigits(text); return; }
    var cut = /^([)،؛:.\s]*)([^]*?)([\s،؛:(]*)$/.exec(trimmed), out = english(trimmed.replace(/\s+/g, " "));
    if (out === null && cut && (out = english(cut[2].replace(/\s+/g, " "))) !== null) out = western(cut[1]) + out + western(cut[3]);
    if (out !== null) { node.nodeValue = text.replace(trimmed, function () { return out; }); return; }
    NA.missing.push(trimmed);
    mark(parent);
  }
  function western(marks) { return marks.replace(/،/g, ",").replace(/؛/g, ";"); }
  function mark(element) {
    if (element.lang) return;
    element.lang = "ar";
    if (!element.dir) element.dir = "rtl";
  }
  function swapAttributes(element) {
    ["aria-label", "aria-valuetext", "placeholder", "title", "data-label"].forEach(function (name) {
      var text = element.getAttribute && element.getAttribute(name);
      if (!text || !ARABIC.test(text)) return;
      var out = english(text.trim());
      if (out === null) { NA.missing.push(name + ": " + text); return; }
      element.setAttribute(name, out);
    });
  }
  function walk(root) {
    if (root.nodeType === 3) { swap(root); return; }
    if (root.nodeType !== 1 || root.tagName === "SCRIPT") return;
    var texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), found = [], node;
    while ((node = texts.nextNode())) found.push(node);
    found.forEach(swap);
    if (NA.english) {
      swapAttributes(root);
      Array.prototype.forEach.call(root.querySelectorAll("[aria-label],[aria-valuetext],[placeholder],[title],[data-label]"), swapAttributes);
    }
  }
  /** Put the page into the reader's language and digits; `given` is the catalogue, null where only digits change. */
  NA.translate = function (given, chosen) {
    digits = chosen;
    if (given) prepare(given);
    if (NA.english) {
      NA.inEnglish = english;
      page.lang = "en";
      page.dir = "ltr";
      var title = document.title.split(" | ").map(function (part) { return english(part) || part; }).join(" | ");
      var twin = document.querySelector("h1 > .in-english"); // an editor's page has its own English
      document.title = twin ? twin.textContent + " | " + NA.site.name : title;
      Array.prototype.forEach.call(document.querySelectorAll("article>dl>dt"), function (term) {
        if (SAID.indexOf(term.textContent) >= 0) term.nextElementSibling.dataset.own = "";
      });
      Array.prototype.forEach.call(document.querySelectorAll("article>dl a[href*='/s/']"), function (link) { link.dataset.own = ""; });
    }
    // Above the sentences of a name stand a day and a source; what stands directly above them is the source.
    Array.prototype.forEach.call(document.querySelectorAll(".kwic dt"), function (term) {
      if (term.nextElementSibling && term.nextElementSibling.tagName === "DD") term.dataset.own = "";
    });
    walk(document.body);
    new MutationObserver(function (changes) {
      changes.forEach(function (change) { Array.prototype.forEach.call(change.addedNodes, walk); });
    }).observe(document.body, { childList: true, subtree: true });
    document.dispatchEvent(new Event("news-archive:language"));
  };
})();
