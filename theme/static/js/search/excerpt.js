/* Excerpts that follow the question: where the words that were found stand closest together in an article, in place of
 * its first words; or the headline of a copy, or the writer's name, where these are what was found. The text comes from the
 * article's page once the answers are shown, over http only: a page from a disk may read no other. */
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
  /** What the distinct stems among some words are worth together, and within how many words they stand. */
  function weigh(words) {
    var seen = new Set(), worth = 0, span = 0;
    words.forEach(function (word, i) { if (word.stem && !seen.has(word.stem)) { seen.add(word.stem); worth += word.worth; span = i; } });
    return { worth: worth, span: span };
  }
  function worthOf(words) { return weigh(words).worth; }
  /** The best place of some paragraphs: {text, matched, worth}; null where no wanted word stands in them. */
  function find(paragraphs, wanted) {
    var best = null;
    paragraphs.forEach(function (text) {
      var words = readWords(text, wanted);
      words.forEach(function (word, i) {
        var own = word.stem ? weigh(words.slice(i, i + REACH)) : null;
        if (own && (!best || own.worth > best.worth || (own.worth === best.worth && own.span < best.span))) best = { text: text, words: words, at: i, worth: own.worth, span: own.span };
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
  /** Does a phrase, given as its stems, stand in one of some texts? */
  function stands(texts, stems) {
    return texts.some(function (text) {
      var words = A.words(text);
      return words.some(function (_, i) { return stems.every(function (stem, k) { return words[i + k] && words[i + k].stem === stem; }); });
    });
  }
  var pages = new Map();
  /** The paragraphs of an article's page, read once; none where it cannot be read. */
  function read(url) {
    if (!pages.has(url)) pages.set(url, load(url));
    return pages.get(url);
  }
  function load(url) {
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
  /** The best of some texts beside an article's own, each {text, said}; null where none says more than `least`. */
  function best(texts, wanted, least) {
    var found = null;
    texts.forEach(function (other) {
      var words = readWords(other.text, wanted).filter(function (word) { return word.stem; }), worth = worthOf(words);
      if (worth > (found ? found.worth : least)) found = { text: other.text, said: other.said, matched: words.map(function (word) { return word.token; }), worth: worth };
    });
    return found;
  }
  /** Give each hit's excerpt the place that says most of what was asked. `show(i, {text, matched, said})` puts it there;
   * `beside(i)` gives the headlines of copies and the writers, as {headlines: [{text, said}], writers: [{text, said}]}. */
  function follow(hits, forms, off, beside, show) {
    var connection = /** @type {any} */ (navigator).connection, wanted = wantedOf(forms, off), most = worthOf(Array.from(wanted.values()));
    var reads = /^https?:$/.test(location.protocol) && !(connection && connection.saveData);
    function worth(text) { return worthOf(readWords(text, wanted)); }
    if (!wanted.size) return Promise.resolve();
    return Promise.all(hits.map(function (hit, i) {
      var lead = worth(hit.excerpt), title = worth(hit.title);
      if (title >= most && lead >= most) return undefined;
      return Promise.all([reads && lead < most ? read(hit.url) : [], title < most ? beside(i) : null]).then(function (both) {
        var place = find(both[0], wanted), own = place && place.worth > lead ? place : null, from = own ? own.worth : lead;
        var other = both[1] && (best(both[1].headlines, wanted, Math.max(title, from - 1e-9)) || best(both[1].writers, wanted, Math.max(title, from)));
        if (other || own) show(i, other || own);
      });
    }));
  }
  NA.excerpt = { stands: stands, read: read, find: find, follow: follow, wantedOf: wantedOf };
})(typeof window === "undefined" ? globalThis : window);
