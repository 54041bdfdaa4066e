/* When the answers were published: their days or months as columns, with two knobs that choose among them. Loaded with more.js. */
(function () {
  "use strict";
  /** @type {any} */
  var NA = window.NewsArchive;
  var P = NA.more.page, make = NA.make;

  var SEASON = 92, MANY = 600; // days that are still told one by one; columns at most
  function next(slot) {
    var p = slot.split("-").map(Number), after = p.length === 3 ? new Date(Date.UTC(p[0], p[1] - 1, p[2] + 1)) : new Date(Date.UTC(p[0], p[1], 1));
    return after.toISOString().slice(0, slot.length);
  }
  /** The columns of the chart, {slots, by}: days, where all of them are known and within a season, else months. */
  function columns(counts) {
    function fill(rows, most) {
      var by = new Map(), slots = [], slot;
      rows.forEach(function (row) { by.set(row.value, (by.get(row.value) || 0) + row.count); });
      var keys = Array.from(by.keys()).sort();
      for (slot = keys[0]; slot <= keys[keys.length - 1] && slots.length < most; slot = next(slot)) slots.push(slot);
      return { by: by, slots: slots, keys: keys };
    }
    var days = counts.day.every(function (row) { return row.value.length === 10; }) ? fill(counts.day, SEASON) : null;
    if (days && days.slots.length < SEASON) return days;
    var months = fill(counts.month.map(function (row) { return { value: row.value.length === 7 ? row.value : row.value + "-01", count: row.count }; }), MANY);
    if (months.slots.length >= MANY) months.slots = months.keys;
    return months;
  }
  function svg(name, attributes, children) {
    var node = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.keys(attributes).forEach(function (key) { node.setAttribute(key, attributes[key]); });
    (children || []).forEach(function (child) { node.append(child); });
    return node;
  }
  /** Two knobs under the columns: the first and the last that are wanted. */
  function drawSlider(s, slots) {
    var last = slots.length - 1, words = make("span", { "aria-hidden": "true" });
    function at(name, otherwise) {
      var places = slots.map(function (_, i) { return i; }).filter(function (i) { return name === "from" ? slots[i] >= s.from.slice(0, slots[i].length) : slots[i].slice(0, s.to.length) <= s.to; });
      return !s[name] || !places.length ? otherwise : name === "from" ? places[0] : places[places.length - 1];
    }
    function knob(name, label, value) {
      var node = /** @type {HTMLInputElement} */ (make("input", { type: "range", id: "slide-" + name, min: "0", max: String(last), "aria-label": label }));
      node.value = String(value);
      node.addEventListener("input", tell);
      node.addEventListener("change", function () {
        var ends = chosen();
        P.go(P.change(s, ends[0] === 0 && ends[1] === last ? { from: "", to: "" } : { from: slots[ends[0]], to: slots[ends[1]] }));
      });
      return node;
    }
    var knobs = [knob("from", "من", at("from", 0)), knob("to", "إلى", at("to", last))];
    function chosen() { return knobs.map(function (k) { return Number(k.value); }).sort(function (a, b) { return a - b; }); }
    function tell() {
      var ends = chosen();
      knobs.forEach(function (k) {
        var day = P.dateWords(slots[Number(k.value)]);
        k.setAttribute("aria-valuetext", (NA.inEnglish && NA.inEnglish(day)) || day);
      });
      words.textContent = ends[0] === ends[1] ? P.dateWords(slots[ends[0]]) : "من " + P.dateWords(slots[ends[0]]) + " إلى " + P.dateWords(slots[ends[1]]);
    }
    tell();
    var slide = make("div", { class: "knobs", role: "group", "aria-label": "المدة" }, knobs);
    slide.style.setProperty("--n", String(slots.length));
    var all = P.link("الأرشيف كله", P.change(s, { from: "", to: "", undated: "" }));
    return [slide, make("p", { class: "meta" }, [words].concat(s.from || s.to ? [all] : []))];
  }
  function drawChart(s, counts) {
    var shown = columns(counts), by = shown.by, slots = shown.slots, spans = [], most = 0;
    if (shown.keys.length < 2) return null;
    slots.forEach(function (slot) { most = Math.max(most, by.get(slot) || 0); });
    var step = 480 / slots.length, chosen = s.from || s.to, daily = slots[0].length === 10;
    var bars = slots.map(function (slot, i) {
      var n = by.get(slot) || 0, height = n ? Math.max(3, (100 * n) / most) : 0, width = Math.min(24, step * 0.78);
      var on = chosen && (!s.from || slot >= s.from.slice(0, slot.length)) && (!s.to || slot.slice(0, s.to.length) <= s.to);
      return svg("rect", { class: "b" + (chosen ? (on ? " on" : " off") : ""), x: (480 - (i + 1) * step + (step - width) / 2).toFixed(1), y: (100 - height).toFixed(1), width: width.toFixed(1), height: height.toFixed(1) });
    });
    slots.forEach(function (slot) { var span = slot.slice(0, daily ? 7 : 4); if (!spans.length || spans[spans.length - 1][0] !== span) spans.push([span, 0]); spans[spans.length - 1][1]++; });
    var axis = make("div", { class: "axis" }, spans.map(function (span) {
      var link = P.link(daily ? P.months[Number(span[0].slice(5)) - 1] : P.dateWords(span[0]), P.change(s, daily ? { from: span[0], to: span[0] } : { from: span[0] + "-01", to: span[0] + "-12" }), { class: "num" });
      link.style.flexGrow = String(span[1]);
      return link;
    }));
    var plot = make("div", { class: "plot" }, [svg("svg", { viewBox: "0 0 480 100", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" }, bars), make("span", { class: "top num" }, NA.number(most))]);
    var rows = slots.filter(function (slot) { return by.get(slot); }).map(function (slot) {
      return make("tr", {}, [make("th", { scope: "row" }, P.link(P.dateWords(slot), P.change(s, { from: slot, to: slot }))), make("td", {}, NA.number(by.get(slot)))]);
    });
    var table = make("table", { class: "data" }, [make("thead", {}, make("tr", {}, [make("th", { scope: "col" }, "المدة"), make("th", { scope: "col" }, "المواد")])), make("tbody", {}, rows)]);
    var caption = daily ? "المواد في كل يوم" : "المواد في كل شهر";
    return make("figure", { class: "chart small" }, [make("figcaption", { class: "quiet" }, make("span", {}, caption)), plot].concat(drawSlider(s, slots), [axis, make("details", { class: "tbl" }, [make("summary", {}, "الأرقام في جدول"), make("div", { class: "scroll" }, table)])]));
  }
  NA.more.drawChart = drawChart;
})();
