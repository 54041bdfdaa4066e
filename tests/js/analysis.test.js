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
  vm.runInContext(fs.readFileSync(path.join(ROOT, "theme", "static", "js", "search", "engine.js"), "utf8"), context);
  return context.NewsArchive;
}

describe("the analysis in the page", () => {
  const { analyse, parse } = loadEngine();
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

  it("reads any text as a query, or as none", () => {
    const hostile = ["", "\"", "+ - + -", "((((", "OR OR", "\u{1f600}", "\u202e\u0000", "<img src=x onerror=alert(1)>", "أو",
      "ا".repeat(10000), "(".repeat(5000), "-\"".repeat(2000), "NOT", "__proto__ constructor"];
    for (const text of hostile) assert.doesNotThrow(() => parse(text), text.slice(0, 20));
    assert.equal(parse("+ - \"\""), null);
  });
});
