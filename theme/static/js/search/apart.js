/* Which forms of a stem begin with a letter of their own: the twin of plugins/news_archive/search/apart.py, which says how. */
(function (global) {
  "use strict";
  /** @type {any} */
  var NA = (global.NewsArchive = global.NewsArchive || {});
  var A = NA.analyse, T = NA.rules.apart, PLAIN = "-";

  /** The letter before the rest of a form, or '', the rest, and whether only a letter of its own stands so. */
  function splitFront(norm, stem) {
    var core = A.core(norm), at = core.indexOf(stem), front = core.slice(0, Math.max(0, at - 1)), letter = core.slice(front.length, at), rest = core.slice(at);
    if (!T.shares[letter] || /(ال|^[وف]?لل)$/.test(front + letter)) return ["", rest, false];
    return [letter, rest, !(/[وف]/.test(letter) ? /^$/ : /^[وف]?$/).test(front)];
  }
  /** Gives what tells the families of a form, a character each. @param {string} stem @param {{form: string, docs: ArrayLike<number>}[]} forms */
  function families(stem, forms) {
    var counts = {}; // of a letter, and of a letter and a rest: documents, and those that prove it the word's own
    function at(key) { return (counts[key] = counts[key] || [0, 0]); }
    forms.forEach(function (f) {
      var part = splitFront(f.form, stem);
      [part[0], part[0] + " " + part[1]].forEach(function (key) {
        at(key)[0] += f.docs.length;
        if (part[2]) at(key)[1] += f.docs.length;
      });
    });
    return function (norm) {
      var part = splitFront(norm, stem), letter = part[0], all = at(letter), own = at(letter + " " + part[1]), without = at(" " + part[1])[0], proof = part[2] && own[1];
      if (!letter || all[1] <= T.shares[letter] * all[0]) return PLAIN;
      if (own[0] && (own[0] >= T.times * without || (proof && own[0] * T.slip >= without))) return letter;
      return proof || own[0] >= without || own[1] > T.doubt * own[0] ? PLAIN + letter : PLAIN;
    };
  }
  /** Of a stem's list what belongs to a word: its own list, if the others do not. Then `whole` is the stem's, which `at` and `titles` are of. */
  function narrow(list, word) {
    var of = (list.of = list.of || families(word.stem, list.forms)), own = of(word.norm), known = (list.known = list.known || {});
    var forms = list.forms.filter(function (f) { return Array.from(of(f.form)).some(function (family) { return own.includes(family); }); });
    if (forms.length === list.forms.length) return list;
    return (known[own] = known[own] || Object.assign({}, list, NA.rank.merge(forms), { forms: forms, whole: list }));
  }
  NA.apart = {
    families: families,
    /** What an index has of a word: postings of its stem, those of other words left out. @param {any} m @param {{norm: string, stem: string}} word */
    postings: function (m, word) { return m.postings(word.stem).then(function (list) { return list && list.forms.length > 1 ? narrow(list, word) : list; }); }
  };
})(typeof window === "undefined" ? globalThis : window);
