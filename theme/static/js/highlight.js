// The words of a search on the article that it led to: a/<id>.html#:word,word marks them, and a button goes to the first in the text.
document.addEventListener("DOMContentLoaded", function () {
  "use strict";
  /** @type {any} */
  var NA = window.NewsArchive;
  var article = document.querySelector("article[data-article-id]"), asked = /^#:(.+)$/.exec(location.hash);
  if (!article || !asked) return;
  var FOLD = { "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه" };
  function fold(word) { return word.replace(/[\u0640\u064b-\u065f\u0670]/g, "").replace(/[أإآٱىیکة]/g, function (c) { return FOLD[c]; }).toLowerCase(); }
  var words = new Set();
  asked[1].split(",").slice(0, 40).forEach(function (part) {
    try { words.add(fold(decodeURIComponent(part))); } catch (error) { /* an address that someone cut */ }
  });
  var walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT), nodes = [], node, first = null;
  while ((node = walker.nextNode())) if (node.parentElement.closest("h1, [data-part=body]")) nodes.push(node);
  nodes.forEach(function (text) {
    var pieces = text.data.split(/([\u0621-\u065f\u0670-\u06d3A-Za-z0-9\u0660-\u0669]+)/), found = false;
    var parts = pieces.map(function (piece, i) {
      if (i % 2 === 0 || !words.has(fold(piece))) return piece;
      found = true;
      return NA.make("mark", {}, piece);
    });
    if (!found) return;
    text.replaceWith.apply(text, parts.filter(Boolean));
    first = first || parts.find(function (part) { return part.nodeType && part.closest("[data-part=body]"); });
  });
  var tools = article.querySelector(".tools");
  if (!first || !tools) return;
  tools.prepend(NA.button("إلى أول ما بحثت عنه", function () {
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
    first.scrollIntoView({ block: "center" });
  }));
});
