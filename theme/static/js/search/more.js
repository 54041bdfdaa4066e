/* Beside the answers: filters with counts, the forms that were found, cards of names, corrections,
 * suggestions, exports and the citation of a search. Loaded as search/x0-*.js once there are answers. */
(function () {
  "use strict";
  /** @type {any} */
  var NA = window.NewsArchive;
  var P = NA.more.page, A = NA.analyse, make = NA.make, digits = NA.digits, SHOWN = 8, MOST_SHOWN = 60;

  function toggled(list, value) { return list.includes(value) ? list.filter(function (v) { return v !== value; }) : list.concat(value); }
  function box(label, count, on, act) {
    var input = make("input", { type: "checkbox" });
    input.checked = on;
    input.addEventListener("change", act);
    return make("label", {}, [input, make("span", {}, label), make("span", { class: "n" }, count === null ? "" : NA.number(count))]);
  }

  /* --- what is out of the ordinary --- */

  function again(text) { return make("p", {}, [text + " ", NA.button("أعد المحاولة", P.show, { class: "chip" })]); }
  /** What is said of an answer that is not whole: which parts of the archive did not answer, or what else is told. */
  function missing(answer, told) {
    var parts = answer.silent;
    if (!parts.length) return told;
    return "لم يُجب من أجزاء الأرشيف: " + parts.map(function (part) { return part.label; }).join("، ") + "؛ وما هنا مما سواها.";
  }
  function empty(s, answer) {
    if (answer.incomplete) {
      P.message(navigator.onLine === false ? "لا اتصال بالشبكة" : "تعذّر تحميل جزء من الفهرس", again(missing(answer, "لا يُعرف ما في هذا الجزء، فلا يصح القول إنه لا نتائج.")));
      return;
    }
    var narrowed = s.exact || s.from || s.to || s.undated || s.versions || s.carried || s.source.length || s.entity.length || s.off.length;
    var list = make("ul", {}, make("li", { class: "advice" }, "جرّب كلمة أقل أو أخرى في معناها."));
    if (/[«"“„]/.test(s.q)) list.append(make("li", {}, "احذف علامتي التنصيص إن وضعتهما."));
    if (narrowed) list.prepend(make("li", {}, P.link("ابحث عنها بلا تضييق", { q: s.q, page: 1, off: [], source: [], entity: [] })));
    list.append(make("li", {}, ["تصفّح ", make("a", { href: "calendar.html" }, "بالأيام"), " أو ", make("a", { href: "names.html" }, "بالأسماء"), " أو ", make("a", { href: "sources.html" }, "بالمصادر"), "."]));
    var place = make("div", { id: "more-empty" });
    P.message("لا نتائج لما كتبت", [list, place]);
    NA.index().then(function (m) { return NA.fault(s.q, m); }).then(function (fault) {
      if (fault && place.isConnected) tell(fault, s, list, place);
    });
  }
  /** Say what is wrong with the question, and what it may have meant. */
  function tell(fault, s, list, place) {
    var title = P.app.querySelector("h2");
    title.replaceChildren.apply(title, fault.title);
    var hint = list.querySelector(".advice");
    if (fault.hint.length) hint.replaceChildren.apply(hint, fault.hint); else hint.remove();
    place.className = "told";
    if (fault.links.length) place.prepend(make("p", { class: "meant" }, ["هل تقصد: "].concat(fault.links.map(function (l) {
      return asks(NA.bdi(l.label), l.query, s);
    }))));
  }
  /** A link that asks something else, which the box then says. */
  function asks(label, query, s) {
    var a = P.link(label, P.change(s, { q: query, off: [] }));
    a.addEventListener("click", function () { P.box.value = query; });
    return a;
  }
  function drawLost(answer) {
    return make("div", { class: "state" }, again(missing(answer, "تعذّر تحميل جزء من الفهرس؛ قد تنقص النتائج. إن كانت الصفحة مفتوحة منذ مدة فأعد تحميلها.")));
  }
  /** The words of a phrase whose place is not checked, as they were typed. */
  function loosely(s, answer) {
    if (!answer.loose.length) return null;
    var words = NA.analyse.tokens(s.q).filter(function (t) { return answer.loose.includes(NA.analyse.normalise(t)); });
    return make("p", { class: "meta loose" }, "كلمات شائعة لا يُنظر إلى موضعها في العبارة: " + Array.from(new Set(words)).join("، ") + ". يكفي أن ترد في المادة" + (served ? "، وما تفرقت فيه كلمات العبارة يُقال عنده." : "."));
  }

  /* --- keys --- */

  var skip = document.querySelector("main .skip");
  if (skip) skip.addEventListener("click", function (event) {
    var first = /** @type {HTMLElement} */ (P.app.querySelector(".hit-list a, .state a"));
    event.preventDefault();
    if (first) first.focus();
  });

  document.addEventListener("keydown", function (event) {
    var target = /** @type {Element} */ (event.target), typing = target.closest && target.closest("input, textarea, select");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); P.box.focus(); P.box.select(); }
    if (event.key === "Escape" && target === P.box && !event.defaultPrevented) { event.preventDefault(); P.box.value = ""; P.go(P.change(P.read(), { q: "", off: [] }), true); }
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !event.defaultPrevented && (target === P.box || (target.closest && target.closest(".hit-list h2")))) {
      var links = Array.from(P.app.querySelectorAll(".hit-list h2 a")), at = links.indexOf(target) + (event.key === "ArrowDown" ? 1 : -1);
      if (!links.length) return;
      event.preventDefault();
      (/** @type {HTMLElement} */ (at < 0 ? P.box : links[Math.min(at, links.length - 1)])).focus();
    }
    if (event.key === "ArrowDown" && !event.defaultPrevented && !typing && target !== P.box && !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey) {
      var next = /** @type {HTMLElement} */ (Array.from(P.app.querySelectorAll(".hit-list h2 a")).find(function (a) { return a.getBoundingClientRect().top >= 0; }));
      if (next) { event.preventDefault(); next.focus(); } // the first, or the first that is not scrolled away
    }
    if (event.key === "Escape" && !event.defaultPrevented && target.closest && target.closest(".hit-list")) { event.preventDefault(); P.box.focus(); }
  });

  /* --- filters --- */

  function listFacet(title, values, chosen, act) {
    if (!values.length) return null;
    function item(v) { return make("li", {}, box(NA.bdi(v.label), v.count, chosen.includes(v.value), function () { act(v.value); })); }
    var list = make("ul", {}, values.slice(0, SHOWN).map(item));
    if (values.length > SHOWN) {
      var rest = NA.button("المزيد (" + digits(Math.min(MOST_SHOWN, values.length) - SHOWN) + ")", function () { values.slice(SHOWN, MOST_SHOWN).forEach(function (v) { list.append(item(v)); }); rest.remove(); }, { class: "chip" });
      return make("details", { class: "facet", open: "" }, [make("summary", {}, title), list, rest]);
    }
    return make("details", { class: "facet", open: "" }, [make("summary", {}, title), list]);
  }
  function rangeFacet(s, counts) {
    var months = counts.month.map(function (m) { return m.value; });
    if (!months.length) return null;
    function select(name, label) {
      var node = make("select", { id: "range-" + name });
      node.append(make("option", { value: "" }, name === "from" ? "أول الأرشيف" : "آخره"));
      months.concat(s[name] && !months.includes(s[name]) ? [s[name]] : []).sort().forEach(function (m) {
        var option = make("option", { value: m }, P.dateWords(m));
        option.selected = m === s[name];
        node.append(option);
      });
      node.addEventListener("change", function () { var part = {}; part[name] = node.value; P.go(P.change(s, part)); });
      return make("div", {}, [make("label", { for: "range-" + name }, label), node]);
    }
    var range = make("div", { class: "range" }, [select("from", "من"), select("to", "إلى")]);
    if (counts.undated) {
      var only = box("ما لا تاريخ له وحده", counts.undated, s.undated === "only", function () { P.go(P.change(s, { undated: s.undated === "only" ? "" : "only" })); });
      only.className = "switch";
      range.append(only);
      if (s.from || s.to) {
        var beside = box("ومعها ما لا تاريخ له", null, s.undated === "1", function () { P.go(P.change(s, { undated: s.undated === "1" ? "" : "1" })); });
        beside.className = "switch";
        range.append(beside);
      }
    }
    return make("details", { class: "facet", open: "" }, [make("summary", {}, "المدة"), range]);
  }
  /** What tells a filter from the others, before and after they are drawn anew. @param {Element} node */
  function called(node) {
    var facet = node.closest("details"), label = node.closest("label");
    return node.id || (facet ? facet.firstChild.textContent : "") + (label ? label.children[1].textContent : "");
  }
  function drawFilters(s, counts, side) {
    var old = side.querySelector(":scope > details"), wide = matchMedia("(min-width: 68rem)").matches;
    var panel = make("details", { class: "filters" }, make("summary", {}, "تضييق النتائج"));
    panel.open = old ? old.open : wide;
    var exact = box("الرسم كما كتبته فقط", null, s.exact, function () { P.go(P.change(s, { exact: !s.exact })); });
    exact.className = "switch";
    var shape = make("div", { class: "facet" }, exact);
    [["versions", "لها صيغ أخرى", counts.versions], ["carried", "حملتها صحف عدّة", counts.carried]].forEach(function (row) {
      if (!row[2] && !s[row[0]]) return;
      var label = box(row[1], row[2], s[row[0]], function () { var part = {}; part[row[0]] = !s[row[0]]; P.go(P.change(s, part)); });
      label.className = "switch";
      shape.append(label);
    });
    panel.append(shape);
    var sources = counts.source.filter(function (v) { return v.value; }).map(function (v) { return { value: v.value, label: v.value, count: v.count }; });
    [
      rangeFacet(s, counts),
      listFacet("المصدر", sources, s.source, function (v) { P.go(P.change(s, { source: toggled(s.source, v) })); }),
      listFacet("أسماء في النتائج", counts.entity.map(function (v) { return { value: v.slug, label: v.label, count: v.count }; }), s.entity, function (v) { P.go(P.change(s, { entity: toggled(s.entity, v) })); })
    ].forEach(function (facet) { if (facet) panel.append(facet); });
    var held = side.contains(document.activeElement) ? called(document.activeElement) : "";
    side.replaceChildren(panel);
    var again = /** @type {HTMLElement | undefined} */ (held && Array.from(panel.querySelectorAll("input, select")).find(function (node) { return called(node) === held; }));
    if (again) again.focus({ preventScroll: true });
  }

  /* --- the forms that were found --- */

  function drawForms(s, answer) {
    if (s.exact || answer.forms.length < 2) return null;
    var chips = answer.forms.slice(0, 40).map(function (f) {
      var on = !s.off.includes(f.form);
      return NA.button([NA.bdi(f.form), make("span", { class: "n" }, NA.number(f.count))], function () { P.go(P.change(s, { off: toggled(s.off, f.form) })); }, { class: "chip" + (on ? "" : " off"), "aria-pressed": String(on) });
    });
    return make("div", { class: "forms", role: "group", "aria-label": "الصور التي طابقت البحث" }, chips);
  }
  function folded(label, node, open) {
    var details = make("details", { class: "fold" }, [make("summary", {}, label), node]);
    details.open = open;
    return details;
  }

  /* --- cards of names, corrections --- */

  var KINDS = { person: "شخص", place: "مكان", organisation: "هيئة" };
  var keys = new Map();
  /** The words of a text as normal forms; worked out once, for there are thousands of names. @param {string} text */
  function key(text) {
    var found = keys.get(text);
    if (found === undefined) keys.set(text, (found = A.tokens(text).map(A.normalise).filter(Boolean).join(" ")));
    return found;
  }
  function words(text) { return text.split(" ").length; }
  var SPARE = 4, AMONG = 8; // signs that a name may have beside its letters; names in the line over the answers
  function drawCard(f, s) {
    var asked = key(s.q), wide = words(asked);
    if (!asked) return null;
    function isAsked(text) { return text.length >= asked.length && text.length < 2 * asked.length + SPARE && words(text) <= wide && key(text) === asked; }
    var found = f.names.filter(function (n) { return n.slice(4).concat(n[1]).some(isAsked) || n[0].replace(/-/g, " ") === asked; });
    if (!found.length) return null;
    found.sort(function (a, b) { return f.holders.get(b[0]).length - f.holders.get(a[0]).length; });
    return make("ul", { class: "cards" }, found.slice(0, 3).map(function (n) {
      return make("li", {}, [make("a", { href: "e/" + (n[3] ? n[3] + ".html#" + n[0] : n[0] + ".html") }, NA.bdi(n[1])), make("span", { class: "meta" }, (KINDS[n[2]] || "") + " " + NA.number(f.holders.get(n[0]).length))]);
    }));
  }
  /** The line over the answers where there is no card: the names, or else the sources, of which most of them speak. */
  function drawAmong(s, counts, total) {
    function left(list, chosen) {
      var open = list.filter(function (v) { return v.label && !chosen.includes(v.value); });
      function tells(v) { return v.count < total; } // what all of them speak of tells none apart
      return open.filter(tells).concat(open.filter(function (v) { return !tells(v); })).slice(0, AMONG);
    }
    var names = left(counts.entity.map(function (v) { return { value: v.slug, label: v.label, count: v.count }; }), s.entity), part = names.length ? "entity" : "source";
    var list = names.length ? names : left(counts.source.map(function (v) { return { value: v.value, label: v.value, count: v.count }; }), s.source);
    if (!list.length) return null;
    return make("p", { class: "meta among" }, [names.length ? "أسماء فيها: " : "مصادرها: "].concat(list.map(function (v) {
      var change = {};
      change[part] = s[part].concat(v.value);
      return make("span", {}, [P.link(NA.bdi(v.label), P.change(s, change)), " " + NA.number(v.count)]);
    })));
  }
  /** Put something into the room over the answers; what does not fit into the line is left out. */
  function lead(place, node) {
    if (!node) { place.remove(); return; }
    place.replaceChildren(node);
    if (!node.classList.contains("among")) return;
    var items = Array.from(node.children), tops = items.map(function (item) { return item.getBoundingClientRect().top; });
    items.forEach(function (item, i) { if (tops[i] - tops[0] > 8) item.remove(); });
  }
  function drawCorrections(s, list) {
    return make("p", { class: "meant" }, ["هل تقصد: "].concat(list.map(function (text) { return asks(NA.bdi(text), text, s); })));
  }

  /* --- taking answers away --- */

  function save(name, type, text) {
    var a = make("a", { href: URL.createObjectURL(new Blob([text], { type: type })), download: name });
    a.click();
    setTimeout(function () { URL.revokeObjectURL(a.href); }, 1000);
  }
  // the address of a file is its reader's own: others find the page from the archive's front page
  var served = /^http/.test(location.protocol);
  function whole(hit) { return served ? new URL(hit.url, location.href).href : hit.url; }
  /** @param {any[]} hits @param {boolean} several were several words asked? Then a column says which articles hold them all. */
  function csv(hits, several) {
    function cell(value) { var text = String(value === null || value === undefined ? "" : value); return '"' + (/^[=+\-@\t\r]/.test(text) ? "'" : "") + text.replace(/"/g, '""') + '"'; }
    return "\ufeff" + [["id", "title", "source", "date", "no_later_than", "carriers", "url"].concat(several ? "all_words" : [])].concat(hits.map(function (h) { return [h.id, h.title, h.source, h.bound ? "" : h.date, h.bound ? h.date : "", h.carriers, whole(h)].concat(several ? Number(h.all) : []); })).map(function (row) { return row.map(cell).join(","); }).join("\r\n") + "\r\n";
  }
  function bibtex(hits, several) {
    function plain(text) { return String(text).replace(/[{}\\]/g, "").replace(/\s+/g, " "); }
    return hits.map(function (h) {
      return "@misc{" + h.id + ",\n  title = {" + plain(h.title) + "},\n" + (h.date && !h.bound ? "  date = {" + h.date + "},\n" : "") + "  howpublished = {" + plain([h.source, NA.site.name].filter(Boolean).join("، ")) + "},\n  url = {" + whole(h) + "},\n" + (several && h.all ? "  keywords = {all words},\n" : "") + "  langid = {arabic}\n}";
    }).join("\n\n") + "\n";
  }
  var MOST = 1000;
  function drawTools(s, answer) {
    var said = make("span", { role: "status", class: "quiet" });
    function all(then) { return function () { said.textContent = "يجمع…"; NA.search(s.q, Object.assign({ limit: MOST }, P.optionsOf(s))).then(function (full) { said.textContent = full.total > MOST ? "أول " + NA.number(MOST) + " من " + NA.number(full.total) : ""; then(full.hits, full.all !== null); }); }; }
    var address = served ? location.href : "search.html" + location.search, cited = make("p", { class: "ref", hidden: "" });
    /** A citation of the search, with what stands for the whole release and verify.py checks. */
    function cite() {
      NA.load("data/release.js", "release").then(function (root) {
        var proof = root ? ". بصمة هذا الإصدار " : "", found = ": " + NA.counted(answer.total, "article");
        cited.replaceChildren("بحث عن «", NA.bdi(s.q), "» في ", NA.bdi(NA.site.name), found + proof, make("bdi", { class: "mono", dir: "ltr" }, root || ""), ". ", make("bdi", { dir: "ltr", class: "mono" }, address));
        cited.hidden = false;
        if (navigator.clipboard) navigator.clipboard.writeText("بحث عن «" + s.q + "» في " + NA.site.name + found + proof + (root || "") + ". " + address).then(function () { said.textContent = "نُسخ"; }, function () {});
      });
    }
    return make("div", { class: "tools" }, [
      NA.button("CSV", all(function (hits, several) { save("search.csv", "text/csv;charset=utf-8", csv(hits, several)); }), { class: "chip", lang: "en" }),
      NA.button("BibTeX", all(function (hits, several) { save("search.bib", "application/x-bibtex;charset=utf-8", bibtex(hits, several)); }), { class: "chip", lang: "en" }),
      NA.button("اقتبس هذا البحث", cite, { class: "chip" }),
      said, cited
    ]);
  }

  /* --- suggestions while typing --- */

  var list = make("datalist", { id: "suggestions" });
  P.form.append(list);
  P.box.setAttribute("list", "suggestions");
  function suggest() {
    Promise.all([NA.suggestions(), NA.index().then(function (m) { return m.facets(); })]).then(function (parts) {
      var s = parts[0], f = parts[1], typed = A.normalise(P.box.value), from = typed.lastIndexOf(" ") + 1, last = typed.slice(from), before = P.box.value.slice(0, P.box.value.lastIndexOf(" ") + 1), found = [];
      if (last.length > 1) {
        if (f) found = f.names.filter(function (n) { return key(n[1]).startsWith(typed.trim()) || (!from && key(n[1]).split(" ").some(function (w) { return w.startsWith(last); })); }).sort(function (a, b) {
          function begins(n) { return Number(key(n[1]).startsWith(typed.trim())); } // names that begin so, then the most mentioned
          return begins(b) - begins(a) || f.holders.get(b[0]).length - f.holders.get(a[0]).length;
        }).slice(0, 6).map(function (n) { return n[1]; });
        if (s) s.w.split(" ").forEach(function (w) { if (found.length < 8 && A.normalise(w).startsWith(last)) found.push(before + w); });
        if (s) s.t.forEach(function (t) { if (found.length < 10 && A.normalise(t).includes(typed.trim())) found.push(t); });
      }
      list.replaceChildren.apply(list, Array.from(new Set(found)).slice(0, 10).map(function (text) { return make("option", { value: text }); }));
    });
  }
  P.box.addEventListener("input", suggest);

  /** Let the page breathe: what follows is a task of its own. */
  function later(value) { return new Promise(function (resolve) { setTimeout(function () { resolve(value); }); }); }
  /** Put other excerpts in the place of first words, while the answers they belong to are shown. */
  function followQuery(s, answer, slots) {
    var list = slots.side.parentElement, places = Array.from(list.querySelectorAll(".hit-list .ex")), metas = Array.from(list.querySelectorAll(".hit > .meta")), full = null;
    /** The same answers with what was merged into each; asked for once, if at all. */
    function merged() {
      full = full || NA.search(s.q, Object.assign({}, P.optionsOf(s), { limit: answer.hits.length, offset: P.offset(s), copies: true })).then(function (a) { return new Map(a.hits.map(function (h) { return [h.id, h]; })); });
      return full;
    }
    function beside(i) {
      return merged().then(function (found) {
        var h = found.get(answer.hits[i].id);
        if (!h) return null;
        return {
          headlines: h.copies.map(function (c) { return { text: c.title, said: c.source && c.source !== h.source ? ["بعنوان آخر في ", NA.bdi(c.source), ": "] : ["بعنوان آخر: "] }; }),
          writers: h.writers.map(function (name) { return { text: name, said: ["كتبها: "] }; })
        };
      });
    }
    NA.excerpt.follow(answer.hits, answer.forms, s.off, beside, function (i, found) {
      if (!places[i] || !places[i].isConnected) return;
      places[i].replaceChildren.apply(places[i], found.said || []);
      P.marked(places[i], found.text, found.matched);
    });
    if (answer.loose.length && served) answer.hits.forEach(function (hit, i) { // what the index does not know of a phrase, the pages do
      var phrases = nodesOf(s, "phrase").map(function (node) { return node.words.map(function (w) { return w.stem; }); });
      Promise.all([NA.excerpt.read(hit.url), merged()]).then(function (both) {
        var h = both[1].get(hit.id), texts = both[0].concat(hit.title, h ? h.copies.map(function (c) { return c.title; }) : []);
        var apart = both[0].length && !phrases.every(function (stems) { return NA.excerpt.stands(texts, stems); });
        if (apart && metas[i] && metas[i].isConnected) metas[i].append(make("span", { class: "apart" }, "العبارة متفرقة فيها"));
      });
    });
    var ranges = datesOf(s);
    if (ranges.length) merged().then(function (found) { // an article that stands elsewhere on the day that was asked for
      answer.hits.forEach(function (hit, i) {
        function asked(day) { return ranges.some(function (r) { return NA.refine.within(day, r.from, r.to); }); }
        var h = found.get(hit.id), copy = h && !asked(hit.date) && h.copies.find(function (c) { return asked(c.date); });
        if (copy && metas[i] && metas[i].isConnected) metas[i].append(make("span", {}, [NA.bdi(copy.source || "بلا مصدر"), "، " + P.dateWords(copy.date) + (copy.bound ? " أو قبله" : "")]));
      });
    });
  }
  /** The dates that are asked for, in the words or by the filters. */
  function datesOf(s) { return (s.from || s.to ? [{ from: s.from, to: s.to }] : []).concat(nodesOf(s, "date")); }
  /** What of a kind the words ask for. */
  function nodesOf(s, kind) {
    var found = [];
    (function collect(node) {
      if (!node) return;
      if (node.kind === kind) found.push(node);
      (node.parts || []).concat(node.must || [], node.any ? [node.any] : []).forEach(collect);
    })(NA.query.parse(s.q));
    return found;
  }
  var MANY = 30; // answers of a word that is not misspelt, even if none has it as it was typed
  /** Is the one word that was asked written so in several articles? */
  function isWritten(s, answer) {
    var own = A.words(s.q), form = own.length === 1 && answer.forms.find(function (f) { return f.form === own[0].norm; });
    return own.length !== 1 || Boolean(form && form.count > NA.few);
  }
  /** Draw what belongs beside an answer. */
  function extend(s, answer, slots) {
    var several = s.q.trim().split(/\s+/).length > 1; // words that stand together were meant, be they rare
    var sure = answer.all !== 0 && (several ? answer.total : answer.total > 5 && !answer.kin && (answer.total > MANY || isWritten(s, answer)));
    if (slots) followQuery(s, answer, slots);
    NA.index().then(function (m) { return m.facets(); }).then(later).then(function () {
      return Promise.all([NA.index(), NA.search(s.q, Object.assign({ limit: 0, facets: true }, P.optionsOf(s)))]);
    }).then(later).then(function (parts) {
      var m = parts[0], counts = parts[1].facets;
      return m.facets().then(function (f) {
        var card = slots && slots.lead && f ? drawCard(f, s) : null;
        if (slots) {
          if (!slots.above.isConnected) return;
          var forms = drawForms(s, answer), chart = counts ? NA.more.drawChart(s, counts) : null;
          var moved = slots.held.startsWith("slide-"), beside = !forms || matchMedia("(min-width: 68rem)").matches, when = chart && folded("متى وردت", make("div", { class: "when" }, chart), beside || moved);
          slots.above.replaceChildren.apply(slots.above, [forms && folded("طابقت " + digits(answer.forms.length) + " من صور الكلمات", forms, false), beside ? null : when].filter(Boolean));
          if (slots.lead && (card || sure)) lead(slots.lead, card || (counts && drawAmong(s, counts, answer.total)));
          later().then(function () {
            if (!slots.side.isConnected) return;
            if (counts) drawFilters(s, counts, slots.side);
            var period = slots.side.querySelector(".facet:has(.range)");
            if (beside && when && period) period.after(when); // the chart beside what it is a chart of
            var knob = moved && document.getElementById(slots.held);
            if (knob) knob.focus();
            slots.below.replaceChildren(drawTools(s, answer));
          });
        }
        if (sure || card) return;
        return NA.correct(s.q, f).then(function (list) {
          var place = slots ? slots.lead || slots.above : document.getElementById("more-empty"), meant = list.length ? drawCorrections(s, list) : null;
          if (!place || !place.isConnected) return;
          if (slots && slots.lead) lead(place, meant || (counts && drawAmong(s, counts, answer.total)));
          else if (meant && !place.className) place.prepend(meant);
        });
      });
    });
  }
  Object.assign(NA.more, { extend: extend, empty: empty, drawLost: drawLost, loosely: loosely });
})();
