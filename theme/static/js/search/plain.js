/* Queries of words alone, which is most of them: read here, so that a first answer needs no more of the script. What has
 * signs, brackets, quotes, fields or figures is read by query.js; of words alone both make the same tree. */
(function (global) {
  "use strict";
  /** @type {any} */
  var NA = (global.NewsArchive = global.NewsArchive || {});
  var A = NA.analyse;
  var LONGEST = 2000, MOST = 120; // characters and words of a query that are read
  var SIGNS = /[\p{N}«»“”„＂"()+\-−:]|(?:^|\s)(?:AND|OR|NOT|أو|او|بلا)(?=\s|$)/u;

  function leaf(text, phrase, asked) {
    var words = A.words(text);
    if (!words.length) return null;
    A.tokens(text).forEach(function (token, i) { if (words[i]) words[i].leans = NA.rules.particles.includes(token); });
    words[0].asks = asked || NA.rules.asking.includes(words[0].norm);
    if (words.length > 1) return phrase ? { kind: "phrase", words: words } : { kind: "or", parts: words.map(function (w) { return { kind: "word", word: w }; }) };
    return { kind: "word", word: words[0] };
  }
  /** Words that only ask find nothing where other words do: they would drown them. */
  function asks(node) { return node.kind === "word" && node.word.asks; }
  /** Words that lean on others, raise what these find. */
  function leans(node) { return node.kind === "word" && node.word.leans; }
  /** In «what happened» the verb asks, too. @param {string} word @param {string} before */
  function happens(word, before) { return before === "ماذا" && A.tokens(word).some(function (token) { return NA.rules.happened.includes(token); }); }
  function parse(text) {
    var nodes = text.slice(0, LONGEST).split(/\s+/).filter(Boolean).slice(0, MOST).map(function (word, i, all) { return leaf(word, false, happens(word, all[i - 1])); }).filter(Boolean);
    if (!nodes.every(asks)) nodes = nodes.filter(function (node) { return !asks(node); });
    return nodes.length > 1 ? { kind: "or", parts: nodes } : nodes[0] || null;
  }
  function isFilter(node) { return /^(date|undated|source|name|author)$/.test(node.kind); }
  /** The stems that a tree asks for, those that it excludes left out; `phrases` too. */
  function wanted(node, into) {
    into = into || new Set();
    if (!node) return into;
    if (node.word) into.add(node.word.stem);
    if (node.words && !isFilter(node)) node.words.forEach(function (w) { into.add(w.stem); });
    (node.parts || []).concat(node.must || [], node.any ? [node.any] : []).forEach(function (n) { wanted(n, into); });
    return into;
  }
  NA.plain = {
    longest: LONGEST, most: MOST, leaf: leaf, asks: asks, leans: leans, happens: happens, parse: parse, isFilter: isFilter, wanted: wanted,
    /** Is the query nothing but words? @param {string} text */
    reads: function (text) { return !SIGNS.test(text); }
  };
})(typeof window === "undefined" ? globalThis : window);
