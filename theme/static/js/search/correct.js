/* «هل تقصد»: what a query may have been meant as. The other keyboard, names in Latin letters, words run together, slips. */
(function () {
  "use strict";
  /** @type {any} */
  var NA = window.NewsArchive;
  var A = NA.analyse;
  var MANY = 30; // articles with other forms of a word, up to which it may still be a slip
  var TIMES = 5; // what was meant is in so many times the articles
  /* Letters that are written for each other, one of each pair for the other. */
  var SLIPS = ["ض ظ", "ذ ز", "ذ د", "ث س", "ث ت", "ص س", "ط ت", "ق غ", "ؤل ؤول", "ئو ؤو"].map(function (pair) { return pair.split(" "); });
  var ROWS = ["`1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./", "ذ1234567890-=ضصثقفغعهخحجدشسيبلاتنمكطئءؤرلاىةوزظ"];

  /** What was typed with the keyboard in the other language: lsj,n is مستوى. */
  function otherLayout(text) {
    var map = new Map(), latin = ROWS[0], arabic = Array.from(ROWS[1]), at = 0, i;
    for (i = 0; i < latin.length; i++) {
      if (latin[i] === "b") { map.set("b", "لا"); at += 2; continue; }
      map.set(latin[i], arabic[at++]);
    }
    var back = new Map();
    map.forEach(function (to, from) { back.set(to, from); });
    if (/[a-z]/i.test(text) && !/[\u0621-\u064a]/.test(text)) return Array.from(text.toLowerCase(), function (c) { return map.get(c) || c; }).join("");
    if (/[\u0621-\u064a]/.test(text) && !/[a-z]/i.test(text)) return Array.from(text.replace(/لا/g, "b"), function (c) { return c === "b" ? "b" : back.get(c) || c; }).join("");
    return "";
  }
  /** Edits between two words (insert, delete, replace, swap of neighbours), or `most` + 1. */
  function edits(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    var before = [], row = [], i, j, next;
    for (j = 0; j <= b.length; j++) row.push(j);
    for (i = 1; i <= a.length; i++) {
      next = [i];
      for (j = 1; j <= b.length; j++) {
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      before = row;
      row = next;
    }
    return row[b.length];
  }
  function suggestions() { return NA.index().then(function (m) { return m.suggestions(); }); }
  /** How many articles have a word, and how many have it as it is written, which is `text`. */
  function hold(m, word) {
    return NA.apart.postings(m, word).then(function (list) {
      var form = list && list.forms.find(function (f) { return f.form === word.norm; });
      return { count: list ? list.docs.length : 0, own: form ? form.docs.length : 0, text: form ? form.text : "" };
    });
  }
  function holdAll(words) { return NA.index().then(function (m) { return Promise.all(words.map(function (w) { return hold(m, w); })); }); }
  /** Is a word in so many more articles than another that it may have been meant? */
  function isMuch(count, own) { return count > Math.max(TIMES * own, 2); }
  function wordOf(norm) { return { norm: norm, stem: A.stem(norm) }; }

  /** Words of the archive that a word may have been meant as: {text, cost}, from lists of the frequent ones and of names. */
  function near(word, known, names) {
    var most = word.length > 5 ? 2 : 1, found = [];
    function weigh(text, worth) {
      var norm = A.normalise(text), n = norm === word ? most + 1 : edits(word, norm, most);
      if (n <= most && word.length > 2) found.push({ text: text, cost: n - worth - first(word, norm) });
    }
    known.forEach(function (text, i) { weigh(text, 0.6 * (1 - i / known.length)); });
    names.forEach(function (text) { weigh(text, 0.5); });
    return found;
  }
  function first(a, b) { return a[0] === b[0] ? 0.3 : 0; }
  /** ... from the stems of its root: شاركوا for شاركو, مسؤولين for مسؤلين. */
  function fromRoot(m, word, own) {
    return m.relatives(word.stem).then(function (others) {
      var found = [];
      others.forEach(function (other) {
        other.list.forms.forEach(function (f) {
          if (word.norm.length > 3 && isMuch(f.docs.length, own) && edits(word.norm, f.form, 1) === 1) found.push({ text: f.text, cost: (f.form.length < word.norm.length ? 0.55 : 0.45) - first(word.norm, f.form) }); // letters are left out more often than put in
        });
      });
      return found;
    });
  }
  /** What a word may have been meant as that is written as it is heard: ظابط, مسؤلين, شاركو, هاذا; or without a long vowel: كامرا. @param {string} token */
  function heard(token) {
    var found = /[^او]و$/.test(token) ? [token + "ا"] : [], i;
    SLIPS.forEach(function (pair) {
      [pair, pair.slice().reverse()].forEach(function (p) { if (token.includes(p[0])) found.push(token.replace(p[0], p[1])); });
    });
    if (token.indexOf("ا", 1) === 1) found.push(token.replace("ا", ""));
    for (i = 1; i < token.length; i++) ["ا", "و", "ي"].forEach(function (vowel) { found.push(token.slice(0, i) + vowel + token.slice(i)); });
    return found.filter(function (word) { return word !== token; });
  }
  /** ... of those what the archive has much more often. */
  function fromHearing(m, token, own) {
    var others = new Set(heard(token).map(A.normalise));
    return Promise.all(Array.from(others, function (other) { return hold(m, wordOf(other)); })).then(function (held) {
      return held.filter(function (h) { return isMuch(h.own, own); }).map(function (h) { return { text: h.text, cost: 0.2 - h.own / 1e6 }; });
    });
  }
  /** Two words that the archive knows and that were written as one: after ة or ى, before ال, else both of them frequent. */
  function splits(m, token, rank) {
    var found = [], asked = [], i;
    function known(text) { return NA.rules.particles.includes(text) || text === "من" ? 0 : rank.get(A.normalise(text)); }
    for (i = 2; i <= token.length - 3; i++) {
      var a = token.slice(0, i), b = token.slice(i), edge = /[ةى]$/.test(a) ? 2 : /^ال/.test(b) && b.length > 4 ? 1 : 0;
      if (known(a) !== undefined && known(b) !== undefined) found.push({ text: a + " " + b, edge: edge, cost: known(a) + known(b) });
      else if (edge && i > 2) asked.push({ text: a + " " + b, edge: edge, cost: rank.size * 2 });
    }
    return Promise.all(asked.map(function (split) {
      return Promise.all(A.words(split.text).map(function (w) { return hold(m, w); })).then(function (held) {
        if (held.every(function (h) { return h.own > NA.few; })) found.push(split);
      });
    })).then(function () {
      return found.sort(function (x, y) { return y.edge - x.edge || x.cost - y.cost; }).slice(0, 1);
    });
  }
  /** Names whose ids hold most of the Latin words, with the fewest slips: one in each word of more than three letters. */
  function inLatin(words, names) {
    var best = [], most = 0.5;
    names.forEach(function (n) {
      var parts = n[0].split("-"), worth = words.reduce(function (sum, w) {
        var slips = parts.reduce(function (least, part) { var slips = edits(w, part, 1); return Math.min(least, slips && Math.min(part.length, w.length) < 4 ? 2 : slips); }, 2);
        return sum + (slips === 0 ? 1 : slips === 1 ? 0.75 : 0);
      }, 0);
      if (worth > most) { most = worth; best = []; }
      if (worth === most) best.push(n[1]);
    });
    return best;
  }
  /** What a word may have been meant as, the likeliest first; nothing if it is written as in many articles. */
  function meant(m, word, token, held, known, names) {
    if (held.own > NA.few || held.count > MANY) return Promise.resolve([]);
    var rank = new Map();
    known.forEach(function (text, i) { if (!rank.has(A.normalise(text))) rank.set(A.normalise(text), i); });
    return Promise.all([splits(m, token, rank), fromRoot(m, word, held.own), fromHearing(m, token, held.own)]).then(function (sides) {
      var slips = near(word.norm, known, names).concat(sides[1], sides[2]).sort(function (a, b) { return a.cost - b.cost || (a.text < b.text ? -1 : 1); }).map(function (s) { return s.text; });
      var whole = sides[0].map(function (s) { return s.text; });
      // words run together at a sign of it come before slips, others after them
      slips = sides[0].length && sides[0][0].edge ? whole.concat(slips) : slips.concat(whole);
      if (held.count <= NA.few || !slips.length) return slips;
      return hold(m, A.words(slips[0])[0]).then(function (h) { return h.own >= TIMES * held.count ? slips : []; });
    });
  }
  /** Corrections of a query: the other keyboard, names in Latin letters, words of which the archive knows none. */
  function correct(query, f) {
    var found = [], typed = otherLayout(query), asked = query.replace(/[^\s:]+:/g, " "); // a field's name is no word
    var words = A.words(asked), names = f ? f.names : [], parts = names.reduce(function (all, n) { return all.concat(n[1].split(" ")); }, []);
    return Promise.all([holdAll(words), suggestions(), typed ? holdAll(A.words(typed)) : [], NA.index()]).then(function (told) {
      var held = told[0], known = told[1] ? told[1].w.split(" ") : [], swapped = told[2], m = told[3], foreign = [];
      if (swapped.length && swapped.every(function (h) { return h.count; }) && held.some(function (h) { return !h.count; })) found.push(typed);
      return Promise.all(words.map(function (w, i) {
        if (/^[a-z]/.test(w.norm)) { if (held[i].count <= NA.few) foreign.push(w.norm); return []; }
        var token = A.tokens(query).find(function (t) { return A.normalise(t) === w.norm; });
        return token ? meant(m, w, token, held[i], known, parts).then(function (texts) { return texts.map(function (text) { return [token, text]; }); }) : [];
      })).then(function (options) {
        var wrong = options.filter(function (texts) { return texts.length; });
        found = found.concat(inLatin(foreign, names));
        if (wrong.length) found.push(wrong.reduce(function (text, texts) { return text.replace(texts[0][0], texts[0][1]); }, query));
        return Array.from(new Set(found)).filter(function (text) { return text !== query; }).slice(0, 3);
      });
    });
  }
  NA.correct = correct;
  NA.suggestions = suggestions;
  NA.edits = edits;
})();
