/**
 * As much of Node as the tests of the search scripts use, in a browser: for machines without Node.
 *
 * Files are read by synchronous requests to the page's own origin, which the runner answers from the project's folder.
 * A module that is missing here is an error that names it, never a test that passes for lack of it.
 */
"use strict";

(function () {
  /** @type {{path: string[], fn: Function}[]} */
  const queue = [];
  const hooks = { before: [], beforeEach: [], afterEach: [], after: [] };
  let group = [];

  function register(name, options, fn) {
    const body = typeof options === "function" ? options : fn;
    const skip = typeof options === "object" && options && (options.skip || options.todo);
    if (!skip) queue.push({ path: [...group, String(name)], fn: body });
  }

  function describe(name, options, fn) {
    const outer = group;
    group = [...outer, String(name)];
    (typeof options === "function" ? options : fn)();
    group = outer;
  }

  const test = Object.assign((name, options, fn) => register(name, options, fn), {
    test: register,
    it: register,
    describe,
    suite: describe,
    before: (fn) => hooks.before.push(fn),
    after: (fn) => hooks.after.push(fn),
    beforeEach: (fn) => hooks.beforeEach.push(fn),
    afterEach: (fn) => hooks.afterEach.push(fn),
    skip: () => undefined,
    todo: () => undefined,
  });
  test.default = test;

  function context(name) {
    return {
      name,
      diagnostic: () => undefined,
      test: async (inner, options, fn) => {
        const body = typeof options === "function" ? options : fn;
        try {
          await body(context(inner));
        } catch (error) {
          error.message = `${inner}: ${error.message}`;
          throw error;
        }
      },
    };
  }

  async function runAll() {
    const results = [];
    for (const hook of hooks.before) await hook();
    for (const { path, fn } of queue) {
      try {
        for (const hook of hooks.beforeEach) await hook();
        await fn(context(path[path.length - 1]));
        for (const hook of hooks.afterEach) await hook();
        results.push({ name: path.join(" > "), error: "" });
      } catch (error) {
        results.push({ name: path.join(" > "), error: String((error && error.stack) || error) });
      }
    }
    for (const hook of hooks.after) await hook();
    return results;
  }

  // --- node:assert ------------------------------------------------------------------------------------------------

  class AssertionError extends Error {}

  function show(value) {
    try {
      return typeof value === "string" ? JSON.stringify(value) : (JSON.stringify(value) ?? String(value)).slice(0, 500);
    } catch {
      return String(value);
    }
  }

  function fail(message, fallback) {
    if (message instanceof Error) throw message;
    throw new AssertionError(message || fallback);
  }

  function kind(value) {
    return Object.prototype.toString.call(value);
  }

  function same(a, b, strict) {
    if (strict ? Object.is(a, b) : a == b || Object.is(a, b)) return true;
    if (typeof a !== "object" || typeof b !== "object" || a === null || b === null || kind(a) !== kind(b)) return false;
    if (kind(a) === "[object Date]") return a.getTime() === b.getTime();
    if (kind(a) === "[object RegExp]") return String(a) === String(b);
    if (kind(a) === "[object Map]") {
      return a.size === b.size && [...a].every(([key, value]) => b.has(key) && same(value, b.get(key), strict));
    }
    if (kind(a) === "[object Set]") {
      return a.size === b.size && [...a].every((x) => b.has(x) || [...b].some((y) => same(x, y, strict)));
    }
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      (!("length" in a) || a.length === b.length) &&
      keys.every((key) => Object.prototype.hasOwnProperty.call(b, key) && same(a[key], b[key], strict))
    );
  }

  function fits(error, expected) {
    if (expected === undefined) return true;
    if (kind(expected) === "[object RegExp]") return expected.test(String(error));
    if (typeof expected === "function") {
      return (expected.prototype && error instanceof expected) || (!expected.prototype && expected(error) === true);
    }
    return Object.keys(expected).every((key) =>
      kind(expected[key]) === "[object RegExp]" ? expected[key].test(error[key]) : same(error[key], expected[key], true),
    );
  }

  function makeAssert(strict) {
    const ok = (value, message) => value || fail(message, `${show(value)} is not true`);
    const compare = (name, test) => (a, b, message) => test(a, b) || fail(message, `${name}: ${show(a)} and ${show(b)}`);
    const equal = (isStrict) => compare("equal", (a, b) => (isStrict ? Object.is(a, b) : a == b || Object.is(a, b)));
    const unequal = (isStrict) => compare("not equal", (a, b) => (isStrict ? !Object.is(a, b) : a != b));
    const deep = (isStrict) => compare("deep equal", (a, b) => same(a, b, isStrict));
    const undeep = (isStrict) => compare("not deep equal", (a, b) => !same(a, b, isStrict));
    const made = Object.assign((value, message) => ok(value, message), {
      ok,
      equal: equal(strict),
      strictEqual: equal(true),
      notEqual: unequal(strict),
      notStrictEqual: unequal(true),
      deepEqual: deep(strict),
      deepStrictEqual: deep(true),
      notDeepEqual: undeep(strict),
      notDeepStrictEqual: undeep(true),
      match: compare("match", (text, pattern) => pattern.test(text)),
      doesNotMatch: compare("does not match", (text, pattern) => !pattern.test(text)),
      fail: (message) => fail(message, "failed"),
      throws(fn, expected, message) {
        try {
          fn();
        } catch (error) {
          if (!fits(error, expected)) throw error;
          return;
        }
        fail(message, "nothing was thrown");
      },
      doesNotThrow: (fn) => fn(),
      async rejects(promise, expected, message) {
        try {
          await (typeof promise === "function" ? promise() : promise);
        } catch (error) {
          if (!fits(error, expected)) throw error;
          return;
        }
        fail(message, "nothing was rejected");
      },
      AssertionError,
    });
    made.strict = strict ? made : undefined;
    return made;
  }
  const strictAssert = makeAssert(true);
  const looseAssert = makeAssert(false);
  looseAssert.strict = strictAssert;

  // --- node:path, node:fs, node:vm --------------------------------------------------------------------------------

  function normalise(path) {
    const parts = [];
    for (const part of path.split("/")) {
      if (part === "..") parts.pop();
      else if (part && part !== ".") parts.push(part);
    }
    return "/" + parts.join("/");
  }

  const path = {
    sep: "/",
    join: (...parts) => normalise(parts.join("/")),
    resolve: (...parts) => normalise(parts.reduce((base, part) => (part.startsWith("/") ? part : base + "/" + part), "/")),
    dirname: (name) => name.slice(0, Math.max(1, name.lastIndexOf("/"))),
    basename: (name, suffix = "") => {
      const base = name.slice(name.lastIndexOf("/") + 1);
      return suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base;
    },
    extname: (name) => (name.match(/\.[^./]*$/) || [""])[0],
  };
  path.posix = path;

  function request(name) {
    const ask = new XMLHttpRequest();
    ask.open("GET", encodeURI(normalise(String(name))).replace(/#/g, "%23"), false);
    ask.overrideMimeType("text/plain; charset=x-user-defined");
    ask.send();
    return ask;
  }

  function bytesOf(name) {
    const ask = request(name);
    if (ask.status !== 200) {
      throw Object.assign(new Error(`ENOENT: no such file, open '${name}'`), { code: "ENOENT" });
    }
    const bytes = Uint8Array.from(ask.responseText, (c) => c.charCodeAt(0) & 0xff);
    bytes.toString = (encoding = "utf8") =>
      new TextDecoder(encoding === "utf8" ? "utf-8" : encoding, { ignoreBOM: true }).decode(bytes);
    return bytes;
  }

  const fs = {
    readFileSync(name, options) {
      const bytes = bytesOf(name);
      const encoding = typeof options === "string" ? options : options && options.encoding;
      return encoding ? bytes.toString(encoding) : bytes;
    },
    existsSync: (name) => request(name).status === 200,
    readdirSync: (name) => JSON.parse(bytesOf(`${name}/?list`).toString()),
  };

  const windows = new WeakMap();
  const vm = {
    createContext(sandbox = {}) {
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.append(frame);
      const inner = frame.contentWindow;
      windows.set(sandbox, { inner, known: new Set(Object.getOwnPropertyNames(inner)) });
      return sandbox;
    },
    runInContext(code, sandbox) {
      const { inner, known } = windows.get(sandbox);
      for (const key of Object.keys(sandbox)) {
        if (inner[key] !== sandbox[key]) {
          Object.defineProperty(inner, key, { value: sandbox[key], writable: true, configurable: true });
        }
      }
      const result = inner.eval(code);
      for (const key of Object.getOwnPropertyNames(inner)) {
        if (!known.has(key) || key in sandbox) sandbox[key] = inner[key];
      }
      return result;
    },
    runInNewContext: (code, sandbox = {}) => vm.runInContext(code, vm.createContext(sandbox)),
    runInThisContext: (code) => (0, eval)(code),
    Script: class {
      constructor(code) {
        this.code = String(code);
      }
      runInContext(sandbox) {
        return vm.runInContext(this.code, sandbox);
      }
      runInThisContext() {
        return vm.runInThisContext(this.code);
      }
    },
  };

  const builtin = {
    test,
    assert: looseAssert,
    "assert/strict": strictAssert,
    fs,
    path,
    vm,
    url: { fileURLToPath: (url) => decodeURI(new URL(url).pathname), pathToFileURL: (name) => new URL(name, location.href) },
    perf_hooks: { performance },
    util: { TextDecoder, TextEncoder, inspect: show },
  };

  const loaded = new Map();
  function load(file) {
    if (loaded.has(file)) return loaded.get(file).exports;
    const module = { exports: {}, filename: file };
    loaded.set(file, module);
    const text = fs.readFileSync(file, "utf8");
    if (file.endsWith(".json")) {
      module.exports = JSON.parse(text);
      return module.exports;
    }
    const require = (name) => {
      const plain = name.replace(/^node:/, "");
      if (Object.hasOwn(builtin, plain)) return builtin[plain];
      if (!/^[./]/.test(name)) throw new Error(`node_in_browser.js has no module ${name}`);
      const target = name.startsWith("/") ? normalise(name) : path.join(path.dirname(file), name);
      return load(/\.(js|json)$/.test(target) ? target : `${target}.js`);
    };
    require.main = undefined;
    new Function("module", "exports", "require", "__filename", "__dirname", `${text}\n//# sourceURL=${file}`)(
      module,
      module.exports,
      require,
      file,
      path.dirname(file),
    );
    return module.exports;
  }

  globalThis.global = globalThis;
  globalThis.process = { env: {}, argv: [], platform: "browser", cwd: () => "/", exitCode: 0, hrtime: { bigint: () => BigInt(Math.round(performance.now() * 1e6)) } };
  globalThis.runTestFile = async (file) => {
    load(file);
    return runAll();
  };
})();
