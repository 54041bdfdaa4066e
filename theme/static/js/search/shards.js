/* The index: files loaded as scripts, which is what works from file:// too, and their bits read back. Layout: the
 * docstring of plugins/news_archive/search/__init__.py. */
(function (global) {
  "use strict";
  /** @type {any} */
  var NA = (global.NewsArchive = global.NewsArchive || {});
  var A = NA.analyse, VERSION = 4;
  var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  var ESCAPE = 16, ESCAPE_BITS = 24;

  var root = "search/", waiting = {}, loaded = {}, failed = new Set();
  var policy = NA.policy || (global.trustedTypes ? global.trustedTypes.createPolicy("news-archive", {
    createScriptURL: function (url) { if (/^search\/[a-z][0-9]+-[0-9a-z]+\.js$/.test(url)) return url; throw new TypeError("not a shard: " + url); }
  }) : null);
  NA.put = function (name, value, sum) {
    if (sum !== undefined && A.checksum(VERSION + JSON.stringify(value)) !== sum) value = null;
    loaded[name] = value;
    if (waiting[name]) waiting[name].resolve(value);
  };
  /** Load one file of the index; one that is missing or damaged gives null, and may be asked for again.
   * @param {string} key @param {string} file */
  function load(key, file) {
    if (loaded[key]) return Promise.resolve(loaded[key]);
    if (waiting[key]) return waiting[key].promise;
    var entry = (waiting[key] = /** @type {any} */ ({}));
    entry.promise = new Promise(function (resolve) { entry.resolve = resolve; }).then(function (value) {
      delete waiting[key];
      if (value) failed.delete(key); else { failed.add(key); delete loaded[key]; }
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
          m.length = Float32Array.from(m.marks, function (mark) { return Math.pow(2, mark / 3); });
          m.terms = m.shards.t.length / NAME;
        }
        return m;
      });
    }
    return ready;
  }
  var NAME = 4;
  /** A p shard is named after its t shards. */
  function placesName(m, number) {
    var name = "", i;
    for (i = number * m.together; i < Math.min(m.terms, (number + 1) * m.together); i++) name += m.shards.t.substr(i * NAME, Math.floor(NAME / m.together));
    return name;
  }
  /** @param {string} kind @param {number} number */
  function loadShard(m, kind, number) {
    var at = number * NAME, name = kind === "p" ? placesName(m, number) : m.shards[kind].slice(at, at + NAME);
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
  var NOTHING = { at: new Map(), docs: [], counts: [], tokens: [], titles: [], forms: [], common: false };
  /** What the index holds of a stem. `at` is the place of a document in `docs`, `counts` its tokens, the title's weighed.
   * @returns {Promise<any>} null when its shard is missing or damaged */
  function postings(m, word) {
    return loadShard(m, "t", A.checksum(A.skeleton(word)) % m.terms).then(function (shard) {
      if (!shard) return null;
      var place = locate(m, shard).get(word);
      if (!place) return NOTHING;
      if (!place.list) place.list = decode(m, place);
      return place.list;
    });
  }
  function decode(m, place) {
    var read = bitReader(place.bits), n = read.gamma(), k = read.bits(5), doc = -1, i, j;
    var plain = n >= m.everywhere, varied = place.forms.length > 1 && !plain;
    var at = new Map(), docs = new Int32Array(n), counts = new Int32Array(n), tokens = new Int32Array(n), titles = new Uint8Array(n);
    var forms = plain ? [] : place.forms.map(function (form) { return { form: form, docs: [], counts: [] }; });
    for (i = 0; i < n && !read.spent(); i++) {
      doc += read.rice(k) + 1;
      var tally = read.gamma(), titled = tally === 3, count = titled ? read.gamma() : tally < 3 ? tally : tally - 1;
      var bonus = titled ? m.title - 1 : 0;
      docs[i] = doc;
      tokens[i] = count;
      titles[i] = titled ? 1 : 0;
      counts[i] = count + bonus;
      at.set(doc, i);
      for (j = 0; j < count && !plain; j++) {
        var form = forms[varied ? read.gamma() - 1 : 0];
        if (form && form.docs[form.docs.length - 1] === doc) form.counts[form.counts.length - 1]++;
        else if (form) { form.docs.push(doc); form.counts.push(1 + bonus); }
      }
    }
    return { at: at, docs: docs, counts: counts, tokens: tokens, titles: titles, forms: forms, common: n >= m.common };
  }
  /** Where a stem's tokens stand: a list for each of its postings; null for a common stem or a damaged shard. */
  function places(m, word, list) {
    if (!list.docs.length || list.common) return Promise.resolve(null);
    if (list.places) return Promise.resolve(list.places);
    var number = A.checksum(A.skeleton(word)) % m.terms;
    return Promise.all([loadShard(m, "t", number), loadShard(m, "p", Math.floor(number / m.together))]).then(function (both) {
      if (!both[0] || !both[1]) return null;
      var shard = both[1].s[number % m.together];
      var held = locate(m, both[0]).get(word).held, from = 0, i, j;
      for (i = 0; i < held; i++) from += shard.n[i];
      var read = bitReader(shard.b.slice(from, from + shard.n[held])), found = [];
      for (i = 0; i < list.docs.length && !read.spent(); i++) {
        var count = list.tokens[i], position = -1, own = new Int32Array(count);
        var k = Math.max(0, Math.floor((m.marks[list.docs[i]] - Math.floor(3 * Math.log2(count))) / 3) - 1);
        for (j = 0; j < count; j++) own[j] = position += read.rice(k) + 1;
        found.push(own);
      }
      list.places = found;
      return found;
    });
  }
  /** Other stems of the shard that have the skeleton of this one and about its length: plurals, misspellings. */
  function relatives(m, word) {
    return loadShard(m, "t", A.checksum(A.skeleton(word)) % m.terms).then(function (shard) {
      if (!shard) return [];
      var own = A.skeleton(word), found = [], at = locate(m, shard);
      at.forEach(function (place, other) {
        if (other === word || Math.abs(other.length - word.length) > 2 || A.skeleton(other) !== own) return;
        if (!place.list) place.list = decode(m, place);
        found.push({ stem: other, list: place.list });
      });
      return found;
    });
  }

  function rows(m, docs) {
    return Promise.all(docs.map(function (doc) {
      var number = Math.floor(doc / m.perShard);
      return loadShard(m, "d", number).then(function (shard) { return shard ? shard.r[doc % m.perShard] : null; });
    }));
  }
  function unfold(gaps) { var doc = 0; return gaps.map(function (gap) { return (doc += gap); }); }
  /** What filters and counts need of every document. @returns {Promise<any>} */
  function facets(m) {
    return loadShard(m, "f", 0).then(function (f) {
      if (f && !f.holders) {
        f.holders = new Map();
        f.names.forEach(function (name) { f.holders.set(name[0], new Set(unfold(name[2]))); });
        f.bound = new Set(unfold(f.b));
        f.carried = new Set(unfold(f.c));
        f.versions = new Set(unfold(f.v));
      }
      return f;
    });
  }
  NA.shards = { manifest: manifest, postings: postings, places: places, relatives: relatives, rows: rows, facets: facets, load: loadShard, failed: failed };
  NA.manifest = manifest;
})(typeof window === "undefined" ? globalThis : window);
