/** The page reads files of the index as Python wrote them: tests/unit/search/test_search_files.py makes the fixture. */
"use strict";

const { describe, it } = require("node:test");
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const ROOT = path.join(__dirname, "..", "..");
const read = (...parts) => fs.readFileSync(path.join(ROOT, ...parts), "utf8");

/** The engine, and what the fixture hands over. */
function open() {
  const context = vm.createContext({ TextEncoder, TextDecoder, atob });
  vm.runInContext("var window = globalThis;", context);
  vm.runInContext(read("tests", "fixtures", "arabic", "rules.js"), context);
  for (const file of ["analysis.js", "packed.js", "shards.js"]) vm.runInContext(read("theme", "static", "js", "search", file), context);
  const engine = context.NewsArchive, put = engine.put, handed = [];
  engine.put = (...all) => { handed.push(all); put(...all); };
  vm.runInContext(read("tests", "fixtures", "search", "file.js"), context);
  const [name, , bits] = handed[0];
  return { engine, name, readers: bits.map((text) => engine.packed.reader(engine.packed.unpack(text))) };
}

describe("a file of the index", () => {
  const { engine, name, readers } = open();
  const same = (found, expected) => assert.equal(JSON.stringify(found), JSON.stringify(expected));

  it("is proven, and its text is a value", async () => {
    const told = await engine.reader.load(name);
    assert.equal(told.letters, "أهلاً بكم في TASS؛ «نعم»");
  });

  it("holds numbers in the codes of Python", async () => {
    const told = await engine.reader.load(name);
    const [gamma, rice, size, rising] = readers;
    same(told.gamma.map(() => gamma.gamma()), told.gamma);
    same(told.rice.map(([k]) => [k, rice.rice(k)]), told.rice);
    same(told.size.map(() => size.size()), told.size);
    assert.equal(String.fromCharCode(...size.rest()), "rest");
    for (const [end, values] of told.rising) same(Array.from(rising.rising(values.length, end)), values);
  });

  it("holds texts in every kind of block", async () => {
    const told = await engine.reader.load(name);
    for (const [text, packed] of told.deflated) assert.equal(engine.packed.inflate(engine.packed.unpack(packed)), text);
  });
});
