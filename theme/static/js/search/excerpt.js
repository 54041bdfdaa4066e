/* Excerpts that follow the question: where the words that were found stand closest together in an article, in place of
 * its first words. The text comes from the article's page once the answers are shown, over http only: a page from a disk
 * may read no other, and keeps the first words. */
(function (global) {
  "use strict";
  /** @type {any} */
  var NA = (global.NewsArchive = global.NewsArchive || {});
  var A = NA.analyse, REACH = 20, SHOWN = 26, BEFORE = 6; // words in which they are looked for, that are shown, before the first
  var BREAK = /[.؟?!؛\n]/;

  /** The words of a text: where each stands and the stem of those that are wanted, a Map from normal forms to {stem, worth}. */
  function readWords(text, wanted) {
    var from = 0;
    return A.tokens(text).map(function (token) {
      var at = text.indexOf(token, from), form = wanted.get(A.normalise(token));
      from = at + token.length;
      return { at: at, end: from, token: token, stem: form ? form.stem : "", worth: form ? form.worth : 0 };
    });
  }
  /** What the distinct stems among some words are worth together. */
  function worthOf(words) {
    var seen = new Map();
    words.forEach(function (word) { if (word.stem) seen.set(word.stem, word.worth); });
    return Array.from(seen.values()).reduce(function (sum, worth) { return sum + worth; }, 0);
  }
  /** The best place of some paragraphs: {text, matched, worth}; null where no wanted word stands in them. */
  function find(paragraphs, wanted) {
    var best = null;
    paragraphs.forEach(function (text) {
      var words = readWords(text, wanted);
      words.forEach(function (word, i) {
        var worth = word.stem ? worthOf(words.slice(i, i + REACH)) : 0;
        if (worth && (!best || worth > best.worth)) best = { text: text, words: words, at: i, worth: worth };
      });
    });
    return best && cut(best);
  }
  /** From the beginning of the sentence if that is near, else from a few words before. */
  function cut(best) {
    var words = best.words, first = Math.max(0, best.at - BEFORE), last, i;
    for (i = best.at; i > first; i--) if (BREAK.test(best.text.slice(words[i - 1].end, words[i].at))) first = i;
    last = Math.min(words.length, first + SHOWN) - 1;
    var from = first ? words[first].at : 0, to = last < words.length - 1 ? words[last].end : best.text.length;
    var matched = words.slice(first, last + 1).filter(function (word) { return word.stem; }).map(function (word) { return word.token; });
    return { text: (first ? "… " : "") + best.text.slice(from, to).trim() + (to < best.text.length ? " …" : ""), matched: Array.from(new Set(matched)), worth: best.worth };
  }
  /** The forms that were found, by normal form; a rare stem is worth more. @param {{form: string, count: number}[]} forms */
  function wantedOf(forms, off) {
    var wanted = new Map(), total = new Map();
    forms.forEach(function (f) { var stem = A.stem(f.form); total.set(stem, (total.get(stem) || 0) + f.count); });
    forms.forEach(function (f) { var stem = A.stem(f.form); if (!off.includes(f.form)) wanted.set(f.form, { stem: stem, worth: 1 / Math.log2(2 + total.get(stem)) }); });
    return wanted;
  }
  /** The paragraphs of an article's page; none where it cannot be read. */
  function read(url) {
    return new Promise(function (resolve) {
      var request = new XMLHttpRequest();
      request.open("GET", url);
      request.responseType = "document";
      request.onload = function () {
        var page = request.status === 200 && request.responseXML;
        resolve(page ? Array.from(page.querySelectorAll("[data-part=body] > p[id]"), function (p) { return p.textContent; }) : []);
      };
      request.onerror = function () { resolve([]); };
      request.send();
    });
  }
  /** Give each hit's excerpt the place that says most of what was asked. `show(i, text, matched)` puts it there. */
  function follow(hits, forms, off, show) {
    var connection = /** @type {any} */ (navigator).connection, wanted = wantedOf(forms, off);
    if (!/^https?:$/.test(location.protocol) || !wanted.size || (connection && connection.saveData)) return Promise.resolve();
    var most = worthOf(Array.from(wanted.values()));
    return Promise.all(hits.map(function (hit, i) {
      var lead = worthOf(readWords(hit.excerpt, wanted));
      if (lead >= most) return undefined;
      return read(hit.url).then(function (paragraphs) {
        var found = find(paragraphs, wanted);
        if (found && found.worth > lead) show(i, found.text, found.matched);
      });
    }));
  }
  NA.excerpt = { find: find, follow: follow, wantedOf: wantedOf };
})(typeof window === "undefined" ? globalThis : window);
