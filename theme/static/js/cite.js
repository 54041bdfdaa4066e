// The full citation and its formats, made in the page from its own metadata. Text reaches the page through textContent only.
document.addEventListener("DOMContentLoaded", function () {
  "use strict";
  /** @type {any} */
  var NA = window.NewsArchive;
  var make = NA.make, box = document.querySelector("[data-part=cite]");
  var data = document.querySelector('script[type="application/ld+json"]'), article = document.querySelector("article[data-article-id]");
  if (!box || !data || !article) return;
  var meta = JSON.parse(data.textContent);
  var id = article.dataset.articleId, here = location.href.split("#")[0];
  var url = /^http/.test(here) ? here : ""; // the address of a file is its reader's own
  var named = document.head.querySelector("meta[property='og:site_name']");
  var title = meta.headline, paper = named ? named.getAttribute("content") : "", author = meta.author ? meta.author.name : "";
  var date = meta.datePublished || "", said = article.querySelector("dl dd :is(a, b)");
  // What Zotero and others look for in a page that is open, and need not be fetched with it ten thousand times.
  if (named) named.setAttribute("name", "prism:publicationName");
  if (author) document.head.append(make("meta", { name: "citation_author", content: author }));
  if (date) document.head.append(make("meta", { name: "citation_date", content: date }));
  document.head.append(make("meta", { name: "dc:type", content: "newsItem" }),
    make("meta", { name: "description", content: [paper, said ? said.textContent : ""].filter(Boolean).join("، ") }));
  var archive = NA.site.name, link = document.querySelector("[data-part=provenance] a[href^=http]"), original = link ? link.getAttribute("href") : "";
  /** What is known of a date that is not: the words of the page; and where the source has the article. */
  var note = [date || !said ? "" : said.textContent, original].filter(Boolean).join("، ");
  /** A day of collection, in the form of dates that programs read (EDTF): no later than. */
  var until = date ? null : /\/d\/(\d{4}-\d\d-\d\d)/.exec((said && said.getAttribute("href")) || ""), edtf = until ? "../" + until[1] : date;
  function plain(text) { return String(text).replace(/[{}\\]/g, "").replace(/\s+/g, " "); }
  /** What TeX would take for a command or a comment, escaped. @param {string} text */
  function tex(text) { return plain(text).replace(/[&%$#_]/g, "\\$&").replace(/[~^]/g, ""); }
  /** The text of a paragraph as published, whatever stands in it for the moment. @param {Element} paragraph */
  NA.published = function (paragraph) {
    var copy = paragraph.cloneNode(true);
    copy.querySelectorAll("del.was").forEach(function (gone) { gone.remove(); });
    return copy.textContent;
  };
  function each(selector, read) { return Array.prototype.map.call(article.querySelectorAll(selector), read); }
  var formats = {
    BibTeX: function () {
      var lines = ["@misc{" + id + ",", "  title = {" + tex(title) + "},"];
      if (author) lines.push("  author = {{" + tex(author) + "}},");
      if (edtf) lines.push("  date = {" + edtf + "},");
      if (note) lines.push("  note = {" + tex(note) + "},");
      lines.push("  howpublished = {" + tex([paper, archive].filter(Boolean).join("، ")) + "},");
      if (url) lines.push("  url = {" + url + "},");
      lines.push("  langid = {arabic}", "}");
      return lines.join("\n");
    },
    RIS: function () {
      var lines = ["TY  - NEWS", "TI  - " + plain(title)];
      if (author) lines.push("AU  - " + plain(author));
      if (paper) lines.push("T2  - " + plain(paper));
      if (date) lines.push("DA  - " + date.replace(/-/g, "/"), "PY  - " + date.slice(0, 4));
      if (until) lines.push("N1  - " + edtf);
      if (note) lines.push("N1  - " + plain(note));
      lines.push("DB  - " + plain(archive), "AN  - " + id);
      if (url) lines.push("UR  - " + url);
      lines.push("LA  - ar", "ER  - ");
      return lines.join("\n");
    },
    "CSL-JSON": function () {
      var item = { id: id, type: "article-newspaper", title: title, language: "ar", archive: archive };
      if (url) item.URL = url;
      if (author) item.author = [{ literal: author }];
      if (paper) item["container-title"] = paper;
      if (date) item.issued = { "date-parts": [date.split("-").map(Number)] };
      else if (until) item.issued = { literal: said.textContent, raw: edtf };
      if (note) item.note = note;
      return JSON.stringify([item], null, 2);
    },
    JSON: function () { // the article as data/articles.jsonl.gz has it, with the names that its text links to
      var slugs = each("a[data-entity]", function (link) { return link.getAttribute("href").replace(/^.*[/#]|\.html$/g, ""); });
      return JSON.stringify({
        id: id, url: original || null, title: title,
        paragraphs: each("[data-part=body] > p[id]", NA.published),
        source: paper || null, author: author || null, date: edtf || null,
        names: slugs.filter(function (slug, place) { return slugs.indexOf(slug) === place; })
      }, null, 1);
    }
  };
  var out = make("pre", { class: "mono scroll", tabindex: "0", hidden: "" });
  var full = make("p", { class: "ref" });
  ["«" + title + "»", author, paper, said ? said.textContent : ""].filter(Boolean).forEach(function (part) {
    full.append(NA.bdi(part), ". ");
  });
  full.append(archive + "، ");
  full.append.apply(full, Array.prototype.slice.call(box.childNodes));
  full.append(". ", make("bdi", { class: "print", dir: "ltr" }, url));
  var names = Object.keys(formats);
  var buttons = [NA.button("انسخ الاستشهاد", function () { NA.copy(buttons[0], full.textContent); }, { class: "chip" })];
  names.forEach(function (name) {
    buttons.push(NA.button(name, function () {
      out.textContent = formats[name]();
      out.hidden = false;
      if (navigator.clipboard) navigator.clipboard.writeText(out.textContent).catch(function () {});
    }, { class: "chip", lang: "en" }));
  });
  /** The part of the archive that this page is of, with a slash, where the archive is in parts. */
  function part() {
    var ends = NA.site.part ? new URL(NA.site.part, NA.root).href.split("%7Bpart%7D") : [], at = here.replace(/a\/[^/]*$/, "");
    return ends.length > 1 && at.indexOf(ends[0]) === 0 && at.slice(-ends[1].length) === ends[1] ? at.slice(ends[0].length, -ends[1].length) + "/" : "";
  }
  var evidence = NA.root + "evidence.html#" + part() + id;
  buttons.push(make("a", { class: "chip", href: evidence }, "حزمة الإثبات"));
  var origin = document.querySelector("[data-part=provenance]");
  if (origin && !origin.querySelector("a[download]")) origin.append("، ", make("a", { href: evidence }, "النصّ الخام كما وصل"));
  var carriers = document.querySelector("[data-part=versions] .carriers");
  if (carriers) carriers.after(make("p", { class: "meta" }, make("a", { href: evidence }, "نصّ كل منها كما وصل")));
  box.replaceWith(make("div", { class: "cite", "data-part": "cite" }, [full, make("div", { class: "chips" }, buttons), out]));
});
