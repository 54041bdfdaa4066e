/* What is wrong with a question that finds nothing, in a sentence: only minus words, no such day, a field with nothing behind
 * it, a newspaper, name or writer that the archive does not know, with the nearest ones. */
(function () {
  "use strict";
  /** @type {any} */
  var NA = window.NewsArchive;
  var A = NA.analyse, NEAREST = 3;
  var FIELD = { "مصدر": "source", source: "source", "اسم": "name", name: "name", "كاتب": "author", "الكاتب": "author", author: "author" };
  var FIELDS = /(?:^|\s)[+\-−]?(عنوان|مصدر|اسم|كاتب|الكاتب|تاريخ|title|source|name|author|date):\s*(?:[«"“]([^»"”]*)[»"”]?|([^\s«"“]+))?((?:\s+[^\s:«»"“”()+\-−]+)*)/gi;

  function fieldsOf(text) {
    var found = [];
    text.replace(FIELDS, function (whole, field, quoted, word, tail) { found.push({ whole: whole.trim(), field: field, value: (quoted || word || "").trim(), tail: tail }); return ""; });
    return found;
  }
  function isDay(day) {
    var date = new Date(day + "T00:00:00Z");
    return day.length < 10 || (!isNaN(date.getTime()) && date.toISOString().slice(0, 10) === day);
  }
  /** What was written as a day and is none, or ''. */
  function wrongDay(text) {
    var wrong = fieldsOf(text).find(function (f) { return /^(تاريخ|date)$/i.test(f.field) && f.value && !NA.query.parse("date:«" + f.value + f.tail + "»") && !NA.query.parse("date:«" + f.value + "»"); });
    if (wrong) return wrong.value;
    var figures = text.split(/\s+/).find(function (word) { return /^(\d{4}([-/.])\d{1,2}\2\d{1,2}|\d{1,2}([-/.])\d{1,2}\3\d{4})$/.test(A.normalise(word)) && !NA.query.dateOf(word); });
    if (figures) return figures;
    var days = JSON.stringify(NA.query.parse(text) || "").match(/\d{4}-\d\d-\d\d/g) || [];
    return days.find(function (day) { return !isDay(day); }) || "";
  }
  /** Names that hold most of some words, give or take a letter. */
  function nearest(names, asked) {
    var best = [], most = 0.5;
    names.forEach(function (name) {
      var own = A.words(name), worth = own.length ? -0.05 * own.length : -1;
      asked.forEach(function (w) {
        worth += own.reduce(function (sum, o) { return Math.max(sum, o.stem === w.stem ? 1 : w.norm.length > 3 && NA.edits(o.norm, w.norm, 1) === 1 ? 0.75 : 0); }, 0);
      });
      if (worth > most) { most = worth; best = []; }
      if (worth === most && !best.includes(name)) best.push(name);
    });
    return best.slice(0, NEAREST);
  }
  /** The words of the tail that belong to a name, or do not. */
  function part(tail, name, belong) {
    var own = A.words(name);
    return tail.split(/\s+/).filter(function (t) { return t && own.some(function (o) { return A.words(t).some(function (w) { return w.stem === o.stem; }); }) === belong; });
  }
  /** What is typed, each in its own direction. @param {string} label @param {string[]} typed */
  function example(label, typed) {
    return [label].concat(typed.reduce(function (all, text, i) { return all.concat(i ? "، " : [], NA.bdi(text)); }, []));
  }
  function said(title, hint, links) { return { title: title, hint: hint, links: links || [] }; }
  /** @param {string} text @param {any} m the index @returns {Promise<{title: any[], hint: any[], links: {label: string, query: string}[]} | null>} */
  NA.fault = function (text, m) {
    var fields = fieldsOf(text), empty = fields.find(function (f) { return !f.value; }), tree = NA.query.parse(text);
    if (empty) return Promise.resolve(said(["ليس بعد النقطتين شيء: ", NA.bdi(empty.field + ":")], example("اكتب ما تطلبه بعدهما: ", ["عنوان:مطر", "كاتب:الصواف"])));
    if (tree && tree.kind === "none") return Promise.resolve(said(["ليس في ما كتبت إلا ما يُستثنى"], example("علامة − تستثني من نتائج كلمة أخرى: ", ["مطر -سيول"])));
    var day = wrongDay(text);
    if (day) return Promise.resolve(said(["لا يوم كهذا في التقويم: ", NA.bdi(day)], example("من صور التاريخ: ", ["2015-07-25", "25 تموز 2015", "تموز 2015", "2015-07..2015-08"])));
    var named = fields.filter(function (f) { return FIELD[f.field.toLowerCase()]; });
    if (!named.length) return Promise.resolve(null);
    return Promise.all([NA.refine.known(m, text), m.facets(), m.copies()]).then(function (parts) {
      var fault = named.find(function (f) { return !parts[0](FIELD[f.field.toLowerCase()], A.words(f.value)); });
      if (!fault) return null;
      var kind = FIELD[fault.field.toLowerCase()], names = kind === "source" ? m.sources : kind === "name" ? (parts[1] ? parts[1].names.map(function (n) { return n[1]; }) : []) : parts[2] ? Array.from(parts[2].writers.keys()) : [];
      var links = nearest(names.filter(Boolean), A.words(fault.value + fault.tail)).map(function (name) {
        return { label: name, query: text.replace(fault.whole, fault.field + ":«" + name + "» " + part(fault.tail, name, false).join(" ")).trim(), said: part(fault.tail, name, true) };
      });
      var title = kind === "source" ? "لا مصدر في الأرشيف اسمه " : kind === "name" ? "لا صفحة في الأرشيف لاسم " : "لا كاتب في الأرشيف اسمه ";
      return said([title, NA.bdi([fault.value].concat(links.length ? links[0].said : []).join(" "))], [], links);
    });
  };
})();
