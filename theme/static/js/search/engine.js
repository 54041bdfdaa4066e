/* The search engine of the page: analysis, shards, queries, ranking. No DOM but for loading shards as scripts, which is
 * what works from file:// too. Layout of the index: the docstring of plugins/news_archive/search/__init__.py. */
(function (global) {
  "use strict";
  /** @type {any} */
  var NA = (global.NewsArchive = global.NewsArchive || {});
  var VERSION = 1;
  var K1 = 1.2, B = 0.6, EXACT = 0.35;

  /* --- analysis: the tables come from the same code that built the index (rules.js) --- */

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
  /** @param {string} text */
  function normalise(text) {
    var out = "", fold = NA.rules.fold;
    for (var character of text) out += Object.prototype.hasOwnProperty.call(fold, character) ? fold[character] : character;
    return out;
  }
  /** @param {string} norm */
  function stem(norm) {
    var r = NA.rules, word = "", i;
    for (var character of norm) word += r.hamza[character] || character;
    if (word.length <= 3 || word[0] < "\u0621" || word[0] > "\u064a") return word;
    for (i = 0; i < r.prefixes.length; i++) {
      if (word.startsWith(r.prefixes[i]) && word.length - r.prefixes[i].length >= 3) { word = word.slice(r.prefixes[i].length); break; }
    }
    for (i = 0; i < r.suffixes.length; i++) {
      if (word.endsWith(r.suffixes[i]) && word.length - r.suffixes[i].length >= 3) { word = word.slice(0, -r.suffixes[i].length); break; }
    }
    if (word.length > 3 && r.finals.includes(word[word.length - 1])) word = word.slice(0, -1);
    if (word.length > 4 && word[0] === "\u0648") word = word.slice(1);
    if (word.length > 4 && "\u0628\u0644\u0641\u0643\u0633".includes(word[0])) word = word.slice(1);
    return word;
  }
  /** FNV-1a over UTF-16 code units. @param {string} text */
  function fnv1a(text) {
    var value = 2166136261;
    for (var i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 16777619) >>> 0;
    return value;
  }

  /* --- shards --- */

  var root = "search/", waiting = {}, loaded = {}, failed = new Set();
  var policy = global.trustedTypes ? global.trustedTypes.createPolicy("news-archive", {
    createScriptURL: function (url) { if (/^search\/[a-z]+(-[0-9a-f]+)?\.js$/.test(url)) return url; throw new TypeError("not a shard: " + url); }
  }) : null;
  NA.put = function (name, value) {
    loaded[name] = value;
    if (waiting[name]) waiting[name].resolve(value);
  };
  /** Load one file of the index; a shard that is missing or damaged gives null. @param {string} key @param {string} file */
  function load(key, file) {
    if (key in loaded) return Promise.resolve(loaded[key]);
    if (waiting[key]) return waiting[key].promise;
    var entry = (waiting[key] = /** @type {any} */ ({}));
    entry.promise = new Promise(function (resolve) { entry.resolve = resolve; }).then(function (value) {
      delete waiting[key];
      if (value && value.b !== undefined && fnv1a(value.b) !== value.c) value = null;
      if (!value) { failed.add(key); delete loaded[key]; } else loaded[key] = value;
      return value;
    });
    var element = document.createElement("script"), url = root + file + ".js";
    element.src = /** @type {any} */ (policy ? policy.createScriptURL(url) : url);
    element.onload = function () { if (!(key in loaded)) entry.resolve(null); element.remove(); };
    element.onerror = function () { entry.resolve(null); element.remove(); };
    document.head.append(element);
    return entry.promise;
  }
  var ready = null;
  function manifest() {
    if (!ready) {
      ready = load("manifest", "manifest").then(function (m) {
        if (!m || m.version !== VERSION) { ready = null; throw new Error("index"); }
        if (!m.length) {
          var bytes = bytesOf(m.lengths);
          m.length = new Float32Array(m.documents);
          for (var i = 0; i < m.documents; i++) m.length[i] = Math.pow(2, bytes[i] / 8);
        }
        return m;
      });
    }
    return ready;
  }
  function bytesOf(text) {
    var raw = atob(text), out = new Uint8Array(raw.length);
    for (var i = 0; i < raw.length; i++) out[i] = raw.charCodeAt(i);
    return out;
  }
  function reader(bytes, at) {
    return function () {
      var value = 0, shift = 0, byte;
      do { byte = bytes[at++]; value += (byte & 127) * Math.pow(2, shift); shift += 7; } while (byte > 127);
      return value;
    };
  }
  function locate(shard, word) {
    var offset = 0, i;
    if (!shard.at) {
      shard.bytes = bytesOf(shard.b);
      shard.at = new Map();
      for (i = 0; i < shard.s.length; i++) { shard.at.set(shard.s[i], [i, offset]); offset += shard.n[i]; }
    }
    return shard.at.get(word) || null;
  }
  /** Postings of a stem: documents with their counts, form by form. @returns {Promise<any>} */
  function postings(m, word) {
    var number = fnv1a(word) % m.shards.t.length;
    return load("t" + number, m.shards.t[number]).then(function (shard) {
      if (!shard) return null;
      var place = locate(shard, word);
      if (!place) return { counts: new Map(), forms: [] };
      var next = reader(shard.bytes, place[1]), counts = new Map(), forms = [];
      shard.f[place[0]].forEach(function (form) {
        var n = next(), doc = -1, own = new Map();
        for (var i = 0; i < n; i++) {
          var v = next();
          doc += Math.floor(v / 2);
          var tf = v % 2 ? next() + 2 : 1;
          own.set(doc, tf);
          counts.set(doc, (counts.get(doc) || 0) + tf);
        }
        forms.push({ form: form, counts: own });
      });
      return { counts: counts, forms: forms };
    });
  }
  /** Positions of a stem by document. @returns {Promise<Map<number, number[]> | null>} */
  function positions(m, word) {
    var number = fnv1a(word) % m.shards.p.length;
    return Promise.all([load("p" + number, m.shards.p[number]), postings(m, word)]).then(function (both) {
      var shard = both[0], posting = both[1];
      if (!shard || !posting) return null;
      var place = locate(shard, word), found = new Map();
      if (!place) return found;
      var next = reader(shard.bytes, place[1]);
      Array.from(posting.counts.keys()).sort(function (a, b) { return a - b; }).forEach(function (doc) {
        var n = next(), at = 0, list = [];
        for (var i = 0; i < n; i++) { at += next(); list.push(at); }
        found.set(doc, list);
      });
      return found;
    });
  }

  /* --- queries: words, "phrases", +must, -not, AND OR NOT, brackets --- */

  var OPERATORS = { AND: "and", OR: "or", NOT: "not", "\u0623\u0648": "or", "\u0627\u0648": "or" };
  /** @param {string} text */
  function lex(text) {
    var parts = [], pattern = /[«“„＂"]([^«»“”„＂"]*)(?:[»”＂"]|$)|([()])|([^\s()«»“”„＂"]+)/gu, match;
    text = text.slice(0, 2000);
    while ((match = pattern.exec(text)) && parts.length < 120) {
      if (match[1] !== undefined) parts.push({ kind: "phrase", text: match[1] });
      else if (match[2]) parts.push({ kind: match[2] });
      else {
        var word = match[3];
        if (Object.prototype.hasOwnProperty.call(OPERATORS, word)) { parts.push({ kind: OPERATORS[word] }); continue; }
        var sign = /^[+\-−]/.test(word) && word.length > 1 ? word[0] : "";
        if (sign) parts.push({ kind: sign === "+" ? "must" : "not" });
        parts.push({ kind: "word", text: sign ? word.slice(1) : word });
      }
    }
    return parts;
  }
  function leaf(text, phrase) {
    var words = tokens(text).map(function (t) { var n = normalise(t); return { norm: n, stem: stem(n) }; }).filter(function (w) { return w.norm; });
    if (!words.length) return null;
    if (words.length > 1) return phrase ? { kind: "phrase", words: words } : { kind: "or", parts: words.map(function (w) { return { kind: "word", word: w }; }) };
    return { kind: "word", word: words[0] };
  }
  /** Parse to a tree; plain neighbours mean any of them, must and not bind to what follows. */
  function parse(text) {
    var parts = lex(text), at = 0, depth = 0;
    function group() {
      var any = [], must = [], not = [];
      while (at < parts.length && parts[at].kind !== ")") {
        var part = parts[at];
        if (part.kind === "or") { at++; continue; }
        if (part.kind === "not" || part.kind === "must") {
          at++;
          var bound = conjunction();
          if (bound) (part.kind === "not" ? not : must).push(bound);
          continue;
        }
        var node = conjunction();
        if (node) any.push(node);
      }
      if (!any.length && !must.length) return not.length ? { kind: "none" } : null;
      var wanted = any.length === 1 ? any[0] : any.length ? { kind: "or", parts: any } : null;
      if (!must.length && !not.length) return wanted;
      return { kind: "all", must: must, any: wanted, not: not };
    }
    function conjunction() {
      var items = [], not = [], node = atom();
      if (node) items.push(node);
      while (at < parts.length && parts[at].kind === "and") {
        at++;
        if (at < parts.length && parts[at].kind === "not") { at++; node = atom(); if (node) not.push(node); }
        else { node = atom(); if (node) items.push(node); }
      }
      if (items.length <= 1 && !not.length) return items[0] || null;
      return { kind: "all", must: items, any: null, not: not };
    }
    function atom() {
      var part = parts[at];
      if (!part || part.kind === ")" || part.kind === "and" || part.kind === "or") { if (part && part.kind !== ")") at++; return null; }
      at++;
      if (part.kind === "(") {
        if (++depth > 20) return null;
        var inside = group();
        if (parts[at] && parts[at].kind === ")") at++;
        depth--;
        return inside;
      }
      if (part.kind === "not") { var inner = atom(); return inner ? { kind: "all", must: [], any: null, not: [inner] } : null; }
      if (part.kind === "must") return atom();
      return leaf(part.text, part.kind === "phrase");
    }
    var nodes = [], node;
    while (at < parts.length) { node = group(); if (node) nodes.push(node); if (parts[at] && parts[at].kind === ")") at++; }
    return nodes.length > 1 ? { kind: "or", parts: nodes } : nodes[0] || null;
  }

  /* --- matching and ranking --- */

  function bm25(m, counts, weight) {
    var n = m.documents, df = counts.size, scores = new Map();
    var idf = Math.log(1 + (n - df + 0.5) / (df + 0.5)) * weight;
    counts.forEach(function (tf, doc) {
      scores.set(doc, (idf * tf * (K1 + 1)) / (tf + K1 * (1 - B + (B * m.length[doc]) / m.average)));
    });
    return scores;
  }
  function add(into, from) { from.forEach(function (score, doc) { into.set(doc, (into.get(doc) || 0) + score); }); return into; }

  /** Evaluate a node to Map(document -> score). */
  function evaluate(m, node, exact, seen) {
    if (node.kind === "none") return Promise.resolve(new Map());
    if (node.kind === "word") {
      return postings(m, node.word.stem).then(function (p) {
        if (!p) return new Map();
        var own = p.forms.find(function (f) { return f.form === node.word.norm; });
        p.forms.forEach(function (f) { seen.set(f.form, (seen.get(f.form) || 0) + f.counts.size); });
        if (exact) return own ? bm25(m, own.counts, 1) : new Map();
        var scores = bm25(m, p.counts, 1);
        if (own && p.forms.length > 1) bm25(m, own.counts, EXACT).forEach(function (score, doc) { scores.set(doc, scores.get(doc) + score); });
        return scores;
      });
    }
    if (node.kind === "phrase") {
      return Promise.all([
        Promise.all(node.words.map(function (w) { return positions(m, w.stem); })),
        evaluate(m, { kind: "or", parts: node.words.map(function (w) { return { kind: "word", word: w }; }) }, exact, seen)
      ]).then(function (both) {
        var lists = both[0], scores = both[1], found = new Map();
        if (lists.some(function (l) { return !l; })) return found;
        lists[0].forEach(function (starts, doc) {
          var rest = lists.slice(1).map(function (l) { return new Set(l.get(doc) || []); });
          if (starts.some(function (s) { return rest.every(function (set, i) { return set.has(s + i + 1); }); }) && scores.has(doc)) found.set(doc, scores.get(doc) * 1.5);
        });
        return found;
      });
    }
    if (node.kind === "or") {
      return Promise.all(node.parts.map(function (p) { return evaluate(m, p, exact, seen); })).then(function (all) {
        return all.reduce(add, new Map());
      });
    }
    return Promise.all([
      Promise.all(node.must.map(function (p) { return evaluate(m, p, exact, seen); })),
      node.any ? evaluate(m, node.any, exact, seen) : Promise.resolve(null),
      Promise.all(node.not.map(function (p) { return evaluate(m, p, exact, new Map()); }))
    ]).then(function (sides) {
      var must = sides[0], any = sides[1], result = new Map();
      var first = must.length ? must[0] : any;
      if (!first) return result;
      first.forEach(function (_, doc) {
        if (!must.every(function (s) { return s.has(doc); })) return;
        if (sides[2].some(function (s) { return s.has(doc); })) return;
        var score = must.reduce(function (sum, s) { return sum + s.get(doc); }, 0);
        result.set(doc, score + (any && any.has(doc) ? any.get(doc) : 0));
      });
      return result;
    });
  }

  function rows(m, docs) {
    return Promise.all(docs.map(function (doc) {
      var number = Math.floor(doc / m.perShard);
      return load("d" + number, m.shards.d[number]).then(function (shard) { return shard ? shard.r[doc % m.perShard] : null; });
    }));
  }
  function passes(m, row, filters) {
    if (!row) return false;
    if (filters.source && filters.source.length && !filters.source.includes(m.sources[row[2]])) return false;
    if (filters.entity && filters.entity.length && !filters.entity.every(function (slug) { return row[7].some(function (i) { return m.names[i][0] === slug; }); })) return false;
    if (filters.from && !(row[3] && row[3] >= filters.from.slice(0, row[3].length))) return false;
    if (filters.to && !(row[3] && row[3].slice(0, filters.to.length) <= filters.to)) return false;
    return true;
  }

  /**
   * Search the archive.
   * @param {string} query
   * @param {{limit?: number, offset?: number, exact?: boolean, filters?: {source?: string[], entity?: string[], from?: string, to?: string}}} [options]
   * @returns {Promise<{total: number, hits: object[], forms: object[], incomplete: boolean}>}
   */
  NA.search = function (query, options) {
    var o = options || {}, limit = o.limit === undefined ? 10 : o.limit, offset = o.offset || 0, filters = o.filters || {};
    var filtered = Object.keys(filters).some(function (k) { var v = filters[k]; return v && v.length; });
    var seen = new Map(), before = failed.size;
    return manifest().then(function (m) {
      var tree = parse(String(query));
      return (tree ? evaluate(m, tree, Boolean(o.exact), seen) : Promise.resolve(new Map())).then(function (scores) {
        var ranked = Array.from(scores.entries());
        ranked.sort(function (a, b) { return b[1] - a[1] || a[0] - b[0]; });
        var docs = ranked.map(function (r) { return r[0]; });
        var chosen = filtered
          ? rows(m, docs).then(function (all) { return docs.filter(function (_, i) { return passes(m, all[i], filters); }); })
          : Promise.resolve(docs);
        return chosen.then(function (list) {
          var page = list.slice(offset, offset + limit);
          return rows(m, page).then(function (found) {
            var wanted = wantedStems(tree);
            return {
              total: list.length,
              hits: found.map(function (row, i) { return row && hit(m, row, wanted, scores.get(page[i])); }).filter(Boolean),
              forms: Array.from(seen.entries()).map(function (f) { return { form: f[0], count: f[1] }; }).sort(function (a, b) { return b.count - a.count || (a.form < b.form ? -1 : 1); }),
              incomplete: failed.size > before || found.some(function (r) { return !r; })
            };
          });
        });
      });
    });
  };
  function wantedStems(node, into) {
    into = into || new Set();
    if (!node) return into;
    if (node.kind === "word") into.add(node.word.stem);
    (node.words || []).forEach(function (w) { into.add(w.stem); });
    (node.parts || []).concat(node.must || [], node.any ? [node.any] : []).forEach(function (n) { wantedStems(n, into); });
    return into;
  }
  function hit(m, row, wanted, score) {
    var matched = Array.from(new Set(tokens(row[1] + " " + row[6]).filter(function (t) { return wanted.has(stem(normalise(t))); })));
    return { id: row[0], url: "a/" + row[0] + ".html", title: row[1], source: m.sources[row[2]], date: row[3], bound: Boolean(row[4]), carriers: row[5], excerpt: row[6], matched: matched, score: score };
  }
  NA.analyse = { tokens: tokens, normalise: normalise, stem: stem, fnv1a: fnv1a };
  NA.manifest = manifest;
  NA.parse = parse;
})(typeof window === "undefined" ? globalThis : window);
