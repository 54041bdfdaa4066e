/* Matching and ranking over what a reader gives (shards.js): BM25 over stems, the form as written as a second signal, relatives of
 * rare words; filters, facets, window.NewsArchive.search. */
(function (global) {
  "use strict";
  /** @type {any} */
  var NA = (global.NewsArchive = global.NewsArchive || {});
  var A = NA.analyse, Q = NA.query;
  /* BM25; the share of the form as written; the share of stems of the same root, and up to how many documents a word is
   * helped by them. Chosen together on 1,190 questions over paragraphs and news and 497 titles asked in other spellings. */
  var K1 = 1.4, B = 0.85, EXACT = 0.25, KIN = 0.3, RARE = 200;
  /* The share of the words' worth that a title adds which holds them all, and one that says nothing else. */
  var TITLE = 0.6, WHOLE_TITLE = 1;
  /* Up to so many documents of its own, a word may be misspelt: what its relatives find is told as such. */
  var FEW = (NA.few = 3);
  /* Up to so many words, what holds them all comes first; in longer questions one word more or less says little. */
  var SHORT = 3;

  function idfOf(m, df) { return Math.log(1 + (m.documents - df + 0.5) / (df + 0.5)); }
  /** @param {{docs: ArrayLike<number>, counts: ArrayLike<number>}} list */
  function bm25(m, list, weight, into) {
    var fixed = K1 * (1 - B), slope = (K1 * B) / m.average, i;
    for (i = 0; i < list.docs.length; i++) {
      var tf = list.counts[i], doc = list.docs[i];
      into.set(doc, (into.get(doc) || 0) + (weight * tf * (K1 + 1)) / (tf + fixed + slope * m.length[doc]));
    }
    return into;
  }
  function add(into, from) { from.forEach(function (score, doc) { into.set(doc, (into.get(doc) || 0) + score); }); return into; }
  function sum(maps, doc) { return maps.reduce(function (total, map) { return total + (map.get(doc) || 0); }, 0); }
  function merge(lists) {
    var counts = new Map();
    lists.forEach(function (list) { for (var i = 0; i < list.docs.length; i++) counts.set(list.docs[i], (counts.get(list.docs[i]) || 0) + list.counts[i]); });
    return { docs: Array.from(counts.keys()), counts: Array.from(counts.values()) };
  }
  /** A stem's list without the forms that were switched off. */
  function without(list, off) {
    if (!off.size || !list.forms.some(function (f) { return off.has(f.form); })) return list;
    var forms = list.forms.filter(function (f) { return !off.has(f.form); }), left = merge(forms), at = new Map();
    left.docs.forEach(function (doc, i) { at.set(doc, i); });
    return { at: at, docs: left.docs, counts: left.counts, forms: forms, common: list.common, full: list };
  }

  /** Do the words that have places stand in the document as they stand in the phrase? */
  function inOrder(lists, held, stand, doc) {
    var places = held.map(function (i) { return stand[i][lists[i].at.get(doc)]; });
    return places[0].some(function (p) {
      return places.every(function (list, i) { return list.includes(p + held[i] - held[0]); });
    });
  }
  /** Scores of a word: its stem, more for the form as written. `kin` is filled with what only its relatives find. */
  function scoreWord(m, word, list, context) {
    var own = list.forms.find(function (f) { return f.form === word.norm; });
    list = without(list, context.off);
    (list.full || list).forms.forEach(function (f) { if (f.docs.length) context.seen.set(f.form, { form: f.form, text: f.text, count: f.docs.length }); });
    if (context.exact && list.forms.length) return own ? bm25(m, own, idfOf(m, own.docs.length), new Map()) : new Map();
    var scores = bm25(m, list, idfOf(m, list.docs.length), new Map());
    if (own && !context.off.has(own.form)) bm25(m, own, idfOf(m, own.docs.length) * EXACT, scores);
    return scores;
  }
  function evaluateWord(m, word, context) {
    return m.postings(word.stem).then(function (list) { return list ? scoreWord(m, word, list, context) : new Map(); });
  }
  /** What a title adds that holds all the words, and more the more of it they are. */
  function evaluateTitled(m, parts, scores) {
    if (!parts.every(function (p) { return p.kind === "word"; })) return Promise.resolve();
    return Promise.all(parts.map(function (p) { return m.postings(p.word.stem); })).then(function (lists) {
      if (!lists.every(function (l) { return l && l.docs.length; })) return;
      var worth = lists.reduce(function (total, l) { return total + idfOf(m, l.docs.length); }, 0);
      lists[0].docs.forEach(function (doc, i) {
        var size = lists[0].titles[i];
        if (!size || !scores.has(doc) || !lists.every(function (l) { var at = l.at.get(doc); return at !== undefined && l.titles[at]; })) return;
        scores.set(doc, scores.get(doc) + worth * (size <= parts.length ? WHOLE_TITLE : (TITLE * parts.length) / size));
      });
    });
  }
  /** What relatives of a rare word add: they raise what other words have found, and find where nothing else does. */
  function evaluateKin(m, word, context) {
    if (context.exact || !context.relatives) return Promise.resolve(new Map());
    return m.postings(word.stem).then(function (list) {
      if (!list || list.docs.length > RARE) return new Map();
      return m.relatives(word.stem).then(function (others) {
        var more = merge(others.map(function (o) { return o.list; }));
        var kept = { docs: [], counts: [] };
        more.docs.forEach(function (doc, i) { if (!list.at.has(doc)) { kept.docs.push(doc); kept.counts.push(more.counts[i]); } });
        if (list.docs.length <= FEW && kept.docs.length) context.kin = true;
        return bm25(m, kept, idfOf(m, list.docs.length + kept.docs.length) * KIN, new Map());
      });
    });
  }
  function evaluatePhrase(m, node, context) {
    return Promise.all(node.words.map(function (w) { return m.postings(w.stem); })).then(function (lists) {
      var found = new Map();
      if (lists.some(function (l) { return !l; })) return found;
      lists.forEach(function (l, i) { if (l.common && l.docs.length) context.loose.add(node.words[i].norm); });
      var scores = lists.map(function (l, i) { return scoreWord(m, node.words[i], l, context); });
      var rarest = lists.reduce(function (best, l, i) { return l.docs.length < lists[best].docs.length ? i : best; }, 0);
      return Promise.all(lists.map(function (l, i) { return m.places(node.words[i].stem, l); })).then(function (stand) {
        var held = lists.map(function (_, i) { return i; }).filter(function (i) { return stand[i]; });
        scores[rarest].forEach(function (_, doc) {
          if (!scores.every(function (s) { return s.has(doc); })) return;
          if (held.length > 1 && !inOrder(lists, held, stand, doc)) return;
          found.set(doc, 1.5 * sum(scores, doc));
        });
        return found;
      });
    });
  }
  /** Documents whose title holds every word. */
  function evaluateTitle(m, node, context) {
    return Promise.all(node.words.map(function (w) { return m.postings(w.stem); })).then(function (lists) {
      var found = new Map();
      if (lists.some(function (l) { return !l; })) return found;
      var scores = lists.map(function (l, i) { return scoreWord(m, node.words[i], l, context); });
      lists[0].docs.forEach(function (doc) {
        var titled = lists.every(function (l, i) { var at = l.at.get(doc); return at !== undefined && l.titles[at] && scores[i].has(doc); });
        if (titled) found.set(doc, sum(scores, doc));
      });
      return found;
    });
  }
  function holdsAll(text, words) {
    var own = new Set(A.words(text.replace(/-/g, " ")).map(function (w) { return w.stem; }));
    return words.every(function (w) { return own.has(w.stem); });
  }
  function evaluateFilter(m, node) {
    return m.facets().then(function (f) {
      var found = new Map(), doc, sources, holders;
      if (!f) return found;
      if (node.kind === "source") sources = m.sources.map(function (name) { return holdsAll(name, node.words); });
      if (node.kind === "name") {
        holders = f.names.filter(function (n) { return holdsAll(n[1], node.words) || holdsAll(n[0], node.words) || n.slice(5).some(function (alias) { return holdsAll(alias, node.words); }); });
        holders.forEach(function (n) { f.holders.get(n[0]).forEach(function (d) { found.set(d, 0); }); });
        return found;
      }
      for (doc = 0; doc < m.documents; doc++) {
        var day = f.days[f.d[doc]];
        if (sources ? sources[f.s[doc]] : node.kind === "undated" ? !day : within(day, node.from, node.to)) found.set(doc, 0);
      }
      return found;
    });
  }
  /** Is a day, month or year inside a range of days, months or years? An undated document is in no range. */
  function within(day, from, to) {
    if (!day) return false;
    return (!from || day >= from.slice(0, day.length)) && (!to || day.slice(0, to.length) <= to);
  }
  /** Any of the parts; `context.tiers` collects how many documents hold them all. */
  function evaluateAny(m, node, context) {
    return Promise.all([
      Promise.all(node.parts.map(function (p) { return evaluate(m, p, context); })),
      Promise.all(node.parts.map(function (p) { return p.kind === "word" && node.parts.length > 1 ? evaluateKin(m, p.word, context) : null; })),
      Promise.all(node.parts.map(function (p) {
        // the words of a phrase raise what other words have found, whether or not they stand together
        return p.kind === "phrase" ? Promise.all(p.words.map(function (w) { return evaluateWord(m, w, context); })) : null;
      }))
    ]).then(function (sides) {
      var own = sides[0], scores = own.reduce(add, new Map());
      function raise(more) { more.forEach(function (score, doc) { if (scores.has(doc)) scores.set(doc, scores.get(doc) + score); }); }
      sides[2].forEach(function (loose) { if (loose) loose.forEach(raise); });
      sides[1].forEach(function (kin) { if (kin) { if (context.tiers) add(scores, kin); else raise(kin); } });
      if (context.tiers && own.length > 1) {
        var whole = [];
        own[0].forEach(function (_, doc) { if (own.every(function (s) { return s.has(doc); })) whole.push(doc); });
        context.tiers.push({ parts: own.length, all: whole.length });
        if (own.length <= SHORT) whole.forEach(function (doc) { scores.set(doc, scores.get(doc) + 1000); });
      }
      return evaluateTitled(m, node.parts, scores).then(function () { return scores; });
    });
  }
  /** Evaluate a node to Map(document -> score).
   * @returns {Promise<Map<number, number>>} */
  function evaluate(m, node, context) {
    if (node.kind === "none") return Promise.resolve(new Map());
    if (node.kind === "word") return evaluateWord(m, node.word, context);
    if (node.kind === "phrase") return evaluatePhrase(m, node, context);
    if (node.kind === "title") return evaluateTitle(m, node, context);
    if (Q.isFilter(node)) return evaluateFilter(m, node);
    if (node.kind === "or") return evaluateAny(m, node, context);
    var inner = Object.assign({}, context, { seen: new Map() });
    return Promise.all([
      Promise.all(node.must.map(function (p) { return evaluate(m, p, context); })),
      node.any ? evaluate(m, node.any, context) : Promise.resolve(null),
      Promise.all(node.not.map(function (p) { return evaluate(m, p, inner); }))
    ]).then(function (sides) {
      var must = sides[0], any = sides[1], result = new Map(), first = must.length ? must[0] : any;
      if (!first) return result;
      first.forEach(function (_, doc) {
        if (!must.every(function (s) { return s.has(doc); })) return;
        if (sides[2].some(function (s) { return s.has(doc); })) return;
        result.set(doc, sum(must, doc) + (any && any.has(doc) ? any.get(doc) : 0));
      });
      return result;
    });
  }
  /** Where no word is found as it is, its relatives are. */
  function evaluateRelatives(m, tree, context) {
    var words = [];
    (function collect(node) { if (!node) return; if (node.kind === "word") words.push(node.word); else if (node.kind === "or") node.parts.forEach(collect); })(tree);
    if (context.off.size) return Promise.resolve(new Map());
    return Promise.all(words.map(function (w) { return evaluateKin(m, w, context); })).then(function (maps) { return maps.reduce(add, new Map()); });
  }

  /* --- filters and counts --- */

  /** The documents that have a name, as a Set, made once it is asked for. */
  function holdersOf(f, slug) {
    f.sets = f.sets || new Map();
    if (!f.sets.has(slug)) f.sets.set(slug, new Set(f.holders.get(slug) || []));
    return f.sets.get(slug);
  }
  function passes(m, f, doc, filters, but) {
    var day = f.days[f.d[doc]];
    if (but !== "source" && filters.source && filters.source.length && !filters.source.includes(m.sources[f.s[doc]])) return false;
    if (filters.entity && !filters.entity.every(function (slug) { return holdersOf(f, slug).has(doc); })) return false;
    if (filters.versions && !f.versions.has(doc)) return false;
    if (filters.carried && !f.carried.has(doc)) return false;
    if (but === "date") return true;
    if (filters.undated === "only") return !day;
    if (filters.from || filters.to) return day ? within(day, filters.from, filters.to) : Boolean(filters.undated);
    return true;
  }
  function tally(map) { return Array.from(map, function (e) { return { value: e[0], count: e[1] }; }); }
  /** How many of the documents each source, month and name has; of sources and months, whatever is chosen of them. */
  function countFacets(m, f, docs, filters) {
    var sources = new Map(), months = new Map(), names = [], chosen = new Uint8Array(m.documents), versions = 0, carried = 0, undated = 0;
    docs.forEach(function (doc) {
      if (passes(m, f, doc, filters, "source")) { var source = m.sources[f.s[doc]]; sources.set(source, (sources.get(source) || 0) + 1); }
      if (passes(m, f, doc, filters, "date")) {
        var month = f.days[f.d[doc]].slice(0, 7);
        if (month) months.set(month, (months.get(month) || 0) + 1); else undated++;
      }
      if (passes(m, f, doc, filters)) {
        chosen[doc] = 1;
        if (f.versions.has(doc)) versions++;
        if (f.carried.has(doc)) carried++;
      }
    });
    f.names.forEach(function (name) {
      var n = 0;
      f.holders.get(name[0]).forEach(function (doc) { n += chosen[doc]; });
      if (n) names.push({ slug: name[0], label: name[1], kind: name[3], count: n });
    });
    names.sort(function (a, b) { return b.count - a.count || (a.slug < b.slug ? -1 : 1); });
    return {
      source: tally(sources).sort(function (a, b) { return b.count - a.count || (a.value < b.value ? -1 : 1); }),
      month: tally(months).sort(function (a, b) { return a.value < b.value ? -1 : 1; }),
      entity: names, versions: versions, carried: carried, undated: undated
    };
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
   *   `relatives: false` leaves out what only other words of a rare word's root find; `off` are forms that do not count; `facets` asks for counts, `copies` for what was merged into each hit; dates are years, months or days in ISO form
   * @returns {Promise<{total: number, kin: boolean, loose: string[], hits: object[], forms: object[], facets: object|null, all: number|null, incomplete: boolean, silent: {part: string, label: string}[]}>}
   *   `kin` says that a word is hardly there itself, and others of its root were found; `loose` are words of a phrase whose place is not checked, since they stand in so many articles; `all` is how many of the answers hold every word, null where the query is not several words
   */
  NA.search = function (query, options) {
    var o = options || {}, limit = o.limit === undefined ? 10 : o.limit, offset = o.offset || 0, filters = o.filters || {}, sort = o.sort || "best";
    var filtered = isSet(filters), tree = Q.parse(String(query));
    if (tree && tree.kind === "word") tree = { kind: "or", parts: [tree] };
    var context = { exact: Boolean(o.exact), relatives: o.relatives !== false, off: new Set(o.off || []), seen: new Map(), loose: new Set(), kin: false, tiers: tree && tree.kind === "or" && tree.parts.length > 1 ? [] : null };
    return NA.index().then(function (m) {
      var before = new Map(m.failed);
      return (tree ? evaluate(m, tree, context) : Promise.resolve(new Map())).then(function (scores) {
        if (scores.size || !tree) return scores;
        tree = Q.parse(String(query), true); // nothing is of that date: its words, then
        return tree ? evaluate(m, tree, context) : scores;
      }).then(function (scores) {
        return scores.size || !tree || context.exact ? scores : evaluateRelatives(m, tree, context);
      }).then(function (scores) {
        var best = Array.from(scores.entries()).sort(function (a, b) { return b[1] - a[1] || a[0] - b[0]; });
        var needed = filtered || o.facets || sort !== "best" || isTied(best, offset) || isTied(best, offset + limit) ? m.facets() : Promise.resolve(null);
        return needed.then(function (f) {
          var ranked = best, counts = f && o.facets ? countFacets(m, f, ranked.map(function (r) { return r[0]; }), filters) : null;
          if (f && filtered) ranked = ranked.filter(function (r) { return passes(m, f, r[0], filters); });
          if (f) ranked.sort(byDay(function (r) { return f.days[f.d[r[0]]]; }, sort));
          var page = ranked.slice(offset, offset + limit), stems = Q.wanted(tree);
          return Promise.all([m.rows(page.map(function (r) { return r[0]; })), o.copies ? m.copies() : null]).then(function (both) {
            var found = both[0], copies = both[1] || new Map(), days = new Map();
            found.forEach(function (row, i) { days.set(page[i][0], row); });
            if (!f && found.every(Boolean)) {
              page.sort(byDay(function (r) { return days.get(r[0]).day; }, sort));
              found = page.map(function (r) { return days.get(r[0]); });
            }
            var lost = Array.from(m.failed.keys()).filter(function (address) { return m.failed.get(address) > (before.get(address) || 0); });
            var silent = m.silent ? m.silent(lost) : [];
            return {
              total: ranked.length,
              all: context.tiers && context.tiers.length ? context.tiers[0].all : null,
              kin: context.kin,
              loose: Array.from(context.loose),
              facets: counts,
              hits: found.map(function (row, i) { return row && hit(row, stems, page[i][1], context, copies.get(page[i][0])); }).filter(Boolean),
              forms: Array.from(context.seen.values()).sort(function (a, b) { return b.count - a.count || (a.form < b.form ? -1 : 1); }),
              silent: silent,
              incomplete: Boolean(lost.length || silent.length || (o.copies && !both[1])) || found.some(function (r) { return !r; })
            };
          });
        });
      });
    });
  };
  function hit(row, wanted, score, context, copies) {
    var matched = Array.from(new Set(A.tokens(row.title + " " + row.lead).filter(function (t) {
      var norm = A.normalise(t);
      return wanted.has(A.stem(norm)) && !context.off.has(norm);
    })));
    return { id: row.id, url: row.base + "a/" + row.id + ".html", title: row.title, source: row.source, date: row.day, bound: row.bound, carriers: row.carriers, excerpt: row.lead, matched: matched, score: score, copies: copies || [] };
  }
})(typeof window === "undefined" ? globalThis : window);
