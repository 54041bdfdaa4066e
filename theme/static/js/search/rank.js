/* Matching and ranking over what a reader gives (shards.js): BM25 over stems, the form as written as a second signal, relatives of
 * rare words; filters, facets, window.NewsArchive.search. */
(function (global) {
  "use strict";
  /** @type {any} */
  var NA = (global.NewsArchive = global.NewsArchive || {});
  var A = NA.analyse, P = NA.plain, postings = NA.apart.postings;
  /* BM25, whose lengths count whole, by a power; the share of the form as written; the share of stems of the same root, and up to
   * how many documents a word is helped by them. Chosen together on 1,190 questions over paragraphs and news and 497 titles
   * asked in other spellings. */
  var K1 = 1.4, LENGTH = 0.85, EXACT = 0.25, KIN = 0.3, RARE = 200;
  /* Of a word that is asked alone, what its spelling as asked is worth beside all forms, and the power of their likeness. */
  var ASKED = 2, LIKENESS = 4;
  /* The share of the words' worth that a title adds which holds them all, and one that says nothing else. */
  var TITLE = 0.6, WHOLE_TITLE = 1;
  /* Up to so many documents of its own, a word may be misspelt: what its relatives find is told as such. */
  var FEW = (NA.few = 3);
  /* Up to so many words, what holds them all comes first; in longer questions one word more or less says little. */
  var SHORT = 3;

  function idfOf(m, df) { return Math.log(1 + (m.documents - df + 0.5) / (df + 0.5)); }
  /** @param {{docs: ArrayLike<number>, counts: ArrayLike<number>}} list */
  function bm25(m, list, weight, into) {
    var i;
    for (i = 0; i < list.docs.length; i++) {
      var tf = list.counts[i], doc = list.docs[i];
      into.set(doc, (into.get(doc) || 0) + (weight * tf * (K1 + 1)) / (tf + K1 * Math.pow(m.length[doc] / m.average, LENGTH)));
    }
    return into;
  }
  function add(into, from) { from.forEach(function (score, doc) { into.set(doc, (into.get(doc) || 0) + score); }); return into; }
  function sum(maps, doc) { return maps.reduce(function (total, map) { return total + (map.get(doc) || 0); }, 0); }
  /** @param {any[]} lists @param {number[]} [worth] of a count of each list */
  function merge(lists, worth) {
    var counts = new Map();
    lists.forEach(function (list, n) { for (var i = 0; i < list.docs.length; i++) counts.set(list.docs[i], (counts.get(list.docs[i]) || 0) + list.counts[i] * (worth ? worth[n] : 1)); });
    return { docs: Array.from(counts.keys()), counts: Array.from(counts.values()) };
  }
  /** Scores of a word that is asked alone: what has it as it was asked, with whatever article or particle before it, comes
   * first (الرياض before رياضي), then what is most like it (سورية before السور for السوريين). */
  function scoreAlone(m, word, list) {
    function rest(norm) { var core = A.core(norm); return core.slice(core.indexOf(word.stem)); }
    var asked = rest(word.norm), worth = list.forms.map(function (f) {
      var own = rest(f.form), n = 0;
      while (n < own.length && asked[n] === own[n]) n++;
      return Math.pow(n / Math.max(asked.length, own.length), LIKENESS);
    });
    var idf = idfOf(m, list.docs.length), same = list.forms.filter(function (_, i) { return worth[i] === 1; });
    return bm25(m, merge(same), idf * ASKED, bm25(m, merge(list.forms, worth), idf, new Map()));
  }
  /** Scores of a word: its stem, more for the form as written. `kin` is filled with what only its relatives find. */
  function scoreWord(m, word, list, context) {
    var own = list.forms.find(function (f) { return f.form === word.norm; });
    if (list.whole) context.split.add(word.stem);
    if (context.off.size) list = NA.refine.without(list, context.off);
    (list.full || list).forms.forEach(function (f) { if (f.docs.length) context.seen.set(f.form, { form: f.form, text: f.text, count: f.docs.length }); });
    if (context.exact && list.forms.length) return own ? bm25(m, own, idfOf(m, own.docs.length), new Map()) : new Map();
    if (context.alone && list.forms.length > 1) return scoreAlone(m, word, list);
    var scores = bm25(m, list, idfOf(m, list.docs.length), new Map());
    if (own && !context.off.has(own.form)) bm25(m, own, idfOf(m, own.docs.length) * EXACT, scores);
    return scores;
  }
  function evaluateWord(m, word, context) {
    return postings(m, word).then(function (list) { return list ? scoreWord(m, word, list, context) : new Map(); });
  }
  /** What a title adds that holds all the words, and more the more of it they are. */
  function evaluateTitled(m, parts, scores, context) {
    if (!parts.every(function (p) { return p.kind === "word"; })) return Promise.resolve();
    return Promise.all(parts.map(function (p) { return postings(m, p.word); })).then(function (lists) {
      if (!lists.every(function (l) { return l && l.docs.length; })) return;
      var worth = lists.reduce(function (total, l) { return total + idfOf(m, l.docs.length); }, 0) * (context.alone ? 1 + ASKED : 1);
      lists[0].docs.forEach(function (doc) {
        var size = lists[0].titles[lists[0].at.get(doc)];
        if (!size || !scores.has(doc) || !lists.every(function (l) { var at = l.at.get(doc); return at !== undefined && l.titles[at]; })) return;
        scores.set(doc, scores.get(doc) + worth * (size <= parts.length ? WHOLE_TITLE : (TITLE * parts.length) / size));
      });
    });
  }
  /** What relatives of a rare word add: they raise what other words have found, and find where nothing else does. */
  function evaluateKin(m, word, context) {
    if (context.exact || !context.relatives) return Promise.resolve(new Map());
    return postings(m, word).then(function (list) {
      if (!list || list.whole || list.docs.length > RARE) return new Map();
      return m.relatives(word.stem).then(function (others) {
        var more = merge(others.map(function (o) { return o.list; }));
        var kept = { docs: [], counts: [] };
        more.docs.forEach(function (doc, i) { if (!list.at.has(doc)) { kept.docs.push(doc); kept.counts.push(more.counts[i]); } });
        if (list.docs.length <= FEW && kept.docs.length) context.kin = true;
        return bm25(m, kept, idfOf(m, list.docs.length + kept.docs.length) * KIN, new Map());
      });
    });
  }
  /** Any of the parts; of what the words ask for, `context.whole` becomes the documents that hold all of them. */
  function evaluateAny(m, node, context) {
    var main = node === context.main;
    return Promise.all([
      Promise.all(node.parts.map(function (p) { return evaluate(m, p, context); })),
      Promise.all(node.parts.map(function (p) { return p.kind === "word" && node.parts.length > 1 ? evaluateKin(m, p.word, context) : null; })),
      Promise.all(node.parts.map(function (p) {
        // the words of a phrase raise what other words have found, whether or not they stand together
        return p.kind === "phrase" ? Promise.all(p.words.map(function (w) { return evaluateWord(m, w, context); })) : null;
      }))
    ]).then(function (sides) {
      var firm = sides[0].filter(function (_, i) { return !P.leans(node.parts[i]); }), own = firm.length && !context.leaning ? firm : sides[0], scores = own.reduce(add, new Map());
      function raise(more) { more.forEach(function (score, doc) { if (scores.has(doc)) scores.set(doc, scores.get(doc) + score); }); }
      if (own === firm) sides[0].forEach(function (more) { if (!firm.includes(more)) raise(more); });
      sides[2].forEach(function (loose) { if (loose) loose.forEach(raise); });
      sides[1].forEach(function (kin) { if (kin) { if (main && context.free) add(scores, kin); else raise(kin); } });
      if (main) {
        context.whole = new Set();
        own[0].forEach(function (_, doc) { if (own.every(function (s) { return s.has(doc); })) context.whole.add(doc); });
        if (own.length <= SHORT) context.whole.forEach(function (doc) { scores.set(doc, scores.get(doc) + 1000); });
      }
      return evaluateTitled(m, node.parts, scores, context).then(function () { return scores; });
    });
  }
  /** What of a query is several words, of which any will do. */
  function mainOf(tree) {
    var own = tree && tree.kind === "all" && !tree.any ? tree.must.filter(function (n) { return !P.isFilter(n); }) : [tree];
    return own.length === 1 && own[0] && own[0].kind === "or" && own[0].parts.length > 1 ? own[0] : null;
  }
  /** Evaluate a node to Map(document -> score).
   * @returns {Promise<Map<number, number>>} */
  function evaluate(m, node, context) {
    if (node.kind === "word") return evaluateWord(m, node.word, context);
    if (node.kind === "or") return evaluateAny(m, node, context);
    return NA.refine.evaluate(m, node, context);
  }
  /** Where no word is found as it is, its relatives are. */
  function evaluateRelatives(m, tree, context) {
    var words = [];
    (function collect(node) { if (!node) return; if (node.kind === "word") words.push(node.word); else if (node.kind === "or") node.parts.forEach(collect); })(tree);
    if (context.off.size) return Promise.resolve(new Map());
    return Promise.all(words.map(function (w) { return evaluateKin(m, w, context); })).then(function (maps) { return maps.reduce(add, new Map()); });
  }

  /** Do the answers before and after a place in the order have the same score? Then only their days tell them apart. */
  function isTied(ranked, at) { return at > 0 && at < ranked.length && ranked[at - 1][1] === ranked[at][1]; }
  /** Orders answers: the best first, of equals the newest, the undated last; or by day first. */
  function byDay(day, sort) {
    return function (a, b) {
      if (sort === "best" && a[1] !== b[1]) return b[1] - a[1];
      var x = day(a), y = day(b);
      if (x !== y) return !x ? 1 : !y ? -1 : (x < y) === (sort === "old") ? -1 : 1;
      return b[1] - a[1] || a[0] - b[0];
    };
  }
  function isSet(filters) { return Object.keys(filters).some(function (k) { var v = filters[k]; return Array.isArray(v) ? v.length : v; }); }

  /**
   * Search the archive.
   * @param {string} query
   * @param {{limit?: number, offset?: number, exact?: boolean, relatives?: boolean, facets?: boolean, copies?: boolean, sort?: "best"|"new"|"old", off?: string[], filters?:
   *   {source?: string[], entity?: string[], from?: string, to?: string, undated?: boolean|"only", versions?: boolean, carried?: boolean}}} [options]
   *   `relatives: false` leaves out what only other words of a rare word's root find; `off` are forms that do not count; `facets` asks for counts, `copies` for what was merged into each hit and who wrote it; dates are years, months or days in ISO form
   * @returns {Promise<{total: number, kin: boolean, loose: string[], dateless: boolean, hits: object[], forms: object[], facets: object|null, all: number|null, incomplete: boolean, silent: {part: string, label: string}[]}>}
   *   `kin` says that a word is hardly there itself, and others of its root were found; `loose` are words of a phrase whose place is not checked, since they stand in so many articles; `dateless` says that nothing is of the date that was asked for, and its words were looked for; `all` is how many of the answers hold every word, null where the query is not several words
   */
  NA.search = function (query, options) {
    var o = options || {}, filters = o.filters || {}, text = String(query), filtered = isSet(filters);
    var plain = P.reads(text), more = !plain || filtered || o.facets || o.copies || (o.off && o.off.length);
    return Promise.all([NA.index(), more ? NA.bring("refine") : null]).then(function (both) {
      if (plain) return answer(both[0], text, P.parse, filtered, o);
      return NA.refine.known(both[0], text).then(function (known) {
        return answer(both[0], text, function (words, asWords) { return NA.query.parse(words, asWords, known); }, filtered, o);
      });
    });
  };
  function answer(m, text, parse, filtered, o) {
    var limit = o.limit === undefined ? 10 : o.limit, offset = o.offset || 0, filters = o.filters || {}, sort = o.sort || "best", tree = parse(text);
    if (tree && tree.kind === "word") tree = { kind: "or", parts: [tree] };
    var context = { exact: Boolean(o.exact), relatives: o.relatives !== false, off: new Set(o.off || []), seen: new Map(), split: new Set(), loose: new Set(), kin: false, alone: Boolean(tree && tree.parts && tree.parts.length === 1), main: null, free: false, whole: null, leaning: false };
    var before = new Map(m.failed);
    function ask() {
      context.main = mainOf(tree);
      context.free = context.main === tree;
      return tree ? evaluate(m, tree, context) : Promise.resolve(new Map());
    }
    return ask().then(function (scores) {
      if (scores.size || !tree) return scores;
      function isDated(node) { return /"kind":"(date|undated)"/.test(JSON.stringify(node)); }
      var dated = isDated(tree);
      tree = parse(text, true); // nothing is of that date: its words, then
      context.dateless = dated && Boolean(tree) && !isDated(tree);
      return ask();
    }).then(function (scores) {
      context.leaning = true; // nothing holds the words that others lean on: any words, then
      return scores.size ? scores : ask();
    }).then(function (scores) {
      return scores.size || !tree || context.exact ? scores : evaluateRelatives(m, tree, context);
    }).then(function (scores) {
      var best = Array.from(scores.entries()).sort(function (a, b) { return b[1] - a[1] || a[0] - b[0]; });
      var dated = sort !== "best" || isTied(best, offset) || isTied(best, offset + limit);
      var needed = filtered || o.facets ? m.facets() : dated ? m.days() : Promise.resolve(null);
      return needed.then(function (f) {
        var ranked = best, counts = f && o.facets ? NA.refine.countFacets(m, f, ranked.map(function (r) { return r[0]; }), filters) : null;
        if (f && filtered) ranked = ranked.filter(function (r) { return NA.refine.passes(m, f, r[0], filters); });
        if (f) ranked.sort(byDay(function (r) { return f.days[f.d[r[0]]]; }, sort));
        var page = ranked.slice(offset, offset + limit), stems = P.wanted(tree);
        return Promise.all([m.rows(page.map(function (r) { return r[0]; })), o.copies ? m.copies() : null]).then(function (both) {
          var found = both[0], copies = both[1], days = new Map();
          found.forEach(function (row, i) { days.set(page[i][0], row); });
          if (!f && found.every(Boolean)) {
            page.sort(byDay(function (r) { return days.get(r[0]).day; }, sort));
            found = page.map(function (r) { return days.get(r[0]); });
          }
          var lost = Array.from(m.failed.keys()).filter(function (address) { return m.failed.get(address) > (before.get(address) || 0); });
          var silent = m.silent ? m.silent(lost) : [];
          return {
            total: ranked.length,
            all: context.whole && ranked.filter(function (r) { return context.whole.has(r[0]); }).length,
            kin: context.kin,
            loose: Array.from(context.loose),
            dateless: Boolean(context.dateless),
            facets: counts,
            hits: found.map(function (row, i) { return row && hit(row, stems, page[i], context, copies); }).filter(Boolean),
            forms: Array.from(context.seen.values()).sort(function (a, b) { return b.count - a.count || (a.form < b.form ? -1 : 1); }),
            silent: silent,
            incomplete: Boolean(lost.length || silent.length || (o.copies && !both[1])) || found.some(function (r) { return !r; })
          };
        });
      });
    });
  }
  function hit(row, wanted, ranked, context, copies) {
    var matched = Array.from(new Set(A.tokens(row.title + " " + row.lead).filter(function (t) {
      var norm = A.normalise(t), stem = A.stem(norm);
      return wanted.has(stem) && !context.off.has(norm) && (!context.split.has(stem) || context.seen.has(norm));
    })));
    return { id: row.id, url: row.base + "a/" + row.id + ".html", title: row.title, source: row.source, date: row.day, bound: row.bound, carriers: row.carriers, excerpt: row.lead, matched: matched, score: ranked[1], all: !context.whole || context.whole.has(ranked[0]), copies: (copies && copies.of.get(ranked[0])) || [], writers: (copies && copies.by.get(ranked[0])) || [] };
  }
  NA.rank = { evaluate: evaluate, merge: merge, scoreWord: scoreWord, sum: sum };
})(typeof window === "undefined" ? globalThis : window);
