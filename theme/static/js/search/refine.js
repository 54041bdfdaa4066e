/* What queries of words alone do without: phrases, titles, filters, signs, forms that are switched off, counts. Loaded with
 * query.js as search/q0-*.js when a query or what stands beside the answers asks for it. */
(function (global) {
  "use strict";
  /** @type {any} */
  var NA = (global.NewsArchive = global.NewsArchive || {});
  var A = NA.analyse, Q = NA.query, R = NA.rank, I = NA.reader, postings = NA.apart.postings, merge = R.merge, scoreWord = R.scoreWord, sum = R.sum;

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
  function evaluatePhrase(m, node, context) {
    return Promise.all(node.words.map(function (w) { return postings(m, w); })).then(function (lists) {
      var found = new Map();
      if (lists.some(function (l) { return !l; })) return found;
      lists.forEach(function (l, i) { if (l.common && l.docs.length) context.loose.add(node.words[i].norm); });
      var scores = lists.map(function (l, i) { return scoreWord(m, node.words[i], l, context); });
      var rarest = lists.reduce(function (best, l, i) { return l.docs.length < lists[best].docs.length ? i : best; }, 0);
      return Promise.all(lists.map(function (l, i) { return m.places(node.words[i].stem, l.whole || l); })).then(function (stand) {
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
  /** What says of several words whether they are together a source, a name or a writer, as a field means them. */
  function known(m, text) {
    return Promise.all([/(?:اسم|name):/i.test(text) ? m.facets() : null, /(?:كاتب|author):/i.test(text) ? m.copies() : null]).then(function (both) {
      var f = both[0], c = both[1];
      var names = { source: m.sources, name: f ? f.names.reduce(function (all, n) { return all.concat(n[1], n.slice(4)); }, []) : [], author: c ? Array.from(c.writers.keys()) : [] };
      return function (field, words) { return names[field].some(function (name) { return holdsAll(name, words); }); };
    });
  }
  /** Documents whose title holds every word. */
  function evaluateTitle(m, node, context) {
    return Promise.all(node.words.map(function (w) { return postings(m, w); })).then(function (lists) {
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
    if (node.kind === "author") return m.copies().then(function (c) {
      var found = new Map();
      if (c) c.writers.forEach(function (docs, name) { if (holdsAll(name, node.words)) docs.forEach(function (doc) { found.set(doc, 0); }); });
      return found;
    });
    return m.facets().then(function (f) {
      var found = new Map(), doc, sources, holders;
      if (!f) return found;
      if (node.kind === "source") sources = m.sources.map(function (name, i) { return holdsAll(name, node.words) || f.ids[i].split(" ").some(function (id) { return holdsAll(id, node.words); }); });
      if (node.kind === "name") {
        holders = f.names.filter(function (n) { return holdsAll(n[1], node.words) || holdsAll(n[0], node.words) || n.slice(4).some(function (alias) { return holdsAll(alias, node.words); }); });
        holders.forEach(function (n) { f.holders.get(n[0]).forEach(function (d) { found.set(d, 0); }); });
        return found;
      }
      for (doc = 0; doc < m.documents; doc++) {
        if (sources ? sources[f.s[doc]] : node.kind === "undated" ? !f.days[f.d[doc]] : stands(f, doc, node.from, node.to)) found.set(doc, 0);
      }
      return found;
    });
  }
  /** Is a day, month or year inside a range of days, months or years? An undated document is in no range. */
  function within(day, from, to) {
    if (!day) return false;
    return (!from || day >= from.slice(0, day.length)) && (!to || day.slice(0, to.length) <= to);
  }
  /** Does a document stand inside a range, or a copy that was merged into it? */
  function stands(f, doc, from, to) {
    return within(f.days[f.d[doc]], from, to) || (f.others.get(doc) || []).some(function (day) { return within(day, from, to); });
  }
  /** Evaluate what is neither a word nor several of which any will do. @returns {Promise<Map<number, number>>} */
  function evaluate(m, node, context) {
    if (node.kind === "none") return Promise.resolve(new Map());
    if (node.kind === "phrase") return evaluatePhrase(m, node, context);
    if (node.kind === "title") return evaluateTitle(m, node, context);
    if (Q.isFilter(node)) return evaluateFilter(m, node);
    var inner = Object.assign({}, context, { seen: new Map() });
    return Promise.all([
      Promise.all(node.must.map(function (p) { return R.evaluate(m, p, context); })),
      node.any ? R.evaluate(m, node.any, context) : Promise.resolve(null),
      Promise.all(node.not.map(function (p) { return R.evaluate(m, p, inner); }))
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

  /* --- what is known of the documents beside their words --- */

  /** What gives the lists of documents of a file, one after the other, of which there are so many. */
  function listsOf(file, n, documents) {
    var read = NA.packed.reader(file.bits[0]), sizes = [];
    while (n--) sizes.push(read.gamma() - 1);
    return function () { return Array.from(read.rising(sizes.shift(), documents)); };
  }
  function readFacets(file, y, documents) {
    var f = file.facets;
    if (f) return f;
    f = file.facets = JSON.parse(file.text);
    var next = listsOf(file, 4 + f.names.length, documents);
    f.days = y.days;
    f.d = y.d;
    f.bound = new Set(next());
    f.carried = new Set(next());
    f.versions = new Set(next());
    f.others = new Map();
    next().forEach(function (doc, i) { f.others.set(doc, f.t[i].map(function (day) { return f.days[day]; })); });
    f.holders = new Map();
    f.names.forEach(function (name) { f.holders.set(name[0], next()); });
    return f;
  }
  function readCopies(file, documents) {
    var c = file.copies;
    if (c) return c;
    c = file.copies = JSON.parse(file.text);
    var next = listsOf(file, 1 + c.w.length, documents);
    c.of = new Map();
    c.by = new Map();
    c.writers = new Map();
    next().forEach(function (doc, i) {
      c.of.set(doc, c.c[i].map(function (copy) { return { title: copy[0], source: copy[1], date: copy[2], bound: Boolean(copy[3] & 1), same: copy[3] > 1 }; }));
    });
    c.w.forEach(function (name) {
      var docs = next();
      c.writers.set(name, docs);
      docs.forEach(function (doc) { c.by.set(doc, (c.by.get(doc) || []).concat(name)); });
    });
    return c;
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
    if (filters.from || filters.to) return stands(f, doc, filters.from, filters.to) || (!day && Boolean(filters.undated));
    return true;
  }
  function tally(map) { return Array.from(map, function (e) { return { value: e[0], count: e[1] }; }); }
  /** How many of the documents each source, month, day and name has; of sources and dates, whatever is chosen of them. */
  function countFacets(m, f, docs, filters) {
    var sources = new Map(), months = new Map(), days = new Map(), names = [], chosen = new Uint8Array(m.documents), versions = 0, carried = 0, undated = 0;
    docs.forEach(function (doc) {
      if (passes(m, f, doc, filters, "source")) { var source = m.sources[f.s[doc]]; sources.set(source, (sources.get(source) || 0) + 1); }
      if (passes(m, f, doc, filters, "date")) {
        var own = new Set([f.days[f.d[doc]]].concat(f.others.get(doc) || []).filter(Boolean));
        own.forEach(function (day) { days.set(day, (days.get(day) || 0) + 1); });
        new Set(Array.from(own, function (day) { return day.slice(0, 7); })).forEach(function (month) { months.set(month, (months.get(month) || 0) + 1); });
        if (!own.size) undated++;
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
      if (n) names.push({ slug: name[0], label: name[1], kind: name[2], count: n });
    });
    names.sort(function (a, b) { return b.count - a.count || (a.slug < b.slug ? -1 : 1); });
    function early(a, b) { return a.value < b.value ? -1 : 1; }
    return {
      source: tally(sources).sort(function (a, b) { return b.count - a.count || early(a, b); }),
      month: tally(months).sort(early), day: tally(days).sort(early),
      entity: names, versions: versions, carried: carried, undated: undated
    };
  }

  /* --- where the words of a phrase stand; `index` is what its reader (shards.js) tells of itself --- */

  /** Where the places of a stem are: {place, node} of its p shard, and the number of its t shard in that (`slot`). */
  function whereIs(index, stem) {
    if (!index.groups) index.groups = I.trie(index.manifest.places, 0);
    var hash = A.checksum(A.skeleton(stem)), own = hash >>> (32 - I.groupBits), group = I.descend(index.groups, hash), depth = Math.floor(Math.log2(group.node)), before = 0, slot = 0;
    index.alone.forEach(function (other) { if (other >> (I.groupBits - depth) === group.node - (1 << depth)) slot++; else if (other < own) before++; });
    var at = index.alone.indexOf(own);
    return { place: group.place, node: group.node, slot: at < 0 ? slot + index.leaf(hash).place - firstUnder(index.terms, group.node) : at - before };
  }
  /** The place of the first t shard under a node, of those that do not stand alone. */
  function firstUnder(terms, node) {
    var inner = terms, digits = node.toString(2), i;
    for (i = 1; i < digits.length; i++) inner = inner.branches[Number(digits[i])];
    while (inner.branches) inner = inner.branches[0];
    return inner.place;
  }
  function places(index, stem, list) {
    if (!list.docs.length || list.common) return Promise.resolve(null);
    if (list.places) return Promise.resolve(list.places);
    var at = whereIs(index, stem);
    return Promise.all([index.find(stem), index.shard("p", at.place, at.node)]).then(function (both) {
      if (!both[0] || both[0].held === undefined || !both[1]) return null;
      var pieces = I.pieces(both[1].bits[at.slot], both[0].shard.held), read = NA.packed.reader(pieces[both[0].held]), found = [], i, j;
      for (i = 0; i < list.docs.length; i++) {
        var count = list.tokens[i], position = -1, own = new Int32Array(count);
        var k = Math.max(0, Math.floor((index.marks[list.docs[i]] - Math.floor(3 * Math.log2(count))) / 3) - 1);
        for (j = 0; j < count; j++) own[j] = position += read.rice(j || !list.titles[i] ? k : 2) + 1;
        found.push(own);
      }
      list.places = found;
      return found;
    });
  }
  NA.refine = { evaluate: evaluate, within: within, known: known, without: without, passes: passes, countFacets: countFacets, readFacets: readFacets, readCopies: readCopies, places: places };
})(typeof window === "undefined" ? globalThis : window);
