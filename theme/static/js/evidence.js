// The evidence of one article as a zip, made in the page: raw text, published text, every change between them, the page
// itself, and the way from its SHA-256 to the root of the release. Nothing leaves the reader's machine.
(function () {
  "use strict";
  /** @type {any} */
  var NA = window.NewsArchive;
  var encoder = new TextEncoder(), decoder = new TextDecoder();

  // --- reading ----------------------------------------------------------------------------------------------------
  /** Where a file stands: those of a part perhaps on a site of their own. */
  function address(path) {
    var own = NA.site.part && /^parts\/([^/]+)\/(.*)$/.exec(path);
    return own ? new URL(NA.site.part.replace("{part}", own[1]) + own[2], NA.root).href : NA.root + path;
  }
  function fetchBytes(path, from, to) {
    var options = from === undefined ? {} : { headers: { Range: "bytes=" + from + "-" + (to - 1) } };
    return fetch(address(path), options).then(function (answer) {
      if (!answer.ok) throw new Error(path + ": " + answer.status);
      return answer.arrayBuffer().then(function (buffer) {
        var bytes = new Uint8Array(buffer);
        return from !== undefined && answer.status !== 206 ? bytes.subarray(from, to) : bytes;
      });
    });
  }
  function fetchJson(path) { return fetchBytes(path).then(function (bytes) { return JSON.parse(decoder.decode(bytes)); }); }
  function gunzip(bytes) {
    if (!bytes.length) return Promise.resolve("");
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  }
  /** The rows of a gzip member of a data file. */
  function rows(base, part, member) {
    return fetchBytes(base + "data/" + part.file, part.offsets[member], part.offsets[member + 1]).then(gunzip).then(function (text) {
      return text.split("\n").filter(Boolean).map(function (line) { return JSON.parse(line); });
    });
  }
  /** An article's row and the bucket that it stands in, among those that hold one whose id begins as its does. */
  function findArticle(base, index, id) {
    var start = id.slice(0, 4), some = index.ids.map(function (_, bucket) { return bucket; }).filter(function (bucket) {
      return (index.ids[bucket].match(/.{4}/g) || []).indexOf(start) >= 0;
    });
    function look(at) {
      if (at >= some.length) return Promise.reject(new Error("لا مادة بهذا المعرّف"));
      return rows(base, index, some[at]).then(function (found) {
        var row = found.filter(function (one) { return one.id === id; })[0];
        return row ? { row: row, bucket: some[at] } : look(at + 1);
      });
    }
    return look(0);
  }
  /** Whether one record stands before another in the ledger: numbers in names count as numbers. */
  function isBefore(one, other) {
    var a = one.match(/\d+|\D+/g) || [], b = other.match(/\d+|\D+/g) || [];
    for (var i = 0; i < a.length && i < b.length; i++) {
      if (a[i] === b[i]) continue;
      var x = /^\d/.test(a[i]), y = /^\d/.test(b[i]);
      return x !== y ? x : x ? Number(a[i]) < Number(b[i]) : a[i] < b[i];
    }
    return a.length < b.length;
  }
  /** The line of a record in the ledger, which stands once, also over an archive in parts. */
  function ledgerLine(record) {
    return fetchJson("data/ledger.index.json").then(function (index) {
      var member = 0;
      index.first.forEach(function (first, at) { if (!isBefore(record, first)) member = at; });
      return rows("", index, member);
    }).then(function (found) { return found.filter(function (line) { return line.source === record; })[0]; });
  }

  // --- the text before and after ----------------------------------------------------------------------------------
  /** Put back what the spans of one field took out; offsets count code points. Null where they do not fit. */
  function undo(published, spans) {
    var points = Array.from(published), result = [], at = 0, raw = 0;
    for (var i = 0; i < spans.length; i++) {
      var kept = spans[i].start - raw, replacement = Array.from(spans[i].replacement);
      result = result.concat(points.slice(at, at + kept), Array.from(spans[i].text));
      at += kept;
      if (points.slice(at, at + replacement.length).join("") !== spans[i].replacement) return null;
      at += replacement.length;
      raw = spans[i].end;
    }
    return result.concat(points.slice(at)).join("");
  }

  // --- hashes -----------------------------------------------------------------------------------------------------
  function sha256(bytes) { return crypto.subtle.digest("SHA-256", bytes).then(function (buffer) { return new Uint8Array(buffer); }); }
  function hex(bytes) { return Array.from(bytes, function (b) { return (b + 256).toString(16).slice(1); }).join(""); }
  function unhex(text) { return Uint8Array.from(text.match(/../g) || [], function (pair) { return parseInt(pair, 16); }); }
  function joined(parts) {
    var size = parts.reduce(function (sum, part) { return sum + part.length; }, 0), all = new Uint8Array(size), at = 0;
    parts.forEach(function (part) { all.set(part, at); at += part.length; });
    return all;
  }
  function leaf(line) { return sha256(joined([[0], encoder.encode(line)])); }
  /** The steps from one of the hashes to their root. */
  function climb(level, index, steps) {
    if (level.length < 2) return Promise.resolve(steps);
    var sibling = index ^ 1;
    if (sibling < level.length) steps.push({ right: sibling > index, hash: hex(level[sibling]) });
    var pairs = [];
    for (var i = 0; i < level.length; i += 2) {
      pairs.push(i + 1 < level.length ? sha256(joined([[1], level[i], level[i + 1]])) : Promise.resolve(level[i]));
    }
    return Promise.all(pairs).then(function (up) { return climb(up, index >> 1, steps); });
  }
  function prove(path, digest) {
    return fetchJson("data/release.json").then(function (release) {
      return findLine(release, path, 0, release.blocks.length).then(function (found) {
        if (found.lines[found.index] !== digest + "  " + path + "\n") throw new Error("ليست هذه الصفحة هي التي نُشرت في هذا الإصدار");
        return Promise.all(found.lines.map(leaf)).then(function (hashes) {
          return climb(hashes, found.index, []);
        }).then(function (steps) {
          return climb(release.blocks.map(unhex), found.block, steps);
        }).then(function (steps) {
          return { path: path, sha256: digest, root: release.root, steps: steps };
        });
      });
    });
  }
  /** Search the sorted lines of checksums.txt.gz, a block at a time. */
  function findLine(release, path, low, high) {
    if (low >= high) return Promise.reject(new Error("ليس في checksums.txt.gz: " + path));
    var block = (low + high) >> 1;
    return fetchBytes("data/checksums.txt.gz", release.offsets[block], release.offsets[block + 1]).then(gunzip).then(function (text) {
      var lines = text.match(/.*\n/g) || [];
      var names = lines.map(function (line) { return line.slice(66, -1); });
      if (path < names[0]) return findLine(release, path, low, block);
      if (path > names[names.length - 1]) return findLine(release, path, block + 1, high);
      return { block: block, lines: lines, index: names.indexOf(path) };
    });
  }

  // --- the zip ----------------------------------------------------------------------------------------------------
  var table = Array.from({ length: 256 }, function (_, n) {
    for (var k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n >>> 0;
  });
  function crc32(bytes) {
    var crc = -1;
    for (var i = 0; i < bytes.length; i++) crc = table[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
    return (crc ^ -1) >>> 0;
  }
  function little(values) {
    var out = [];
    values.forEach(function (pair) { for (var i = 0; i < pair[1]; i++) out.push(pair[0] / Math.pow(256, i) & 255); });
    return Uint8Array.from(out);
  }
  /** A zip of stored files, all dated 1980, so that the same article gives the same bytes. */
  function zip(files) {
    var parts = [], directory = [], at = 0, count = 0;
    Object.keys(files).sort().forEach(function (name) {
      var data = files[name], path = encoder.encode(name);
      var common = [[0x800, 2], [0, 2], [0, 2], [33, 2], [crc32(data), 4], [data.length, 4], [data.length, 4], [path.length, 2], [0, 2]];
      var head = joined([little([[0x04034b50, 4], [20, 2]].concat(common)), path]);
      directory.push(little([[0x02014b50, 4], [20, 2], [20, 2]].concat(common, [[0, 2], [0, 2], [0, 2], [0, 4], [at, 4]])), path);
      parts.push(head, data);
      at += head.length + data.length;
      count++;
    });
    var central = joined(directory);
    return joined(parts.concat([central, little([[0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [central.length, 4], [at, 4], [0, 2]])]));
  }

  // --- one article ------------------------------------------------------------------------------------------------
  var READ_ME = "حزمة إثبات لمادة من الأرشيف. للتحقق منها بلا اتصال: python3 verify.py، ثم قارن بصمة الإصدار بما في أسفل الصفحة الأولى.\n" +
    "raw.json النص كما وصل، ledger.json سطره في الدفتر وبصمته، clean.json كما نُشر، spans.jsonl كل تغيير بينهما، page.html الصفحة، merkle.json طريق بصمتها إلى بصمة الإصدار.\n\n" +
    "Evidence of one article of the archive. Verify it offline: python3 verify.py, then compare the root with the foot of the\n" +
    "archive's front page. raw.json: the text as received; ledger.json: its line in the ledger, with its SHA-256; clean.json: as published; spans.jsonl: every change between them;\n" +
    "page.html: the page; merkle.json: the way from its SHA-256 to the root of the release; raw/: the file as received.\n";
  function json(value) { return encoder.encode(JSON.stringify(value, null, 1) + "\n"); }

  /** A row of articles or copies with its changes, its line of the ledger, and its fields as published and as they came. */
  function beforeCleaning(row, all) {
    var spans = all.filter(function (span) { return span.id === row.id.slice(0, 10) && span.source === row.record; });
    var published = { title: row.title, body: row.paragraphs.join("\n"), author: row.author || "" }, raw = { source: row.record };
    if (row.title_generated) raw.generated_title = true;
    Object.keys(published).forEach(function (field) {
      var own = spans.filter(function (span) { return span.field === field; });
      if (field === "title" && raw.generated_title) raw.title = own.map(function (span) { return span.text; }).join("");
      else raw[field] = undo(published[field], own);
      if (raw[field] === null) throw new Error("التغييرات لا توافق النصّ");
    });
    return ledgerLine(row.record).then(function (line) { return { article: row, line: line, spans: spans, published: published, raw: raw }; });
  }

  /**
   * An article as published and as it came: its row, its changes, its raw fields, the HTML of its page, the same of the records merged into it; in an archive in
   * parts its part stands before the id, with a slash. @param {string} name
   */
  NA.original = function (name) {
    var named = /^(?:([a-z0-9-]+)\/)?([0-9a-hjkmnp-tv-z]{10}(?:-[0-9a-f]{10})?)$/.exec(name);
    if (!named) return Promise.reject(new Error("لا مادة بهذا المعرّف"));
    var base = named[1] ? "parts/" + named[1] + "/" : "", id = named[2], path = base + "a/" + id + ".html";
    return Promise.all([fetchBytes(path), fetchJson(base + "data/articles.index.json")]).then(function (got) {
      return findArticle(base, got[1], id).then(function (found) {
        return Promise.all([got[0], found.row, rows(base, got[1].spans, found.bucket), found.row.members.length ? rows(base, got[1].copies, found.bucket) : []]);
      });
    }).then(function (got) {
      var merged = got[3].filter(function (row) { return row.page === id; });
      return Promise.all([beforeCleaning(got[1], got[2])].concat(merged.map(function (row) { return beforeCleaning(row, got[2]); }))).then(function (all) {
        return Object.assign(all[0], { id: id, base: base, path: path, page: got[0], html: decoder.decode(got[0]), copies: all.slice(1) });
      });
    });
  };

  /** The zip of an article; ``whole`` is what NA.original gave of it, if it was asked before. */
  NA.evidence = function (name, whole) {
    var files = {}, path = "";
    return Promise.all([whole || NA.original(name), fetchBytes("data/verify.py")]).then(function (got) {
      var found = got[0], article = found.article, html = found.html, spans = found.spans, id = found.id;
      path = found.path;
      files["page.html"] = found.page;
      files["verify.py"] = got[1];
      files["README.txt"] = encoder.encode(READ_ME);
      var provenance = html.split('data-part="provenance">')[1] || "";
      files["raw.json"] = json(found.raw);
      if (found.line) files["ledger.json"] = json(found.line);
      files["clean.json"] = json(Object.assign({}, found.published, { markdown: /\.md$/.test(article.record), article: article }));
      files["spans.jsonl"] = encoder.encode(spans.map(function (span) { return JSON.stringify(span) + "\n"; }).join(""));
      var ld = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(html);
      if (ld) files["article.jsonld"] = encoder.encode(ld[1] + "\n");
      files["citation.txt"] = encoder.encode("«" + article.title + "». " + [article.author, article.source, article.date].filter(Boolean).join(". ") +
        (article.author || article.source || article.date ? ". " : "") + NA.site.name + "، المادة " + id + ". " + new URL(address(path), location.href).href + "\n");
      var file = /href="?\.\.\/(raw\/[a-z0-9.-]+)/.exec(provenance);
      return Promise.all([sha256(files["page.html"]), file ? fetchBytes(found.base + file[1]).then(function (bytes) { files[file[1]] = bytes; }) : null]);
    }).then(function (got) {
      return prove(path, hex(got[0]));
    }).then(function (proof) {
      files["merkle.json"] = json(proof);
      var names = Object.keys(files).sort();
      return Promise.all(names.map(function (name) { return sha256(files[name]); })).then(function (sums) {
        files["manifest-sha256.txt"] = encoder.encode(names.map(function (name, i) { return hex(sums[i]) + "  " + name + "\n"; }).join(""));
        return { bytes: zip(files), proof: proof, names: names };
      });
    });
  };

  // --- the page ---------------------------------------------------------------------------------------------------
  var make = NA.make;
  /** A record as it came: its name, encoding, size and SHA-256, and its fields before cleaning. */
  function record(found) {
    var article = found.article, raw = found.raw, text = [raw.title, raw.author, raw.body].filter(Boolean).join("\n\n") + "\n";
    var facts = [["السجلّ", article.record], ["الترميز", article.encoding], ["الحجم", NA.number(article.bytes) + " بايت"], ["SHA-256", found.line ? found.line.sha256 : ""]];
    var parts = [["العنوان", raw.title], ["الكاتب", raw.author], ["المتن", raw.body]].filter(function (part) { return part[1]; });
    return [
      make("dl", { class: "kv" }, [].concat.apply([], facts.map(function (fact) {
        return [make("dt", {}, fact[0]), make("dd", {}, make("bdi", {}, String(fact[1])))];
      }))),
      make("p", { class: "meta" }, [make("a", { class: "more", download: article.id + ".txt", href: URL.createObjectURL(new Blob([text], { type: "text/plain" })) }, "نزّل النصّ الخام")].concat(article.page ? [whole(found)] : []))
    ].concat([].concat.apply([], parts.map(function (part) {
      return [make("h3", {}, part[0]), make("pre", { dir: "auto", tabindex: "0" }, part[1])];
    })));
  }
  /** A merged record as one file: its line of the ledger, its text before and after cleaning, every change between. */
  function whole(copy) {
    var all = { ledger: copy.line, raw: copy.raw, clean: copy.article, spans: copy.spans };
    return make("a", { class: "more", download: copy.article.id + ".json", href: URL.createObjectURL(new Blob([json(all)], { type: "application/json" })) }, "نزّل كل ما يُعرف عنه");
  }
  /** The record that the page shows, then those merged into it, folded. */
  function records(found) {
    var all = [make("section", { class: "sec raw" }, [make("h2", {}, "النصّ كما وصل")].concat(record(found)))];
    if (found.copies.length) all.push(make("section", { class: "sec raw", id: "copies" }, [make("h2", {}, "ما ضُمّ إليها كما وصل")].concat(found.copies.map(function (copy) {
      return make("details", {}, [make("summary", {}, [make("bdi", {}, copy.article.title), " ", make("bdi", { class: "quiet" }, copy.article.record)])].concat(record(copy)));
    }))));
    return all;
  }
  document.addEventListener("DOMContentLoaded", function () {
    var place = document.getElementById("evidence"), name = location.hash.slice(1), id = name.replace(/^.*\//, "");
    if (!place) return;
    function say(text) { place.replaceChildren(make("p", { role: "status" }, text)); }
    if (location.protocol === "file:" || !window.DecompressionStream) {
      say("لا تُصنع الحزمة إلا في صفحة مفتوحة من الشبكة بمتصفح حديث: افتح الأرشيف من عنوانه، أو شغّل invoke serve.");
      place.append(make("p", {}, "وكذلك النصّ الخام لما وصل سطراً في ملف. ومن القرص: ما وصل ملفاً بنفسه يُنزَّل من صفحة المادة، وغيره في مجلد data: المنشور في articles.jsonl.gz، وكل تغيير في spans.jsonl.gz."));
      return;
    }
    if (!id) { say("افتح هذه الصفحة من زر «حزمة الإثبات» تحت المادة."); return; }
    say("تُصنع الحزمة…");
    NA.original(name).then(function (found) {
      place.after.apply(place, records(found));
      if (!window.crypto || !crypto.subtle) { say("لا تُصنع الحزمة إلا في صفحة مفتوحة باتصال آمن (https)."); return null; }
      return NA.evidence(name, found).then(function (made) {
        var link = make("a", { class: "more", download: id + ".zip", href: URL.createObjectURL(new Blob([made.bytes], { type: "application/zip" })) }, "نزّل " + id + ".zip");
        place.replaceChildren(
          make("p", { role: "status" }, link),
          make("p", { class: "sum" }, ["المادة ", make("a", { href: address(made.proof.path) }, make("bdi", { class: "mono" }, id)), "، في الإصدار ", make("bdi", { class: "mono sha", dir: "ltr" }, made.proof.root)])
        );
      });
    }).catch(function (error) { say("تعذّر صنع الحزمة: " + error.message); });
  });
})();
