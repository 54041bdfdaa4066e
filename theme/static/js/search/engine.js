/* The search engine of the page: analysis, shards, queries, ranking. No DOM but for loading shards as scripts, which is
 * what works from file:// too. Layout of the index: the docstring of plugins/news_archive/search/__init__.py. */
(function (global) {
  "use strict";
  /** @type {any} */
  var NA = (global.NewsArchive = global.NewsArchive || {});
  var VERSION = 3;
  /* BM25, the share of the form as written, of adjacent words, of words that only ask. Chosen on two beds of questions
   * and of titles asked in other spellings. */
  var K1 = 1.6, B = 0.75, EXACT = 0.3, ASKING = 0;
  var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  var ESCAPE = 16, ESCAPE_BITS = 24;

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
  function within(ranges, point) { return ranges.some(function (r) { return r[0] <= point && point <= r[1]; }); }
  var folded = new Map();
  /** @param {string} character */
  function foldOne(character) {
    var r = NA.rules, point = character.codePointAt(0), out = character;
    if (Object.prototype.hasOwnProperty.call(r.fold, character)) out = r.fold[character];
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

  /* --- shards --- */

  var root = "search/", waiting = {}, loaded = {}, failed = new Set();
  var policy = NA.policy || (global.trustedTypes ? global.trustedTypes.createPolicy("news-archive", {
    createScriptURL: function (url) { if (/^search\/[a-z][0-9]+-[0-9a-z]+\.js$/.test(url)) return url; throw new TypeError("not a shard: " + url); }
  }) : null);
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
      if (value && value.c !== undefined && checksum((value.w || "") + value.b) !== value.c) value = null;
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
      ready = Promise.resolve(loaded.manifest).then(function (m) {
        if (!m || m.version !== VERSION) { ready = null; throw new Error("index"); }
        if (!m.length) {
          m.marks = sextets(m.lengths);
          m.length = Float32Array.from(m.marks, function (mark) { return Math.pow(2, mark / 2); });
          m.terms = m.shards.t.length / NAME;
        }
        return m;
      });
    }
    return ready;
  }
  var NAME = 4;
  /** @param {string} kind @param {number} number */
  function loadShard(m, kind, number) {
    var at = number * NAME, name = m.shards[kind === "p" ? "t" : kind].slice(at, at + NAME);
    return name ? load(kind + number, kind + number + "-" + name) : Promise.resolve(null);
  }
  var sextetOf = null;
  /** @param {string} text characters of base64 @returns {Uint8Array} six bits each */
  function sextets(text) {
    var out = new Uint8Array(text.length), i;
    if (!sextetOf) { sextetOf = new Uint8Array(128); for (i = 0; i < 64; i++) sextetOf[ALPHABET.charCodeAt(i)] = i; }
    for (i = 0; i < text.length; i++) out[i] = sextetOf[text.charCodeAt(i) & 127];
    return out;
  }
  /** Reads the codes of bits.py. @param {string} text */
  function bitReader(text) {
    var units = sextets(text), at = 0, left = 6;
    function bits(n) {
      var value = 0;
      while (n > 0) {
        var take = n < left ? n : left;
        value = value * (1 << take) + ((units[at] >> (left - take)) & ((1 << take) - 1));
        n -= take;
        left -= take;
        if (!left) { at++; left = 6; }
      }
      return value;
    }
    function ones(most) {
      var n = 0, one = 1;
      while (one && n < most) {
        left--;
        one = (units[at] >> left) & 1;
        n += one;
        if (!left) { at++; left = 6; }
      }
      return n;
    }
    return {
      bits: bits,
      gamma: function () { var n = ones(24); return (1 << n) + bits(n); },
      rice: function (k) { var q = ones(ESCAPE); return q === ESCAPE ? bits(ESCAPE_BITS) : q * (1 << k) + bits(k); },
      spent: function () { return at > units.length; }
    };
  }
  /** Where the stems of a t shard are, in it and among the places of its p shard. */
  function locate(m, shard) {
    if (!shard.at) {
      var offset = 0, held = 0;
      shard.at = new Map();
      (shard.w ? shard.w.split(" ") : []).forEach(function (entry, i) {
        var parts = entry.split(","), own = parts[0];
        var place = {
          bits: shard.b.slice(offset, (offset += shard.n[i])), held: held, list: null,
          forms: parts.length > 1 ? parts.slice(1).map(function (f) { return f.replace("-", own); }) : [own]
        };
        place.count = bitReader(place.bits).gamma();
        if (place.count < m.common) held++;
        shard.at.set(own, place);
      });
    }
    return shard.at;
  }
  var NOTHING = { at: new Map(), docs: [], counts: [], tokens: [], forms: [], common: false };
  /** What the index holds of a stem. `at` is the place of a document in `docs`, `counts` its tokens, the title's weighed.
   * @returns {Promise<any>} null when its shard is missing or damaged */
  function postings(m, word) {
    return loadShard(m, "t", checksum(skeleton(word)) % m.terms).then(function (shard) {
      if (!shard) return null;
      var place = locate(m, shard).get(word);
      if (!place) return NOTHING;
      if (!place.list) place.list = decode(m, place);
      return place.list;
    });
  }
  function decode(m, place) {
    var read = bitReader(place.bits), n = read.gamma(), k = read.bits(5), doc = -1, i, j;
    var common = n >= m.common, varied = place.forms.length > 1 && !common;
    var at = new Map(), docs = new Int32Array(n), counts = new Int32Array(n), tokens = new Int32Array(n);
    var forms = common ? [] : place.forms.map(function (form) { return { form: form, docs: [], counts: [] }; });
    for (i = 0; i < n && !read.spent(); i++) {
      doc += read.rice(k) + 1;
      var tally = read.gamma(), titled = tally === 3, count = titled ? read.gamma() : tally < 3 ? tally : tally - 1;
      var bonus = titled ? m.title - 1 : 0;
      docs[i] = doc;
      tokens[i] = count;
      counts[i] = count + bonus;
      at.set(doc, i);
      for (j = 0; j < count && !common; j++) {
        var form = forms[varied ? read.gamma() - 1 : 0];
        if (form && form.docs[form.docs.length - 1] === doc) form.counts[form.counts.length - 1]++;
        else if (form) { form.docs.push(doc); form.counts.push(1 + bonus); }
      }
    }
    return { at: at, docs: docs, counts: counts, tokens: tokens, forms: forms, common: common };
  }
  /** Where a stem's tokens stand: a list for each of its postings; null for a common stem or a damaged shard. */
  function places(m, word, list) {
    if (!list.docs.length || list.common) return Promise.resolve(null);
    if (list.places) return Promise.resolve(list.places);
    var number = checksum(skeleton(word)) % m.terms;
    return Promise.all([loadShard(m, "t", number), loadShard(m, "p", number)]).then(function (both) {
      var shard = both[1];
      if (!shard) return null;
      var held = locate(m, both[0]).get(word).held, from = 0, i, j;
      for (i = 0; i < held; i++) from += shard.n[i];
      var read = bitReader(shard.b.slice(from, from + shard.n[held])), found = [];
      for (i = 0; i < list.docs.length && !read.spent(); i++) {
        var count = list.tokens[i], position = -1, own = new Int32Array(count);
        var k = Math.max(0, Math.floor((m.marks[list.docs[i]] - Math.floor(2 * Math.log2(count))) / 2) - 1);
        for (j = 0; j < count; j++) own[j] = position += read.rice(k) + 1;
        found.push(own);
      }
      list.places = found;
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
        var opens = /[«“„＂"(]/.test(text[pattern.lastIndex] || ""); // -"phrase" and -(group), too
        var sign = /^[+\-−]/.test(word) && (word.length > 1 || opens) ? word[0] : "";
        if (sign) parts.push({ kind: sign === "+" ? "must" : "not" });
        if (word.length > sign.length) parts.push({ kind: "word", text: word.slice(sign.length) });
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
          var bound = part.kind === "not" ? atom() : conjunction(); // NOT a AND b: b without a
          if (bound) (part.kind === "not" ? not : must).push(bound);
          while (at < parts.length && parts[at].kind === "and") at++;
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

  function idfOf(m, df) { return Math.log(1 + (m.documents - df + 0.5) / (df + 0.5)); }
  /** @param {{docs: ArrayLike<number>, counts: ArrayLike<number>}} list */
  function bm25(m, list, weight) {
    var scores = new Map(), fixed = K1 * (1 - B), slope = (K1 * B) / m.average;
    for (var i = 0; i < list.docs.length; i++) {
      var tf = list.counts[i];
      scores.set(list.docs[i], (weight * tf * (K1 + 1)) / (tf + fixed + slope * m.length[list.docs[i]]));
    }
    return scores;
  }
  function weightOf(word) { return NA.rules.asking.includes(word.norm) ? ASKING : 1; }
  function add(into, from) { from.forEach(function (score, doc) { into.set(doc, (into.get(doc) || 0) + score); }); return into; }

  /** Do the words that have positions stand in the document as they stand in the phrase? */
  function inOrder(lists, held, stand, doc) {
    var places = held.map(function (i) { return stand[i][lists[i].at.get(doc)]; });
    return places[0].some(function (p) {
      return places.every(function (list, i) { return list.includes(p + held[i] - held[0]); });
    });
  }

  /** Evaluate a node to Map(document -> score). */
  function evaluate(m, node, exact, seen) {
    if (node.kind === "none") return Promise.resolve(new Map());
    if (node.kind === "word") {
      return postings(m, node.word.stem).then(function (p) {
        if (!p) return new Map();
        var own = p.forms.find(function (f) { return f.form === node.word.norm; }), weight = weightOf(node.word);
        p.forms.forEach(function (f) { if (f.docs.length) seen.set(f.form, f.docs.length); });
        if (exact && p.forms.length) return own ? bm25(m, own, idfOf(m, own.docs.length)) : new Map();
        var scores = bm25(m, p, idfOf(m, p.docs.length) * weight);
        if (own) add(scores, bm25(m, own, idfOf(m, own.docs.length) * weight * EXACT));
        return scores;
      });
    }
    if (node.kind === "phrase") {
      return Promise.all([
        Promise.all(node.words.map(function (w) { return postings(m, w.stem); })),
        Promise.all(node.words.map(function (w) { return evaluate(m, { kind: "word", word: w }, exact, seen); }))
      ]).then(function (both) {
        var lists = both[0], scores = both[1], found = new Map();
        if (lists.some(function (l) { return !l; })) return found;
        return Promise.all(lists.map(function (l, i) { return places(m, node.words[i].stem, l); })).then(function (stand) {
          var held = lists.map(function (_, i) { return i; }).filter(function (i) { return stand[i]; });
          scores[0].forEach(function (_, doc) {
            if (!scores.every(function (s) { return s.has(doc); })) return;
            if (held.length > 1 && !inOrder(lists, held, stand, doc)) return;
            found.set(doc, 1.5 * scores.reduce(function (sum, s) { return sum + s.get(doc); }, 0));
          });
          return found;
        });
      });
    }
    if (node.kind === "or") {
      return Promise.all([
        Promise.all(node.parts.map(function (p) { return evaluate(m, p, exact, seen); })),
        Promise.all(node.parts.map(function (p) {
          // the words of a phrase raise what other words have found, whether or not they stand together
          return p.kind === "phrase" ? evaluate(m, { kind: "or", parts: p.words.map(function (w) { return { kind: "word", word: w }; }) }, exact, new Map()) : null;
        }))
      ]).then(function (both) {
        var scores = both[0].reduce(add, new Map());
        both[1].forEach(function (loose) {
          if (loose) loose.forEach(function (score, doc) { if (scores.has(doc)) scores.set(doc, scores.get(doc) + score); });
        });
        return scores;
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
      return loadShard(m, "d", number).then(function (shard) { return shard ? shard.r[doc % m.perShard] : null; });
    }));
  }
  /** What filters and counts need of every document. @returns {Promise<any>} */
  function facets(m) {
    return loadShard(m, "f", 0).then(function (f) {
      if (f && !f.holders) {
        f.holders = new Map();
        f.names.forEach(function (name) {
          var doc = 0, own = new Set();
          name[2].forEach(function (gap) { doc += gap; own.add(doc); });
          f.holders.set(name[0], own);
        });
      }
      return f;
    });
  }
  function passes(m, f, doc, filters) {
    var day = f.days[f.d[doc]];
    if (filters.source && filters.source.length && !filters.source.includes(m.sources[f.s[doc]])) return false;
    if (filters.entity && filters.entity.length && !filters.entity.every(function (slug) { return f.holders.has(slug) && f.holders.get(slug).has(doc); })) return false;
    if (filters.from && !(day && day >= filters.from.slice(0, day.length))) return false;
    if (filters.to && !(day && day.slice(0, filters.to.length) <= filters.to)) return false;
    return true;
  }
  /** How many of the documents each source, month and name has. */
  function countFacets(m, f, docs) {
    var sources = new Map(), months = new Map(), names = [], chosen = new Set(docs);
    docs.forEach(function (doc) {
      var source = m.sources[f.s[doc]], month = f.days[f.d[doc]].slice(0, 7);
      sources.set(source, (sources.get(source) || 0) + 1);
      months.set(month, (months.get(month) || 0) + 1);
    });
    f.names.forEach(function (name) {
      var n = 0;
      f.holders.get(name[0]).forEach(function (doc) { if (chosen.has(doc)) n++; });
      if (n) names.push({ slug: name[0], label: name[1], count: n });
    });
    names.sort(function (a, b) { return b.count - a.count || (a.slug < b.slug ? -1 : 1); });
    function listed(map) { return Array.from(map, function (e) { return { value: e[0], count: e[1] }; }); }
    return {
      source: listed(sources).sort(function (a, b) { return b.count - a.count || (a.value < b.value ? -1 : 1); }),
      month: listed(months).sort(function (a, b) { return a.value < b.value ? -1 : 1; }),
      entity: names.slice(0, 12)
    };
  }

  /**
   * Search the archive.
   * @param {string} query
   * @param {{limit?: number, offset?: number, exact?: boolean, facets?: boolean, filters?: {source?: string[], entity?: string[], from?: string, to?: string}}} [options]
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
        var needed = filtered || o.facets ? facets(m) : Promise.resolve(null);
        var counts = null;
        var chosen = needed.then(function (f) {
          if (f && o.facets) counts = countFacets(m, f, docs);
          return f && filtered ? docs.filter(function (doc) { return passes(m, f, doc, filters); }) : docs;
        });
        return chosen.then(function (list) {
          var page = list.slice(offset, offset + limit);
          return rows(m, page).then(function (found) {
            var wanted = wantedStems(tree);
            return {
              total: list.length,
              facets: counts,
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
  NA.analyse = { tokens: tokens, normalise: normalise, stem: stem, skeleton: skeleton, checksum: checksum };
  NA.manifest = manifest;
  NA.parse = parse;
})(typeof window === "undefined" ? globalThis : window);
