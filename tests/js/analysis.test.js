/** The page analyses a word as the index does: same tables, same pairs, same digest over every code point. */
"use strict";

const { describe, it } = require("node:test");
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const ROOT = path.join(__dirname, "..", "..");
const FIXTURES = path.join(ROOT, "tests", "fixtures", "arabic");
const read = (name) => fs.readFileSync(path.join(FIXTURES, name), "utf8");

function loadEngine() {
  const context = vm.createContext({ TextEncoder });
  vm.runInContext("var window = globalThis;", context);
  vm.runInContext(read("rules.js"), context);
  for (const file of ["analysis.js", "packed.js", "shards.js", "plain.js", "apart.js", "query.js", "excerpt.js"]) {
    vm.runInContext(fs.readFileSync(path.join(ROOT, "theme", "static", "js", "search", file), "utf8"), context);
  }
  return context.NewsArchive;
}

describe("the analysis in the page", () => {
  const { analyse, parse, plain, excerpt, apart } = loadEngine();
  const key = (word) => analyse.stem(analyse.normalise(word));

  it("gives every shared word the normal form and the stem that Python gives it", () => {
    for (const [word, norm, stem] of JSON.parse(read("analysis.json"))) {
      assert.deepEqual([word, analyse.normalise(word), key(word)], [word, norm, stem]);
    }
  });

  it("finds the skeleton that Python finds", () => {
    for (const [word, skeleton] of [["مدارس", "مدرس"], ["قول", "قل"], ["رؤساء", "رؤس"], ["tass", "tass"], ["2015", "2015"]]) {
      assert.equal(analyse.skeleton(word), skeleton);
    }
  });

  it("tells the forms of a stem apart as Python does", () => {
    for (const [stem, rows] of Object.entries(JSON.parse(read("apart.json")))) {
      const forms = Object.entries(rows).map(([form, [n]]) => ({ form, docs: Array(n) }));
      const families = apart.families(stem, forms);
      for (const [form, [, own]] of Object.entries(rows)) assert.deepEqual([form, families(form)], [form, own]);
    }
  });

  it("folds every code point of the first plane as Python does", () => {
    let all = "";
    for (let point = 0; point < 0x10000; point++) {
      if (point < 0xd800 || point > 0xdfff) all += analyse.normalise(String.fromCharCode(point));
    }
    assert.equal(analyse.checksum(all), JSON.parse(read("digest.json")).bmp);
  });

  it("brings together the forms of a word and keeps other words apart", () => {
    const pairs = JSON.parse(read("forms.json"));
    assert.ok(pairs.alike.filter(([a, b]) => key(a) === key(b)).length >= 58);
    assert.ok(pairs.apart.filter(([a, b]) => key(a) === key(b)).length <= 3);
  });

  it("reads dates in every spelling, and a bare year as a word", () => {
    const range = (text) => { const tree = parse(text); return tree && tree.kind === "date" ? [tree.from, tree.to] : tree && tree.kind; };
    assert.deepEqual(range("2015-07"), ["2015-07", "2015-07"]);
    assert.deepEqual(range("٢٠١٥-٠٧..٢٠١٥-٠٨"), ["2015-07", "2015-08"]);
    assert.deepEqual(range("2015.."), ["2015", ""]);
    assert.deepEqual(range("تموز 2015"), ["2015-07", "2015-07"]);
    assert.deepEqual(range("كانون الثاني ٢٠١٦"), ["2016-01", "2016-01"]);
    assert.deepEqual(range("غشت 2015"), ["2015-08", "2015-08"]);
    assert.deepEqual(range("تاريخ:2015"), ["2015", "2015"]);
    const printed = ["٢٥ تموز ٢٠١٥", "25 تموز 2015", "25 يوليو 2015", "25 يوليوز 2015م", "السبت ٢٥ تموز ٢٠١٥", "٢٥ تموز (يوليو) ٢٠١٥", "تاريخ:«٢٥ تموز ٢٠١٥»"];
    for (const text of printed) assert.deepEqual(range(text), ["2015-07-25", "2015-07-25"], text);
    assert.deepEqual(range("5 كانون الثاني (يناير) 2016"), ["2016-01-05", "2016-01-05"]);
    assert.deepEqual(range("01 تشرين الأول 2016"), ["2016-10-01", "2016-10-01"]);
    const figures = ["2015/07/25", "2015/7/25", "٢٠١٥/٠٧/٢٥", "٢٠١٥-٧-٢٥", "2015.07.25", "25/7/2015", "25-07-2015", "٢٥.٧.٢٠١٥", "تاريخ:2015/07/25"];
    for (const text of figures) assert.deepEqual(range(text), ["2015-07-25", "2015-07-25"], text);
    assert.deepEqual(range("2015/07/25..28/7/2015"), ["2015-07-25", "2015-07-28"]);
    for (const text of ["2015/25/07", "2015/07-25", "25/7/15", "2015/07/25/1"]) assert.notEqual(parse(text).kind, "date", text);
    assert.notDeepEqual(range("2 تموز (يناير) 2015"), ["2015-07-02", "2015-07-02"]);
    assert.deepEqual(range("1436هـ"), ["2014-10-25", "2015-10-14"]);
    assert.deepEqual(range("رمضان 1436"), ["2015-06-18", "2015-07-17"]);
    assert.equal(range("بلا تاريخ"), "undated");
    assert.equal(range("2015"), "word");
    assert.equal(range("تموز"), "word");
  });

  it("reads fields in Arabic and in English", () => {
    assert.equal(parse("عنوان:مكتبة").kind, "title");
    assert.deepEqual(parse('title:"مكتبة البلدية"').words.length, 2);
    assert.equal(parse("مصدر: سانا").kind, "source");
    assert.equal(parse("اسم:لافروف").kind, "name");
    const both = parse("مطر مصدر:سانا");
    assert.deepEqual([both.kind, both.must.length, both.any], ["all", 2, null]);
    assert.equal(parse("الساعة:5").kind, "or");
  });

  it("lets words that only ask stand aside for others", () => {
    assert.equal(parse("ما هي مكتبة").word.norm, "مكتبه");
    assert.equal(parse("ما هي").kind, "or");
    assert.equal(parse("كان AND مكتبة").must.length, 2);
  });

  it("reads words alone as the whole query language reads them, and leaves the rest to it", () => {
    const words = ["مطر", "مطر غزير في البلدية", "ما هي مكتبة؟", "ما هي", "كتاب، ثم كتاب.", " ", "؟", "Lavrov قال", "ا".repeat(3000), "مطر ".repeat(300)];
    for (const text of words) {
      assert.ok(plain.reads(text), text.slice(0, 20));
      assert.equal(JSON.stringify(plain.parse(text)), JSON.stringify(parse(text)), text.slice(0, 20));
    }
    for (const text of ["2015", "تموز ٢٠١٥", "+مطر", "مطر -ثلج", "«مطر»", "مطر أو ثلج", "مطر OR ثلج", "عنوان:مطر", "(مطر)", "بلا تاريخ", "۲۰۱۵"]) assert.ok(!plain.reads(text), text);
  });

  it("takes an excerpt from where most of the words stand, from the beginning of the sentence", () => {
    const wanted = excerpt.wantedOf([{ form: "جسر", count: 9 }, { form: "الجسر", count: 3 }, { form: "النهر", count: 2 }], []);
    const filler = "قالت البلدية إن الأعمال مستمرة في كل الأحياء منذ أول الشهر ".repeat(5);
    const found = excerpt.find(["جسر آخر. " + filler, filler + "ثم توقفت. افتتح أمس الجسر فوق النهر. " + filler], wanted);
    assert.ok(found.text.startsWith("… افتتح أمس الجسر فوق النهر. قالت"), found.text);
    assert.deepEqual([...found.matched], ["الجسر", "النهر"]);
    assert.equal(excerpt.find([filler], wanted), null);
    assert.equal(excerpt.find(["الجسر وحده"], excerpt.wantedOf([{ form: "الجسر", count: 1 }], ["الجسر"])), null);
    assert.equal(excerpt.find(["الجسر وحده"], wanted).text, "الجسر وحده");
  });

  it("reads any text as a query, or as none", () => {
    const hostile = ["", "\"", "+ - + -", "((((", "OR OR", "\u{1f600}", "\u202e\u0000", "<img src=x onerror=alert(1)>", "أو",
      "ا".repeat(10000), "(".repeat(5000), "-\"".repeat(2000), "NOT", "__proto__ constructor"];
    for (const text of hostile) assert.doesNotThrow(() => parse(text), text.slice(0, 20));
    assert.equal(parse("+ - \"\""), null);
  });
});
