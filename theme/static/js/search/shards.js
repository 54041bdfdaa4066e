/* The index reader: files loaded as scripts, which is what works from file:// too, and their bits read back. Layout: the
 * docstring of plugins/news_archive/search/__init__.py. Ranking (rank.js) asks a reader and knows nothing of files:
 * whatever answers as the object that openIndex returns can be searched, for instance several indexes as one. */
(function (global) {
  "use strict";
  /** @type {any} */
  var NA = (global.NewsArchive = global.NewsArchive || {});
  var A = NA.analyse, VERSION = 8;
  var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  var ESCAPE = 16, ESCAPE_BITS = 24, NAME = 4, GROUP_BITS = 20;

  /* --- files --- */

  var waiting = {}, loaded = {};
  var root = NA.root || "", SHARD = /^(.*?)search\/[a-z][0-9]+-[0-9a-z]+\.js$/;
  /** Is it a file of the index, of the whole or of a part? @param {string} url */
  function isShard(url) {
    var found = SHARD.exec(url), ends = ((NA.site && NA.site.part) || "").split("{part}");
    if (!found || !found[1]) return Boolean(found);
    return ends.length > 1 && found[1].indexOf(ends[0]) === 0 && found[1].slice(-ends[1].length) === ends[1] && /^[a-z0-9-]+$/.test(found[1].slice(ends[0].length, -ends[1].length));
  }
  /* The policy of the page: it lets the index's files be loaded as scripts, and the worker, which offline.js loads. */
  var policy = NA.policy = global.trustedTypes ? global.trustedTypes.createPolicy("news-archive", {
    createScriptURL: function (url) { if (url === root + "sw.js" || isShard(url)) return url; throw new TypeError("not a script of the archive: " + url); }
  }) : null;
  var brought = {};
  /** Load a part of the page's script that the first answers do not need, once. @param {string} name */
  NA.bring = function (name) {
    brought[name] = brought[name] || new Promise(function (resolve, reject) {
      var element = document.createElement("script");
      element.src = /** @type {any} */ (policy ? policy.createScriptURL(NA.later[name]) : NA.later[name]);
      element.onload = resolve;
      element.onerror = function () { delete brought[name]; element.remove(); reject(new Error(name)); };
      document.head.append(element);
    });
    return brought[name];
  };
  /** What a file of the index calls. It is known by its address, so that several indexes can be open. */
  NA.put = function (name, value, sum) {
    var script = typeof document === "undefined" ? null : document.currentScript, address = (sum !== undefined && script && script.getAttribute("src")) || name;
    if (sum !== undefined && A.checksum(VERSION + JSON.stringify(value)) !== sum) value = null;
    loaded[address] = value;
    if (waiting[address]) waiting[address].resolve(value);
  };
  /** Load a file; one that is missing or damaged gives null, and may be asked for again. @param {string} address */
  function load(address) {
    if (loaded[address]) return Promise.resolve(loaded[address]);
    if (waiting[address]) return waiting[address].promise;
    var entry = (waiting[address] = /** @type {any} */ ({}));
    entry.promise = new Promise(function (resolve) { entry.resolve = resolve; }).then(function (value) {
      delete waiting[address];
      if (!value) delete loaded[address];
      return value;
    });
    var element = document.createElement("script");
    element.src = /** @type {any} */ (policy ? policy.createScriptURL(address) : address);
    element.onload = function () { if (!(address in loaded)) entry.resolve(null); element.remove(); };
    element.onerror = function () { entry.resolve(null); element.remove(); };
    document.head.append(element);
    return entry.promise;
  }

  /* --- bits --- */

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
    function gamma() { var n = ones(24); return (1 << n) + bits(n); }
    return {
      bits: bits,
      gamma: gamma,
      tally: function () { var n = ones(3); return n < 3 ? n + 1 : 3 + gamma(); },
      rice: function (k) { var q = ones(ESCAPE); return q === ESCAPE ? bits(ESCAPE_BITS) : q * (1 << k) + bits(k); },
      spent: function () { return at > units.length; }
    };
  }
  /** Numbers of five bits a character, the low ones first. @param {string} text */
  function sizesOf(text) {
    var units = sextets(text), out = [], value = 0, shift = 0, i;
    for (i = 0; i < units.length; i++) {
      value |= (units[i] & 31) << shift;
      shift += 5;
      if (units[i] < 32) { out.push(value); value = shift = 0; }
    }
    return out;
  }
  /** Gives what puts the characters of two texts in each other's places. @param {string} some @param {string} others */
  function exchanger(some, others) {
    var to = new Map(), a = Array.from(some);
    a.forEach(function (letter, i) { to.set(letter, others[i]); to.set(others[i], letter); });
    return function (text) { var out = ""; for (var character of text) out += to.get(character) || character; return out; };
  }
  /** Put the letters of the two scripts back in their places. @param {string} text */
  var exchange = exchanger(NA.rules.arabic, ALPHABET), idOf = exchanger(NA.rules.ids, NA.rules.asText);

  /* --- what the shards hold --- */

  /** The forms of a stem: {form, text} as a normal form and as it is most often written. */
  function readForms(read, root, others) {
    var forms = [], n = read.gamma(), r = NA.rules, i;
    for (i = 0; i < n; i++) {
      var before = read.gamma() - 1, after = read.gamma() - 1;
      var text = before < r.before.length ? r.before[before] + root + r.after[after] : exchange(others.shift() || "");
      forms.push({ form: A.normalise(text), text: text, docs: [], counts: [] });
    }
    return forms;
  }
  /** Is a stem kept without places? A part of an archive is told which are; elsewhere their number decides. */
  function isCommon(m, stem, n) { return m.frequent ? m.frequent.has(stem) : n >= m.common; }
  /** What stands in a t shard of one stem. */
  function decode(m, place) {
    var read = bitReader(place.bits), n = read.gamma(), doc = -1, i, j;
    var plain = m.plain ? m.plain.has(place.stem) : n >= m.everywhere, k = Math.floor(Math.log2(Math.max(1, (0.7 * m.documents) / (n + 1))));
    var forms = plain ? [] : readForms(read, place.root, place.others.slice()), varied = forms.length > 1;
    var at = new Map(), docs = new Int32Array(n), counts = new Int32Array(n), tokens = new Int32Array(n), titles = new Uint8Array(n);
    for (i = 0; i < n && !read.spent(); i++) {
      doc += read.rice(k) + 1;
      var tally = read.tally(), titled = tally === 4, count = titled ? read.gamma() : tally < 4 ? tally : tally - 1;
      var bonus = titled ? m.title - 1 : 0, rank = 0;
      docs[i] = doc;
      tokens[i] = count;
      titles[i] = titled ? read.bits(3) + 1 : 0;
      counts[i] = count + bonus;
      at.set(doc, i);
      for (j = 0; j < count && !plain; j++) {
        if (varied) rank += read.gamma() - 1;
        var form = forms[rank];
        if (form && form.docs[form.docs.length - 1] === doc) form.counts[form.counts.length - 1]++;
        else if (form) { form.docs.push(doc); form.counts.push(1 + bonus); }
      }
    }
    return { at: at, docs: docs, counts: counts, tokens: tokens, titles: titles, forms: forms, common: isCommon(m, place.stem, n) };
  }
  var NOTHING = { at: new Map(), docs: [], counts: [], tokens: [], titles: [], forms: [], common: false };
  /** Read how stems are dealt out: {branches} by the next bit of the hash, or {place} among the shards and {node}. */
  function readTrie(text, place) {
    var units = sextets(text), at = 0;
    return (function read(node) {
      var bit = (units[Math.floor(at / 6)] >> (5 - (at % 6))) & 1;
      at++;
      return bit ? { branches: [read(2 * node), read(2 * node + 1)] } : { place: place++, node: node };
    })(1);
  }
  /** The groups of hashes that have a shard of their own, in order. */
  function readAlone(text) {
    var read = bitReader(text), n = read.gamma() - 1, k = Math.floor(Math.log2(Math.max(1, (0.7 * (1 << GROUP_BITS)) / (n + 1)))), group = -1, found = [];
    while (n--) found.push((group += read.rice(k) + 1));
    return found;
  }
  /** The leaf of a trie that a hash leads to. */
  function descend(trie, hash) {
    var depth = 0, node = trie;
    while (node.branches) node = node.branches[(hash >>> (31 - depth++)) & 1];
    return node;
  }
  /** A day, month or year, or '', from its number. */
  function dayOf(number) {
    var months = number >> 5, parts = [Math.floor(months / 13), months % 13, number & 31].filter(Boolean);
    return parts.map(function (n, i) { return String(n).padStart(i ? 2 : 4, "0"); }).join("-");
  }
  function lengthsOf(m) {
    var read = bitReader(m.lengths), marks = new Uint8Array(m.documents), i;
    for (i = 0; i < m.documents; i++) marks[i] = i % m.perShard ? marks[i - 1] + read.rice(0) : read.bits(6);
    return marks;
  }

  /**
   * Open an index: `m` is its manifest, `root` the folder of its files. What a reader gives:
   *   documents, average, length: how many documents, their average length, the length of each; sources, hash, title
   *   postings(stem) -> {docs, counts, tokens, titles, forms: [{form, text, docs, counts}], at, common}: `at` is the place
   *     of a document in `docs`, `tokens` how often the stem stands there, `counts` the same with the title weighed,
   *     `titles` how many words (8: or more) the title has that holds it, 0 where it does not;
   *     null when the shard is missing or damaged
   *   places(stem, postings) -> where those tokens stand, a list for each document; null for a common stem, and as above
   *   relatives(stem) -> [{stem, list}]: other stems of its skeleton
   *   rows(documents) -> [{id, title, source, day, bound, carriers, lead}], null for what is missing
   *   copies() -> {of: Map from a document to [{title, source, date, bound, same}], what was merged into it, `same` if no other
   *     paper carried it; writers: Map from a name to documents; by: Map from a document to names}; null as above
   *   days() -> {days, d}, facets(), which has both, too, and suggestions(), see the layout, `holders` a Map from a name's slug to its documents,
   *     `others` one from a document to the days of its copies; facets and copies need refine.js
   *   failed: how often what could not be loaded was asked for, by its address
   * A row's `base` is the folder of its page's `a/`. The manifest of a part has the documents' `marks`, and in `frequent`
   * and `plain` the stems that are kept without places, and without forms.
   */
  function openIndex(m, root, base) {
    var marks = m.marks || lengthsOf(m), alone = readAlone(m.alone), terms = readTrie(m.terms, alone.length), failed = new Map(), known = new Map();
    /** @param {string} kind @param {number} place among the shards of its kind @param {number} [node] what its file is called by */
    function loadShard(kind, place, node) {
      var name = m.shards[kind].substr(place * NAME, NAME), address = root + kind + (node || place) + "-" + name + ".js";
      if (!name) return Promise.resolve(null);
      return load(address).then(function (value) {
        if (!value) failed.set(address, (failed.get(address) || 0) + 1);
        return value;
      });
    }
    /** Keep what results show of the documents of a d shard. */
    function keep(first, shard) {
      var ids = idOf(shard.i), sources = sizesOf(shard.s), days = sizesOf(shard.d), carried = sizesOf(shard.c), texts = exchange(shard.t).split("\x7f");
      (ids.includes(",") ? ids.split(",").slice(0, -1) : ids.match(/.{10}/g)).forEach(function (id, i) {
        known.set(first + i, { id: id, title: texts[2 * i], source: m.sources[sources[i]], day: dayOf(days[i]), bound: Boolean(carried[i] & 1), carriers: carried[i] >> 1, lead: texts[2 * i + 1], base: base || "" });
      });
    }
    /** The t shard of a stem: its place among them and what its file is called by. */
    function leafOf(hash) {
      var own = hash >>> (32 - GROUP_BITS), at = alone.indexOf(own);
      return at < 0 ? descend(terms, hash) : { place: at, node: (1 << GROUP_BITS) + own };
    }
    function loadTerms(stem) { var at = leafOf(A.checksum(A.skeleton(stem))); return loadShard("t", at.place, at.node); }
    /** Where the stems of a t shard are, in it and among the places of its p shard. */
    function locate(shard) {
      if (!shard.at) {
        var offset = 0, held = 0, sizes = sizesOf(shard.n);
        shard.at = new Map();
        (shard.w ? shard.w.split(" ") : []).forEach(function (entry, i) {
          var parts = entry.split(","), root = exchange(parts[0]), stem = A.core(root);
          var place = { stem: stem, root: root, others: parts.slice(1), bits: shard.b.slice(offset, (offset += sizes[i])), held: held, list: null };
          if (!isCommon(m, stem, bitReader(place.bits.slice(0, 8)).gamma())) held++;
          shard.at.set(stem, place);
        });
      }
      return shard.at;
    }
    function find(stem) { return loadTerms(stem).then(function (shard) { return shard && (locate(shard).get(stem) || NOTHING); }); }
    function listOf(place) { return place === NOTHING ? NOTHING : place.list || (place.list = decode(m, place)); }
    function postings(stem) { return find(stem).then(function (place) { return place && listOf(place); }); }
    function relatives(stem) {
      return loadTerms(stem).then(function (shard) {
        if (!shard) return [];
        var own = A.skeleton(stem), found = [];
        locate(shard).forEach(function (place, other) {
          if (other === stem || Math.abs(other.length - stem.length) > 2 || A.skeleton(other) !== own) return;
          found.push({ stem: other, list: listOf(place) });
        });
        return found;
      });
    }
    function rows(docs) {
      return Promise.all(docs.map(function (doc) {
        if (known.has(doc)) return known.get(doc);
        var number = Math.floor(doc / m.perShard);
        return loadShard("d", number).then(function (shard) {
          if (shard) keep(number * m.perShard, shard);
          return known.get(doc) || null;
        });
      }));
    }
    function days() { return loadShard("y", 0); }
    function facets() {
      return Promise.all([loadShard("f", 0), days()]).then(function (both) { return both[0] && both[1] && NA.refine.readFacets(both[0], both[1]); });
    }
    function copies() { return loadShard("c", 0).then(function (c) { return c && NA.refine.readCopies(c, exchange); }); }
    /** Phrases alone ask for places: done by refine.js. */
    function places(stem, list) { return NA.bring("refine").then(function () { return NA.refine.places(inner, stem, list); }); }
    var inner = { manifest: m, marks: marks, alone: alone, terms: terms, leaf: leafOf, shard: loadShard, find: find };
    return {
      documents: m.documents, average: m.average, length: Float32Array.from(marks, function (mark) { return Math.pow(2, mark / 3); }),
      sources: m.sources, hash: m.hash, title: m.title, failed: failed,
      postings: postings, places: places, relatives: relatives, rows: rows, days: days, facets: facets, copies: copies, suggestions: function () { return loadShard("s", 0); }
    };
  }
  var ready = null;
  /** The page's own index; an error where its manifest is missing or of another version. */
  NA.index = function () {
    if (!ready) {
      ready = Promise.resolve(loaded.manifest).then(function (m) {
        if (!m || m.version !== VERSION) { ready = null; throw new Error("index"); }
        return m.parts ? NA.openParts(m) : openIndex(m, "search/");
      });
    }
    return ready.then(function (index) { return index.renew ? index.renew() : index; });
  };
  NA.reader = { version: VERSION, open: openIndex, load: load, bits: bitReader, sizes: sizesOf, exchange: exchange, trie: readTrie, descend: descend, groupBits: GROUP_BITS };
})(typeof window === "undefined" ? globalThis : window);
