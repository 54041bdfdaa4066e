/** What the tests of the scripts may rely on, in Node and in its stand-in alike. */
"use strict";

const { describe, it } = require("node:test");
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

describe("the modules that the script tests use", () => {
  it("compare values by structure and say when they differ", () => {
    assert.deepEqual({ a: [1, { b: "ب" }] }, { a: [1, { b: "ب" }] });
    assert.throws(() => assert.deepEqual({ a: 1 }, { a: 2 }));
    assert.throws(() => assert.deepEqual([1, 2], [1]));
    assert.throws(() => assert.equal(1, "1"));
    assert.notDeepEqual({ a: 1 }, { a: 1, b: undefined });
  });

  it("expect errors by pattern, thrown or rejected", async () => {
    assert.throws(() => JSON.parse("{"), SyntaxError);
    await assert.rejects(Promise.reject(new Error("no shard")), /no shard/);
    await assert.rejects(() => assert.rejects(Promise.resolve()));
  });

  it("read the project's files as text and as bytes", () => {
    const file = path.join(__dirname, "..", "..", "pyproject.toml");
    assert.match(fs.readFileSync(file, "utf8"), /^\[project\]$/m);
    assert.equal(fs.readFileSync(file)[0], "#".charCodeAt(0));
    assert.ok(fs.readdirSync(__dirname).includes(path.basename(__filename)));
    assert.equal(fs.existsSync(path.join(__dirname, "nothing")), false);
    assert.throws(() => fs.readFileSync(path.join(__dirname, "nothing")), { code: "ENOENT" });
  });

  it("run a classic script in a context of its own", () => {
    const context = vm.createContext({ given: 2 });
    assert.equal(vm.runInContext("var made = given * 2; made", context), 4);
    assert.equal(context.made, 4);
    assert.equal(typeof globalThis.made, "undefined");
  });
});
