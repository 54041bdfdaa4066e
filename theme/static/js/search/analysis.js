/* Analysis: the tables come from the same code that built the index (rules.js). */
(function (global) {
  "use strict";
  /** @type {any} */
  var NA = (global.NewsArchive = global.NewsArchive || {});

  /** @param {number[][]} ranges */
  function characterClass(ranges) {
    return ranges.map(function (r) { return "\\u{" + r[0].toString(16) + "}-\\u{" + r[1].toString(16) + "}"; }).join("");
  }
  var tokenPattern = null;
  /** @param {string} text @returns {string[]} */
  function tokens(text) {
    if (!tokenPattern) {
      var base = characterClass(NA.rules.base), mark = characterClass(NA.rules.mark);
      tokenPattern = new RegExp("[" + base + "][" + base + mark + "]*", "gu");
    }
    return text.match(tokenPattern) || [];
  }
  function within(ranges, point) { return ranges.some(function (r) { return r[0] <= point && point <= r[1]; }); }
  var folded = new Map();
  /** @param {string} character */
  function foldOne(character) {
    var r = NA.rules, point = character.codePointAt(0), out = character;
    if (within(r.drop, point)) out = "";
    else if (r.fold[0].includes(character)) out = r.fold[1][r.fold[0].indexOf(character)];
    else if (within(r.compatible, point)) {
      out = character.normalize("NFKC").replace(/ /g, "");
      if (out !== character) out = Array.from(out, foldOne).join("");
    } else if (within(r.cased, point) && character.toLowerCase().length === 1) out = character.toLowerCase();
    return out;
  }
  /** @param {string} text */
  function normalise(text) {
    var out = "";
    for (var character of text) {
      var to = folded.get(character);
      if (to === undefined) { to = foldOne(character); folded.set(character, to); }
      out += to;
    }
    return out;
  }
  function seated(norm) {
    var word = "";
    for (var character of norm) word += NA.rules.hamza[character] || character;
    return word;
  }
  /** The letters that stems are made of. @param {string} text */
  function core(text) { return seated(normalise(text)); }
  /** @param {string} norm */
  function stem(norm) {
    var r = NA.rules, word = seated(norm), i;
    if (word.length <= 3 || word[0] < "\u0621" || word[0] > "\u064a") return word;
    function cut(letters) { if (word.length > 3 && letters.includes(word[0])) word = word.slice(1); }
    if (word.length > 4 && r.future.some(function (p) { return word.startsWith(p); }) && r.persons.includes(word[2])) word = word.slice(2);
    else {
      for (i = 0; i < r.prefixes.length; i++) {
        if (word.startsWith(r.prefixes[i]) && word.length - r.prefixes[i].length >= 3) { word = word.slice(r.prefixes[i].length); break; }
      }
    }
    for (i = 0; i < r.suffixes.length; i++) {
      if (word.endsWith(r.suffixes[i]) && word.length - r.suffixes[i].length >= 3) { word = word.slice(0, -r.suffixes[i].length); break; }
    }
    if (word.length > 3 && r.finals.includes(word[word.length - 1])) word = word.slice(0, -1);
    for (i = 0; i < r.rounds; i++) {
      cut(r.conjunction);
      cut(word.length > 4 ? r.near + r.far : r.near);
    }
    return word;
  }
  /** What a stem shares with most stems of its root. @param {string} word */
  function skeleton(word) {
    if (!(word[0] >= "\u0621" && word[0] <= "\u064a")) return word;
    var strong = "";
    for (var letter of word) if (!NA.rules.weak.includes(letter)) strong += letter;
    return strong.length > 1 ? strong.slice(0, NA.rules.skeleton) : word;
  }
  var crcTable = null;
  /** CRC-32 of the UTF-8 bytes. @param {string} text */
  function checksum(text) {
    var bytes = new TextEncoder().encode(text), value = -1, i, j, c;
    if (!crcTable) {
      crcTable = new Int32Array(256);
      for (i = 0; i < 256; i++) {
        for (c = i, j = 0; j < 8; j++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
        crcTable[i] = c;
      }
    }
    for (i = 0; i < bytes.length; i++) value = crcTable[(value ^ bytes[i]) & 255] ^ (value >>> 8);
    return (value ^ -1) >>> 0;
  }
  /** Read a text as words: {norm, stem} of each token. @param {string} text */
  function words(text) {
    return tokens(text).map(function (t) { var n = normalise(t); return { norm: n, stem: stem(n) }; }).filter(function (w) { return w.norm; });
  }
  NA.analyse = { tokens: tokens, normalise: normalise, core: core, stem: stem, skeleton: skeleton, checksum: checksum, words: words };
})(typeof window === "undefined" ? globalThis : window);
