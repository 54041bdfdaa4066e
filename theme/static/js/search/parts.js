/* An archive in parts, searched as one: an index of each part is asked, and what they give is put together under the
 * numbers and with the statistics of the whole, so that rank.js finds what it would find in one index. Layout: the
 * docstring of plugins/news_archive/search/divided.py. */
(function (global) {
  "use strict";
  /** @type {any} */
  var NA = (global.NewsArchive = global.NewsArchive || {});
  var R = NA.reader;

  /** What lists of the parts give together; null where no part answered. @param {any[]} parts @param {any[]} lists */
  function join(parts, lists, common) {
    var n = 0, at = new Map(), forms = new Map(), next = 0;
    if (!lists.some(Boolean)) return null;
    lists.forEach(function (list) { if (list) n += list.docs.length; });
    var docs = new Int32Array(n), counts = new Int32Array(n), tokens = new Int32Array(n), titles = new Uint8Array(n);
    lists.forEach(function (list, p) {
      if (!list) return;
      for (var i = 0; i < list.docs.length; i++, next++) {
        docs[next] = parts[p].docs[list.docs[i]];
        counts[next] = list.counts[i];
        tokens[next] = list.tokens[i];
        titles[next] = list.titles[i];
        at.set(docs[next], next);
      }
      list.forms.forEach(function (form) {
        var whole = forms.get(form.form);
        if (!whole) forms.set(form.form, (whole = { form: form.form, text: form.text, docs: [], counts: [] }));
        form.docs.forEach(function (doc, i) { whole.docs.push(parts[p].docs[doc]); whole.counts.push(form.counts[i]); });
      });
    });
    return { at: at, docs: docs, counts: counts, tokens: tokens, titles: titles, forms: Array.from(forms.values()), common: common, lists: lists };
  }
  /** The day of each document; what a part does not give has none. */
  function joinDays(w, parts, found) {
    var dayOf = new Map([["", 0]]), days = [""], d = new Int32Array(w.documents);
    parts.forEach(function (part, p) {
      var own = found[p];
      if (!own) return;
      var day = own.days.map(function (text) {
        if (!dayOf.has(text)) { dayOf.set(text, days.length); days.push(text); }
        return dayOf.get(text);
      });
      part.docs.forEach(function (doc, i) { d[doc] = day[own.d[i]]; });
    });
    return { days: days, d: d };
  }
  /** What filters need, from the facets of the parts; what a part does not give has no source and no day. */
  function joinFacets(w, parts, found, sources) {
    var blank = sources.indexOf(""), names = new Map(), when = joinDays(w, parts, found);
    var f = { s: new Int32Array(w.documents).fill(blank), d: when.d, days: when.days, ids: sources.map(function () { return ""; }), names: [], holders: new Map(), bound: new Set(), carried: new Set(), versions: new Set(), others: new Map() };
    parts.forEach(function (part, p) {
      var own = found[p];
      if (!own) return;
      var source = part.sources.map(function (name) { return sources.indexOf(name); });
      part.docs.forEach(function (doc, i) { f.s[doc] = source[own.s[i]]; });
      own.ids.forEach(function (id, i) { if (id && source[i] >= 0) f.ids[source[i]] = id; });
      ["bound", "carried", "versions"].forEach(function (name) { own[name].forEach(function (i) { f[name].add(part.docs[i]); }); });
      own.others.forEach(function (days, i) { f.others.set(part.docs[i], days); });
      own.names.forEach(function (name) {
        if (!names.has(name[0])) { names.set(name[0], name); f.holders.set(name[0], []); }
        own.holders.get(name[0]).forEach(function (i) { f.holders.get(name[0]).push(part.docs[i]); });
      });
    });
    f.names = Array.from(names.keys()).sort().map(function (slug) { return names.get(slug); });
    return f;
  }
  /** The numbers that documents have in one index, from their order by topic: a shard's are sorted by their lengths. */
  function numberDocuments(w, marks) {
    var number = new Int32Array(w.documents), first, i;
    for (first = 0; first < w.documents; first += w.perShard) {
      var block = [];
      for (i = first; i < Math.min(w.documents, first + w.perShard); i++) block.push(i);
      block.sort(function (a, b) { return marks[a] - marks[b] || a - b; });
      for (i = 0; i < block.length; i++) number[block[i]] = first + i;
    }
    return number;
  }

  /** Open all parts as one index, a reader as shards.js describes it. @param {any} w the manifest of the whole */
  NA.openParts = function (w) {
    var read = NA.packed.reader(NA.packed.fromBase64(w.marks)), marks = Array.from({ length: w.documents }, function () { return read.bits(6); });
    var number = numberDocuments(w, marks), length = new Float32Array(w.documents), partOf = new Int32Array(w.documents), placeOf = new Int32Array(w.documents);
    var frequent = w.frequent ? w.frequent.split(" ") : [], common = new Set(frequent), plain = new Set(frequent.slice(0, w.plain));
    var sources = w.sources.includes("") ? w.sources : w.sources.concat(""), known = new Map(), facets = null, missed = new Map();
    var parts = w.parts.map(function (told) {
      return { name: told[0], label: told[3], base: told[1], address: told[1] + "search/m0-" + told[2] + ".js", docs: [], marks: [], sources: [], reader: null };
    });
    var order = NA.packed.reader(NA.packed.fromBase64(w.order)), width = 1;
    while (1 << width < parts.length) width++;
    for (var rank = 0; rank < w.documents; rank++) {
      var p = order.bits(width), doc = number[rank];
      partOf[doc] = p;
      placeOf[doc] = parts[p].docs.length;
      parts[p].docs.push(doc);
      parts[p].marks.push(marks[rank]);
      length[doc] = Math.pow(2, marks[rank] / 3);
    }
    /** Open a part that is not open yet; one whose manifest is missing, damaged or of another release stays silent. */
    function open(part) {
      if (part.reader) return Promise.resolve();
      return R.load(part.address).then(function (m) {
        if (!m || m.version !== R.version || m.documents !== part.docs.length) { missed.set(part.address, (missed.get(part.address) || 0) + 1); return; }
        part.sources = m.sources;
        part.reader = R.open(Object.assign({}, m, { marks: part.marks, frequent: common, plain: plain }), part.base + "search/", part.base);
      });
    }
    function ask(question) { return Promise.all(parts.map(function (part) { return part.reader ? question(part.reader, part) : null; })); }
    function postings(stem) {
      if (known.has(stem)) return Promise.resolve(known.get(stem));
      return ask(function (reader) { return reader.postings(stem); }).then(function (lists) {
        var list = join(parts, lists, common.has(stem));
        if (lists.every(Boolean)) known.set(stem, list);
        return list;
      });
    }
    function places(stem, list) {
      if (!list.docs.length || list.common) return Promise.resolve(null);
      if (list.places) return Promise.resolve(list.places);
      return Promise.all(parts.map(function (part, p) {
        var own = list.lists[p];
        return own && own.docs.length ? part.reader.places(stem, own) : [];
      })).then(function (found) {
        var all = [];
        found.forEach(function (own, p) { // where a part's are missing, its documents stand nowhere
          if (own) all = all.concat(own); else list.lists[p].docs.forEach(function () { all.push(new Int32Array(0)); });
        });
        if (found.every(Boolean)) list.places = all;
        return all;
      });
    }
    function relatives(stem) {
      return ask(function (reader) { return reader.relatives(stem); }).then(function (found) {
        var stems = new Map();
        found.forEach(function (own, p) {
          (own || []).forEach(function (other) {
            if (!stems.has(other.stem)) stems.set(other.stem, parts.map(function () { return null; }));
            stems.get(other.stem)[p] = other.list;
          });
        });
        return Array.from(stems, function (entry) { return { stem: entry[0], list: join(parts, entry[1], common.has(entry[0])) }; });
      });
    }
    function rows(docs) {
      return Promise.all(docs.map(function (doc) {
        var reader = parts[partOf[doc]].reader;
        return reader ? reader.rows([placeOf[doc]]).then(function (found) { return found[0]; }) : null;
      }));
    }
    var index = {
      documents: w.documents, average: w.average, length: length, sources: sources, hash: w.hash, title: w.title,
      postings: postings, places: places, relatives: relatives, rows: rows,
      days: function () { return ask(function (reader) { return reader.days(); }).then(function (found) { return joinDays(w, parts, found); }); },
      facets: function () {
        if (facets) return Promise.resolve(facets);
        return ask(function (reader) { return reader.facets(); }).then(function (found) {
          if (!found.some(Boolean)) return null;
          var f = joinFacets(w, parts, found, sources);
          if (found.every(Boolean)) facets = f;
          return f;
        });
      },
      copies: function () {
        return ask(function (reader) { return reader.copies(); }).then(function (found) {
          var all = { of: new Map(), by: new Map(), writers: new Map() };
          found.forEach(function (own, p) {
            function whole(i) { return parts[p].docs[i]; }
            if (!own) return;
            own.of.forEach(function (copies, i) { all.of.set(whole(i), copies); });
            own.by.forEach(function (names, i) { all.by.set(whole(i), names); });
            own.writers.forEach(function (docs, name) { all.writers.set(name, (all.writers.get(name) || []).concat(docs.map(whole))); });
          });
          return found.every(Boolean) ? all : null;
        });
      },
      suggestions: function () { return R.load("search/s0-" + w.shards.s + ".js"); },
      /** How often each file was asked for and did not come. */
      get failed() {
        var all = new Map(missed);
        parts.forEach(function (part) { if (part.reader) part.reader.failed.forEach(function (times, address) { all.set(address, times); }); });
        return all;
      },
      /** The parts that do not answer, wholly or for the addresses that were lost. */
      silent: function (lost) {
        return parts.filter(function (part) { return !part.reader || lost.some(function (address) { return address.indexOf(part.base) === 0; }); }).map(function (part) { return { part: part.name, label: part.label }; });
      },
      /** Ask once more for the parts that are silent. */
      renew: function () { return Promise.all(parts.map(open)).then(function () { return index; }); }
    };
    return index;
  };
})(typeof window === "undefined" ? globalThis : window);
