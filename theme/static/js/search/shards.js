/* The index reader: files loaded as scripts, which is what works from file:// too, and what they hold. Layout: the
 * docstring of plugins/news_archive/search/__init__.py. Ranking (rank.js) asks a reader and knows nothing of files:
 * whatever answers as the object that openIndex returns can be searched, for instance several indexes as one. */
(function (global) {
  "use strict";
  /** @type {any} */
  var NA = (global.NewsArchive = global.NewsArchive || {});
  var A = NA.analyse, bitReader = NA.packed.reader, fromBase64 = NA.packed.fromBase64, VERSION = 9;
  var LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", NAME = 4, GROUP_BITS = 20, ID_LENGTH = 10;

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
  /** What a file of the index calls. It is known by its address, so that several indexes can be open. The manifest, which
   * stands in the page's own script, hands over a value, all others a text and bits, as strings, and what proves them.
   * @param {string} name @param {any} value @param {string[]} [bits] @param {number} [proof] */
  NA.put = function (name, value, bits, proof) {
    var script = typeof document === "undefined" ? null : document.currentScript, address = (bits && script && script.getAttribute("src")) || name;
    if (bits) value = A.checksum(VERSION + value + bits.join("")) === proof ? { text: value && exchange(NA.packed.inflate(NA.packed.unpack(value))), bits: bits.map(NA.packed.unpack) } : null;
    loaded[address] = value;
    if (waiting[address]) waiting[address].resolve(value);
  };
  /** Load a file: {text, bits}; one that is missing or damaged gives null, and may be asked for again. @param {string} address */
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

  /** Load a file whose text is a value as JSON. @param {string} address */
  function loadValue(address) {
    return load(address).then(function (file) { return file && (file.value = file.value || JSON.parse(file.text)); });
  }
  var other = null;
  /** Put the letters of the two scripts back in their places. @param {string} text */
  function exchange(text) {
    var out = "";
    if (!other) {
      other = new Map();
      Array.from(NA.rules.arabic).forEach(function (letter, i) { other.set(letter, LETTERS[i]); other.set(LETTERS[i], letter); });
    }
    for (var character of text) out += other.get(character) || character;
    return out;
  }

  /* --- what the shards hold --- */

  /** The forms of a stem: {form, text} as a normal form and as it is most often written. */
  function readForms(read, root, others) {
    var forms = [], n = read.gamma(), r = NA.rules, i;
    for (i = 0; i < n; i++) {
      var before = read.gamma() - 1, after = read.gamma() - 1;
      var text = before < r.before.length ? r.before[before] + root + r.after[after] : others.shift() || "";
      forms.push({ form: A.normalise(text), text: text, docs: [], counts: [] });
    }
    return forms;
  }
  /** Is a stem kept without places? A part of an archive is told which are; elsewhere their number decides. */
  function isCommon(m, stem, n) { return m.frequent ? m.frequent.has(stem) : n >= m.common; }
  var codes = [];
  /** The code of tallies for a stem of so many forms. */
  function tallies(forms) {
    var kind = Math.min(NA.rules.tallies.length - 1, Math.floor(Math.log2(forms)));
    codes[kind] = codes[kind] || NA.packed.codeOf(Array.from(NA.rules.tallies[kind], function (letter) { return letter === "." ? 0 : letter.charCodeAt(0) - 96; }));
    return codes[kind];
  }
  /** What stands in a t shard of one stem. */
  function decode(m, place) {
    var read = bitReader(place.bits), n = read.gamma(), i, j, plain = m.plain ? m.plain.has(place.stem) : n >= m.everywhere;
    var forms = plain ? [] : readForms(read, place.root, place.others.slice()), varied = forms.length > 1;
    var at = new Map(), docs = read.rising(n, m.documents), counts = new Int32Array(n), tokens = new Int32Array(n), titles = new Uint8Array(n);
    var code = tallies(varied ? forms.length : 1);
    for (i = 0; i < n; i++) {
      var symbol = read.symbol(code), tally = 1 + Math.floor(symbol / 9), titled = tally === 4, count = titled ? read.gamma() : tally < 4 ? tally : 3 + read.gamma();
      var doc = docs[i], bonus = titled ? m.title - 1 : 0, rank = symbol % 9;
      tokens[i] = count;
      titles[i] = titled ? 9 - read.gamma() : 0;
      counts[i] = count + bonus;
      at.set(doc, i);
      for (j = 0; j < count && !plain; j++) {
        if (varied && (j || rank === 8)) rank += read.gamma() - 1;
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
    var read = bitReader(fromBase64(text));
    return (function grow(node) { return read.bits(1) ? { branches: [grow(2 * node), grow(2 * node + 1)] } : { place: place++, node: node }; })(1);
  }
  /** The groups of hashes that have a shard of their own, in order. */
  function readAlone(text) {
    var read = bitReader(fromBase64(text)), n = read.gamma() - 1, k = Math.floor(Math.log2(Math.max(1, (0.7 * (1 << GROUP_BITS)) / (n + 1)))), group = -1, found = [];
    while (n--) found.push((group += read.rice(k) + 1));
    return found;
  }
  /** The leaf of a trie that a hash leads to. */
  function descend(trie, hash) {
    var depth = 0, node = trie;
    while (node.branches) node = node.branches[(hash >>> (31 - depth++)) & 1];
    return node;
  }
  /** The pieces of a file's bits: before them stand their sizes. @param {Uint8Array} bytes @param {number} n how many */
  function piecesOf(bytes, n) {
    var read = bitReader(bytes), sizes = [], at = 0, i;
    for (i = 0; i < n; i++) sizes.push(read.size());
    bytes = read.rest();
    return sizes.map(function (size) { return bytes.subarray(at, (at += size)); });
  }
  /** A day, month or year, or '', from its number. */
  function dayOf(number) {
    var months = number >> 5, parts = [Math.floor(months / 13), months % 13, number & 31].filter(Boolean);
    return parts.map(function (n, i) { return String(n).padStart(i ? 2 : 4, "0"); }).join("-");
  }
  function lengthsOf(m) {
    var read = bitReader(fromBase64(m.lengths)), marks = new Uint8Array(m.documents), i;
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
    function loadShard(kind, place, node) { return loadFile(load, kind, place, node); }
    /** A file of which there is one, whose text is a value. */
    function loadSingle(kind) { return loadFile(loadValue, kind, 0); }
    function loadFile(load, kind, place, node) {
      var name = m.shards[kind].substr(place * NAME, NAME), address = root + kind + (node || place) + "-" + name + ".js";
      if (!name) return Promise.resolve(null);
      return load(address).then(function (value) {
        if (!value) failed.set(address, (failed.get(address) || 0) + 1);
        return value;
      });
    }
    /** Keep what results show of the documents of a d shard. */
    function keep(first, shard) {
      var n = Math.min(m.perShard, m.documents - first), read = bitReader(shard.bits[0]), texts = shard.text.split("\x7f"), rows = [];
      function column(name, next) { for (var i = 0; i < n; i++) rows[i][name] = next(rows[i]); }
      for (var i = 0; i < n; i++) known.set(first + i, (rows[i] = { title: texts[2 * i], lead: texts[2 * i + 1], base: base || "" }));
      column("id", read.gamma);
      column("carriers", read.gamma);
      var since = read.gamma(), width = read.gamma() - 1;
      column("id", function (row) { for (var id = "", size = ID_LENGTH - 1 + row.id; size--;) id += NA.rules.digits[read.bits(5)]; return id; });
      column("source", function (row) {
        var origin = read.bits(32 - Math.clz32(2 * m.sources.length - 1));
        row.bound = Boolean(origin & 1);
        return m.sources[origin >> 1];
      });
      column("day", function () { var day = read.bits(width); return dayOf(day && day - 1 + since); });
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
        var held = 0, words = shard.text ? shard.text.split(" ") : [], pieces = piecesOf(shard.bits[0], words.length);
        shard.at = new Map();
        words.forEach(function (entry, i) {
          var parts = entry.split(","), root = parts[0], stem = A.core(root);
          var place = { stem: stem, root: root, others: parts.slice(1), bits: pieces[i], held: held, shard: shard, list: null };
          if (!isCommon(m, stem, bitReader(place.bits).gamma())) held++;
          shard.at.set(stem, place);
        });
        shard.held = held; // how many have places
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
    function days() { return loadSingle("y"); }
    function facets() {
      return Promise.all([loadShard("f", 0), days(), NA.bring("refine")]).then(function (both) { return both[0] && both[1] && NA.refine.readFacets(both[0], both[1], m.documents); });
    }
    function copies() { return Promise.all([loadShard("c", 0), NA.bring("refine")]).then(function (both) { return both[0] && NA.refine.readCopies(both[0], m.documents); }); }
    /** Phrases alone ask for places: done by refine.js. */
    function places(stem, list) { return NA.bring("refine").then(function () { return NA.refine.places(inner, stem, list); }); }
    var inner = { manifest: m, marks: marks, alone: alone, terms: terms, leaf: leafOf, shard: loadShard, find: find };
    return {
      documents: m.documents, average: m.average, length: Float32Array.from(marks, function (mark) { return Math.pow(2, mark / 3); }),
      sources: m.sources, hash: m.hash, title: m.title, failed: failed,
      postings: postings, places: places, relatives: relatives, rows: rows, days: days, facets: facets, copies: copies, suggestions: function () { return loadSingle("s"); }
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
  NA.reader = { version: VERSION, open: openIndex, load: loadValue, pieces: piecesOf, trie: readTrie, descend: descend, groupBits: GROUP_BITS };
})(typeof window === "undefined" ? globalThis : window);
