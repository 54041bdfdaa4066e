/* Files of the index as strings, read back: bytes from characters, texts from bytes, numbers from bits. Written by files.py
 * and bits.py in plugins/news_archive/search. The browser's own DecompressionStream is left aside: telephones that are a few
 * years old have none, and what is read at once needs no turn of its own. */
(function (global) {
  "use strict";
  /** @type {any} */
  var NA = (global.NewsArchive = global.NewsArchive || {});
  var BASE = 116, ESCAPE = 16, ESCAPE_BITS = 24;
  var digitOf = null;

  /** Six bytes of seven characters; of fewer at the end a byte less than characters. @param {string} text @returns {Uint8Array} */
  function unpack(text) {
    var size = Math.floor((text.length * 6) / 7), bytes = new Uint8Array(size + 6), at = 0, i, j, value, digit;
    if (!digitOf) {
      digitOf = new Uint8Array(128);
      for (i = 1, j = 0; i < 128; i++) if (!/[\x07-\r\x1a\x1b"\\]/.test(String.fromCharCode(i))) digitOf[i] = j++;
    }
    for (i = 0; i < text.length; at += 6) {
      for (value = 0, j = 0; j < 7; j++, i++) {
        digit = i < text.length ? digitOf[text.charCodeAt(i)] : BASE - 1;
        value = value * BASE + digit;
      }
      for (j = 5; j >= 0; j--) { bytes[at + j] = value % 256; value = Math.floor(value / 256); }
    }
    return bytes.subarray(0, size);
  }
  /** Bytes of base64, as the manifest has them. @param {string} text */
  function fromBase64(text) { return Uint8Array.from(atob(text), function (c) { return c.charCodeAt(0); }); }

  /** The canonical code (RFC 1951) of symbols with these lengths: how many have each, and the symbols in their order. */
  function codeOf(lengths) {
    var counts = new Uint16Array(16), next = new Uint16Array(17), symbols = new Uint16Array(lengths.length), i;
    lengths.forEach(function (n) { counts[n]++; });
    counts[0] = 0;
    for (i = 1; i < 16; i++) next[i + 1] = next[i] + counts[i];
    lengths.forEach(function (n, symbol) { if (n) symbols[next[n]++] = symbol; });
    return { counts: counts, symbols: symbols };
  }
  /** The next symbol of such a code, from what gives so many bits. */
  function readSymbol(code, bits) {
    var value = 0, first = 0, index = 0;
    for (var n = 1; n < 16; n++) {
      value = (value << 1) | bits(1);
      if (value - first < code.counts[n]) return code.symbols[index + value - first];
      index += code.counts[n];
      first = (first + code.counts[n]) << 1;
    }
    throw new Error("code");
  }
  /** So many lengths as this, one after the other. */
  function times(n, length) { return new Array(n).fill(length); }
  /** The text that was deflated, in UTF-8. @param {Uint8Array} bytes */
  function inflate(bytes) {
    var at = 0, out = [], last, kind;
    function bits(n) {
      var value = 0;
      for (var i = 0; i < n; i++, at++) value |= ((bytes[at >> 3] >> (at & 7)) & 1) << i;
      return value;
    }
    function read(code) { return readSymbol(code, bits); }
    /** The codes of a block: of characters and lengths, of distances. */
    function readCodes() {
      var many = bits(5) + 257, far = bits(5) + 1, own = bits(4) + 4, lengths = times(19, 0), i, n;
      for (i = 0; i < own; i++) lengths[[16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15][i]] = bits(3);
      var code = codeOf(lengths);
      for (lengths = []; lengths.length < many + far;) {
        n = read(code);
        if (n < 16) lengths.push(n);
        else lengths = lengths.concat(n < 17 ? times(3 + bits(2), lengths[lengths.length - 1]) : times(n < 18 ? 3 + bits(3) : 11 + bits(7), 0));
      }
      return [codeOf(lengths.slice(0, many)), codeOf(lengths.slice(many))];
    }
    /** What a symbol stands for that begins a range: so many steps double the range every time. */
    function ranged(symbol, steps) {
      var extra = symbol < 2 * steps ? 0 : Math.floor(symbol / steps) - 1;
      return (symbol < 2 * steps ? symbol : (steps + (symbol % steps)) << extra) + bits(extra);
    }
    function copy(codes) {
      for (var symbol = read(codes[0]); symbol !== 256; symbol = read(codes[0])) {
        if (symbol < 256) { out.push(symbol); continue; }
        var length = symbol === 285 ? 258 : 3 + ranged(symbol - 257, 4), from = out.length - 1 - ranged(read(codes[1]), 2);
        while (length--) out.push(out[from++]);
      }
    }
    do {
      last = bits(1);
      kind = bits(2);
      if (kind) copy(kind > 1 ? readCodes() : [codeOf([].concat(times(144, 8), times(112, 9), times(24, 7), times(8, 8))), codeOf(times(30, 5))]);
      else {
        at = (at + 7) & ~7;
        for (kind = bits(16), at += 16; kind--;) out.push(bits(8));
      }
    } while (!last);
    return new TextDecoder().decode(Uint8Array.from(out));
  }

  /** Reads the codes of bits.py. @param {Uint8Array} bytes */
  function reader(bytes) {
    var at = 0, left = 8;
    function bits(n) {
      var value = 0;
      while (n > 0) {
        var take = n < left ? n : left;
        value = value * (1 << take) + ((bytes[at] >> (left - take)) & ((1 << take) - 1));
        n -= take;
        left -= take;
        if (!left) { at++; left = 8; }
      }
      return value;
    }
    function ones(most) {
      var n = 0;
      while (n < most && bits(1)) n++;
      return n;
    }
    function gamma() { var n = ones(24); return (1 << n) + bits(n); }
    function below(end) {
      var n = 32 - Math.clz32(end - 1), short = Math.pow(2, n) - end, value = n && bits(n - 1);
      if (n && value >= short) value = 2 * value + bits(1) - short;
      return (value + ((end - short) >> 1)) % end;
    }
    /** Fills a part of `numbers`, which rise: the middle one, what is before it, what is behind it. */
    function interpolate(numbers, low, high, least, most) {
      if (low >= high) return;
      var middle = (low + high) >> 1, first = least + middle - low, number = first + below(most - (high - 1 - middle) - first + 1);
      numbers[middle] = number;
      interpolate(numbers, low, middle, least, number - 1);
      interpolate(numbers, middle + 1, high, number + 1, most);
    }
    return {
      bits: bits,
      gamma: gamma,
      symbol: function (code) { return readSymbol(code, bits); },
      rice: function (k) { var q = ones(ESCAPE); return q === ESCAPE ? bits(ESCAPE_BITS) : q * (1 << k) + bits(k); },
      size: function () { return (gamma() - 1) * 8 + bits(3); },
      rising: function (n, end) { var numbers = new Int32Array(n); interpolate(numbers, 0, n, 0, end - 1); return numbers; },
      /** What is behind the byte that was read last. */
      rest: function () { return bytes.subarray(left < 8 ? at + 1 : at); }
    };
  }
  NA.packed = { codeOf: codeOf, unpack: unpack, fromBase64: fromBase64, inflate: inflate, reader: reader };
})(typeof window === "undefined" ? globalThis : window);
