/* Queries: words, "phrases", +must, -not, AND OR NOT, brackets, fields, dates. Every text is a query, or none. */
(function (global) {
  "use strict";
  /** @type {any} */
  var NA = (global.NewsArchive = global.NewsArchive || {});
  var A = NA.analyse, P = NA.plain, LONGEST = P.longest, MOST = P.most, DEEPEST = 20;
  var OPERATORS = { AND: "and", OR: "or", NOT: "not", "\u0623\u0648": "or", "\u0627\u0648": "or" };
  var FIELDS = {
    "عنوان": "title", title: "title", "مصدر": "source", source: "source", "اسم": "name", name: "name", "كاتب": "author", "الكاتب": "author", author: "author", "تاريخ": "date", date: "date"
  };
  /* Month names as normal forms, in the five sets of the Arab press. */
  var MONTHS = [
    "يناير جانفي كانون_الثاني", "فبراير فيفري شباط", "مارس اذار", "ابريل افريل نيسان", "مايو ماي ايار", "يونيو يونيه جوان حزيران",
    "يوليو يوليوز يوليه جويليه تموز", "اغسطس غشت اوت اب", "سبتمبر شتنبر ايلول", "اكتوبر تشرين_الاول", "نوفمبر نونبر تشرين_الثاني",
    "ديسمبر دجنبر كانون_الاول"
  ];
  var HIJRI = ["محرم", "صفر", "ربيع_الاول", "ربيع_الثاني ربيع_الاخر", "جمادي_الاولي", "جمادي_الاخره جمادي_الثانيه", "رجب", "شعبان", "رمضان", "شوال", "ذو_القعده ذي_القعده", "ذو_الحجه ذي_الحجه"];
  function numbered(names) {
    var found = new Map();
    names.forEach(function (group, i) { group.split(" ").forEach(function (name) { found.set(name.replace("_", " "), i + 1); }); });
    return found;
  }
  var MONTH = numbered(MONTHS), HIJRI_MONTH = numbered(HIJRI);
  var WEEKDAYS = new Set(["السبت", "الأحد", "الاثنين", "الإثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة"].map(A.normalise));
  /* Words that say of a date what it is, and go with it: يوم ٢٥ تموز ٢٠١٥. */
  var BEFORE_DATE = new Set(["يوم", "ليوم", "بتاريخ", "تاريخ", "شهر", "عام", "سنة"].map(A.normalise));
  function two(n) { return (n < 10 ? "0" : "") + n; }

  /** The Gregorian days of a Hijri year or month, by the tabular calendar: true to a day or two. */
  function fromHijri(year, month) {
    function day(y, m) {
      var count = 1948439 + (y - 1) * 354 + Math.floor((3 + 11 * y) / 30) + 29 * (m - 1) + Math.floor(m / 2); // Julian day number
      return new Date((count - 2440587.5 + 0.5) * 86400000).toISOString().slice(0, 10);
    }
    var next = month ? (month === 12 ? day(year + 1, 1) : day(year, month + 1)) : day(year + 1, 1);
    return { kind: "date", from: day(year, month || 1), to: new Date(Date.parse(next) - 86400000).toISOString().slice(0, 10) };
  }
  /** Read one word as a date or a range; null for any other. A bare year is a word. @param {string} word */
  function dateOf(word, bare) {
    var text = A.normalise(word).replace(/\u2026/g, "..");
    text = text.split(/(\.\.+)/).map(function (side) { // the day first or last, between strokes, dots or hyphens
      return side.replace(/^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/, "$4-$3-$1").replace(/^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/, function (_, y, sign, m, d) { return y + "-" + two(Number(m)) + "-" + two(Number(d)); });
    }).join("");
    var hijri = /^(1[345]\d\d)ه?$/.exec(text);
    if (hijri && (bare || /ه$/.test(text))) return fromHijri(Number(hijri[1]));
    var one = "(\\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\\d|3[01]))?)?)", range = new RegExp("^" + one + "?\\.\\.+" + one + "?$").exec(text), single = new RegExp("^" + one + "$").exec(text);
    if (range && (range[1] || range[2])) return { kind: "date", from: range[1] || "", to: range[2] || "" };
    if (single && (bare || text.length > 4)) return { kind: "date", from: text, to: text };
    return null;
  }
  /** Join a month's name and a year that stand side by side into a date, and the day before them. Such a date, or one in figures, keeps its
   * words: in a long question, or where nothing is of that date, they are words like others. */
  function joinDates(parts) {
    var found = [], i;
    function word(k) { return parts[k] && parts[k].kind === "word" ? A.normalise(parts[k].text) : ""; }
    /** A day as the archive prints it: its number, the month, perhaps the month's other name in brackets, the year. */
    function dayAt(start) {
      var number = /^0?([1-9]|[12]\d|3[01])$/.exec(word(start)), date = null;
      if (number) [2, 1].forEach(function (length) {
        var at = start + 1, month = MONTH.get(length === 2 ? word(at) + " " + word(at + 1) : word(at)), year;
        if (date || !month) return;
        at += length;
        if (parts[at] && parts[at].kind === "(") [2, 1].forEach(function (other) {
          if (parts[at + other + 1] && parts[at + other + 1].kind === ")" && MONTH.get(other === 2 ? word(at + 1) + " " + word(at + 2) : word(at + 1)) === month) at += other + 2;
        });
        if (!(year = /^(1[89]\d\d|20\d\d)م?$/.exec(word(at)))) return;
        var day = year[1] + "-" + two(month) + "-" + two(Number(number[1]));
        date = { taken: at + 1 - start, node: { kind: "date", from: day, to: day } };
      });
      return date;
    }
    for (i = 0; i < parts.length; i++) {
      var day = dayAt(WEEKDAYS.has(word(i)) ? i + 1 : i), taken = day ? day.taken + (WEEKDAYS.has(word(i)) ? 1 : 0) : 0, date = day && day.node;
      [2, 1].forEach(function (length) {
        if (date) return;
        var name = length === 2 ? word(i) + " " + word(i + 1) : word(i), year = /^(1[3459]\d\d|20\d\d)ه?$/.exec(word(i + length));
        if (!year) return;
        var number = Number(year[1]);
        if (MONTH.has(name) && number >= 1800) date = { kind: "date", from: year[1] + "-" + two(MONTH.get(name)), to: year[1] + "-" + two(MONTH.get(name)) };
        if (HIJRI_MONTH.has(name) && number < 1600) date = fromHijri(number, HIJRI_MONTH.get(name));
        if (date) taken = length + 1;
      });
      if (!date && word(i) === "بلا" && word(i + 1) === "تاريخ") { date = { kind: "undated" }; taken = 2; }
      if (!date && word(i)) { date = dateOf(parts[i].text, false); taken = date ? 1 : 0; }
      if (date) {
        var hard = parts[i].kind === "word" && /\.\./.test(parts[i].text), own = parts.slice(i, i + taken), last = found[found.length - 1];
        if (!hard && last && last.kind === "word" && BEFORE_DATE.has(A.normalise(last.text))) own.unshift(found.pop());
        found.push({ kind: "filter", node: date, words: hard ? null : own });
        i += taken - 1;
      } else found.push(parts[i]);
    }
    return found;
  }
  function fieldOf(field, text) {
    var words = A.words(text);
    if (field === "date") {
      var parts = joinDates(A.normalise(text).split(/\s+/).filter(Boolean).map(function (w) { return { kind: "word", text: w }; }));
      return parts.length === 1 && parts[0].kind === "filter" ? parts[0].node : dateOf(text, true);
    }
    if (!words.length) return null;
    if (field === "title") return { kind: "title", words: words };
    return { kind: field, words: words, text: text };
  }
  var MOST_BESIDE = 3; // words beside a date that still narrows the answers
  var LONGEST_NAME = 5;
  /** A field means the words behind its own, too, where they are a known name together: مصدر:صوت الساحل. */
  function lengthen(parts, known) {
    return parts.reduce(function (done, part, i) {
      if (part.taken) return done;
      if (part.open && /^(source|name|author)$/.test(part.node.kind)) {
        for (var n = LONGEST_NAME - 1; n; n--) {
          var more = parts.slice(i + 1, i + 1 + n), text = [part.open].concat(more.map(function (p) { return p.text; })).join(" ");
          if (more.length < n || !more.every(function (p) { return p.kind === "word"; }) || !known(part.node.kind, A.words(text))) continue;
          more.forEach(function (p) { p.taken = true; });
          return done.concat({ kind: "filter", node: fieldOf(part.node.kind, text) });
        }
      }
      return done.concat(part);
    }, []);
  }
  /** @param {string} text @param {boolean} [asWords] @param {(field: string, words: object[]) => boolean} [known] */
  function lex(text, asWords, known) {
    var parts = [], pattern = /[«“„＂"]([^«»“”„＂"]*)(?:[»”＂"]|$)|([()])|([^\s()«»“”„＂"]+)/gu, match, field = null;
    text = text.slice(0, LONGEST);
    while ((match = pattern.exec(text)) && parts.length < MOST) {
      var inner = match[1] !== undefined ? match[1] : match[3];
      if (field && inner !== undefined) { // عنوان:"عبارة", عنوان: كلمة
        var bound = fieldOf(field, inner);
        if (bound) parts.push({ kind: "filter", node: bound, open: match[1] === undefined && inner });
        field = null;
        continue;
      }
      field = null;
      if (match[1] !== undefined) parts.push({ kind: "phrase", text: match[1] });
      else if (match[2]) parts.push({ kind: match[2] });
      else {
        var word = match[3];
        if (Object.prototype.hasOwnProperty.call(OPERATORS, word)) { parts.push({ kind: OPERATORS[word] }); continue; }
        var opens = /[«“„＂"(]/.test(text[pattern.lastIndex] || ""); // -"phrase" and -(group), too
        var sign = /^[+\-−]/.test(word) && (word.length > 1 || opens) ? word[0] : "";
        if (sign) parts.push({ kind: sign === "+" ? "must" : "not" });
        word = word.slice(sign.length);
        var colon = word.indexOf(":"), name = colon > 0 ? word.slice(0, colon).toLowerCase() : "";
        if (Object.prototype.hasOwnProperty.call(FIELDS, name)) {
          field = FIELDS[name];
          if (colon < word.length - 1) {
            var node = fieldOf(field, word.slice(colon + 1));
            if (node) parts.push({ kind: "filter", node: node, open: word.slice(colon + 1) });
            field = null;
          }
          continue;
        }
        if (word) parts.push({ kind: "word", text: word });
      }
    }
    parts.forEach(function (p, i) { p.asks = p.kind === "word" && P.happens(p.text, parts[i - 1] && parts[i - 1].text); });
    var joined = joinDates(known ? lengthen(parts, known) : parts), beside = joined.filter(function (p) {
      var leaf = p.kind === "word" && P.leaf(p.text, false, p.asks);
      return leaf && !P.asks(leaf) && !P.leans(leaf);
    }).length;
    if (!asWords && beside <= MOST_BESIDE) return joined;
    return joined.reduce(function (all, p) { return all.concat(p.words || [p]); }, []);
  }
  /** Parse to a tree; plain neighbours mean any of them, must and not bind to what follows, a filter binds the group.
   * @param {string} text @param {boolean} [asWords] read dates as words, but for ranges and what stands after تاريخ: */
  function parse(text, asWords, known) {
    var parts = lex(text, asWords, known), at = 0, depth = 0;
    function kind(i) { return parts[i] ? parts[i].kind : ""; }
    function group() {
      var any = [], must = [], not = [];
      while (at < parts.length && kind(at) !== ")") {
        if (kind(at) === "or") { at++; continue; }
        if (kind(at) === "not" || kind(at) === "must") {
          var sign = kind(at++);
          var bound = sign === "not" ? atom() : conjunction(); // NOT a AND b: b without a
          if (bound) (sign === "not" ? not : must).push(bound);
          while (kind(at) === "and") at++;
          continue;
        }
        var filter = kind(at) === "filter" && kind(at - 1) !== "or" && kind(at + 1) !== "or", node = conjunction();
        if (node) (filter ? must : any).push(node);
      }
      if (must.length || !any.every(P.asks)) any = any.filter(function (n) { return !P.asks(n); });
      if (must.some(P.isFilter) && any.every(P.leans)) any = [];
      if (!any.length && !must.length) return not.length ? { kind: "none" } : null;
      var wanted = any.length === 1 ? any[0] : any.length ? { kind: "or", parts: any } : null;
      if (!must.length && !not.length) return wanted;
      if (must.length === 1 && !wanted && !not.length) return must[0];
      // filters alone hold nothing down: what else is asked must be found, too
      if (wanted && must.length && must.every(function (n) { return P.isFilter(n); })) return { kind: "all", must: must.concat(wanted), any: null, not: not };
      return { kind: "all", must: must, any: wanted, not: not };
    }
    function conjunction() {
      var items = [], not = [], node = atom();
      if (node) items.push(node);
      while (kind(at) === "and") {
        at++;
        if (kind(at) === "not") { at++; node = atom(); if (node) not.push(node); }
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
        if (++depth > DEEPEST) return null;
        var inside = group();
        if (kind(at) === ")") at++;
        depth--;
        if (inside && inside.kind === "word") inside.word.leans = false; // what stands in brackets stands for itself
        return inside;
      }
      if (part.kind === "not") { var inner = atom(); return inner ? { kind: "all", must: [], any: null, not: [inner] } : null; }
      if (part.kind === "must") return atom();
      if (part.kind === "filter") return part.node;
      return P.leaf(part.text, part.kind === "phrase", part.asks);
    }
    var nodes = [], node;
    while (at < parts.length) { node = group(); if (node) nodes.push(node); if (kind(at) === ")") at++; }
    return nodes.length > 1 ? { kind: "or", parts: nodes } : nodes[0] || null;
  }
  NA.parse = parse;
  NA.query = { parse: parse, isFilter: P.isFilter, dateOf: dateOf, fromHijri: fromHijri };
})(typeof window === "undefined" ? globalThis : window);
