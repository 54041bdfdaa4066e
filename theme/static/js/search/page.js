/* The search page: what is asked stands in the address, answers are drawn as it is typed. Needs form.find, #q and
 * #search-app in search.html. Filters, chips, the chart, exports: more.js, loaded when there are answers. Text from the
 * archive reaches the page through textContent only. */
(function () {
  "use strict";
  /** @type {any} */
  var NA = window.NewsArchive;
  var app = document.getElementById("search-app"), box = /** @type {HTMLInputElement} */ (document.getElementById("q"));
  if (!NA || !NA.make || !app || !box) return;
  var form = /** @type {HTMLFormElement} */ (box.form), make = NA.make, digits = NA.digits, PAGE = 10, TYPING = 200, PATIENCE = 900, IDLE = 1500;
  var MONTHS = ["كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"];
  var LISTS = ["off", "source", "entity"], WORDS = ["from", "to", "undated", "sort"], SWITCHES = ["exact", "versions", "carried", "copies"];

  function dateWords(day) {
    var p = day.split("-");
    return [p[2] && digits(Number(p[2])), p[1] && MONTHS[Number(p[1]) - 1], digits(p[0])].filter(Boolean).join(" ");
  }
  function carriers(n) { return n === 2 ? "صحيفتان" : NA.number(n) + " " + (n % 100 >= 3 && n % 100 <= 10 ? "صحف" : "صحيفة"); }
  /** Append text with the wanted words marked, whole. */
  function marked(node, text, matched) {
    var wanted = new Set(matched), rest = text;
    NA.analyse.tokens(text).forEach(function (token) {
      var at = rest.indexOf(token);
      node.append(rest.slice(0, at), wanted.has(token) ? make("mark", {}, token) : token);
      rest = rest.slice(at + token.length);
    });
    node.append(rest);
    return node;
  }

  if (!/^http/.test(location.protocol)) app.className = "still"; // excerpts stay as they come

  /* --- the state, which is the address --- */

  function read() {
    var p = new URLSearchParams(location.search), s = { q: (p.get("q") || "").slice(0, 2000), page: Math.min(10000, Math.max(1, Math.floor(Number(p.get("page"))) || 1)) };
    LISTS.forEach(function (name) { s[name] = p.getAll(name).slice(0, 50); });
    WORDS.forEach(function (name) { s[name] = p.get(name) || ""; });
    SWITCHES.forEach(function (name) { s[name] = p.get(name) === "1"; });
    ["from", "to"].forEach(function (name) { if (!/^\d{4}(-\d\d){0,2}$/.test(s[name])) s[name] = ""; });
    if (s.sort !== "new" && s.sort !== "old") s.sort = "";
    return s;
  }
  function address(s) {
    var p = new URLSearchParams();
    if (s.q) p.set("q", s.q);
    if (s.page > 1) p.set("page", String(s.page));
    LISTS.forEach(function (name) { s[name].forEach(function (value) { p.append(name, value); }); });
    WORDS.forEach(function (name) { if (s[name]) p.set(name, s[name]); });
    SWITCHES.forEach(function (name) { if (s[name]) p.set(name, "1"); });
    var text = p.toString();
    return "search.html" + (text ? "?" + text : "");
  }
  function change(s, part) { return Object.assign({}, s, { page: 1 }, part); }
  function go(s, quietly) {
    history[quietly ? "replaceState" : "pushState"](null, "", address(s));
    return show();
  }
  function filtersOf(s) {
    return { source: s.source, entity: s.entity, from: s.from, to: s.to, undated: s.undated === "only" ? "only" : s.undated === "1", versions: s.versions, carried: s.carried };
  }
  function optionsOf(s) { return { exact: s.exact, off: s.off, sort: s.sort || "best", copies: s.copies, filters: filtersOf(s) }; }
  function link(text, s, attributes) {
    var a = make("a", Object.assign({ href: address(s) }, attributes), text);
    a.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(s);
      window.scrollTo(0, 0);
    });
    return a;
  }

  /* --- drawing --- */

  function message(title, content) {
    app.replaceChildren(make("div", { class: "state", role: "status" }, [make("h2", {}, title)].concat(content || [])));
  }
  function drawHit(h, forms) {
    var a = make("a", { href: h.url + (forms.length ? "#:" + forms.map(encodeURIComponent).join(",") : "") });
    marked(a, h.title, h.matched);
    if (NA.direction(h.title) === "ltr") a.dir = "ltr";
    var meta = make("p", { class: "meta" }, make("span", {}, h.date ? dateWords(h.date) + (h.bound ? " أو قبله" : "") : "بلا تاريخ"));
    if (h.source) meta.append(make("span", {}, NA.bdi(h.source)));
    if (h.carriers > 1) meta.append(make("a", { class: "carried", href: h.url + "#versions" }, "حملته " + carriers(h.carriers)));
    var others = h.copies.filter(function (c) { return !c.same; }), copies = others.length ? make("ul", { class: "copies" }, others.map(drawCopy)) : null;
    return make("li", {}, make("article", { class: "hit" }, [make("div", {}, [make("h2", {}, a), marked(make("p", { class: "ex" }), h.excerpt, h.matched), copies].filter(Boolean)), meta]));
  }
  function drawCopy(c) {
    var meta = make("span", { class: "meta" }, [NA.bdi(c.source || "بلا مصدر"), "، " + (c.date ? dateWords(c.date) + (c.bound ? " أو قبله" : "") : "بلا تاريخ")]);
    return make("li", {}, [NA.bdi(c.title), " ", meta]);
  }
  function headline(s, answer) {
    var text = NA.counted(answer.total, "article");
    if (answer.incomplete) return text; // what else there is, is not known
    if (answer.kin && answer.all === null) return text + "، والكلمة نفسها لا تكاد ترد: معظمها بكلمات تقاربها";
    var written = answer.all === null && !s.exact ? asWritten(s, answer) : 0;
    if (written) return text + "، منها " + NA.counted(written, "article") + " فيها الكلمة كما كتبتها";
    if (answer.all === null || answer.all === answer.total) return text;
    if (!answer.all) return text + " فيها بعض كلماتك، وليس فيها ما يجمعها كلها";
    return text + " فيها بعض كلماتك، منها " + NA.counted(Math.min(answer.all, answer.total), "article") + " فيها الكلمات كلها";
  }
  /** How many articles hold the one word that was asked as it was typed; 0 where all do, or none. */
  function asWritten(s, answer) {
    var words = NA.analyse.tokens(s.q).map(NA.analyse.normalise), own = words.length === 1 && answer.forms.find(function (f) { return f.form === words[0]; });
    return own && own.count < answer.total ? own.count : 0;
  }
  function pager(s, total) {
    var last = Math.ceil(total / PAGE), from = (s.page - 1) * PAGE + 1;
    var nav = make("nav", { class: "pager", "aria-label": "صفحات النتائج" }, make("span", { class: "quiet" }, NA.number(from) + " إلى " + NA.number(Math.min(s.page * PAGE, total)) + " من " + NA.number(total)));
    if (s.page > 1) nav.append(link("النتائج السابقة", Object.assign({}, s, { page: s.page - 1 }), { rel: "prev" }));
    if (s.page < last) nav.append(link("النتائج التالية", Object.assign({}, s, { page: s.page + 1 }), { rel: "next" }));
    return nav;
  }
  function draw(s, answer) {
    if ((s.page - 1) * PAGE >= answer.total) { go(Object.assign({}, s, { page: 1 }), true); return; }
    var old = app.querySelector("aside"), side = old || make("aside", { "aria-label": "تضييق النتائج" }, make("details", { class: "filters" }, make("summary", {}, "تضييق النتائج")));
    var sorts = make("span", {}, [["", "الأقرب أولاً"], ["new", "الأحدث أولاً"], ["old", "الأقدم أولاً"]].map(function (pair) {
      return s.sort === pair[0] ? make("b", {}, pair[1]) : link(pair[1], change(s, { sort: pair[0] }));
    }));
    var lost = answer.incomplete ? NA.more.drawLost(answer) : null;
    var all = make("input", { type: "checkbox" });
    all.checked = s.copies;
    all.addEventListener("change", function () { go(change(s, { copies: all.checked })); });
    var main = make("div", { class: "found" }, [lost, make("p", { class: "count", role: "status" }, headline(s, answer)), answer.loose.length ? NA.more.loosely(s, answer) : null, answer.dateless ? make("p", { class: "meta loose" }, "لا مادة بهذا التاريخ فيها ما طلبته. هذه مواد ترد فيها كلمات من سؤالك.") : null, make("p", { class: "meta sorts" }, sorts), make("label", { class: "switch all" }, [all, "أظهر النسخ كلها"])].filter(Boolean));
    var forms = answer.forms.filter(function (f) { return !s.off.includes(f.form); }).slice(0, 12).map(function (f) { return f.form; });
    var lead = make("div", { class: "lead" }), shapes = answer.forms.length > 1 && !s.exact; // what comes later has its room
    var slots = { side: side, lead: s.page > 1 ? null : lead, above: make("div", { class: "above" + (shapes ? " waits" : "") }), below: make("div", { class: "below" }), held: "" };
    if (slots.lead) main.append(lead);
    main.append(slots.above, make("ol", { class: "hit-list" }, answer.hits.map(function (h) { return drawHit(h, forms); })), pager(s, answer.total), slots.below);
    var held = /** @type {HTMLElement} */ (document.activeElement);
    slots.held = held ? held.id : "";
    app.replaceChildren(make("div", { class: "search" }, [side, main]));
    if (side.contains(held)) held.focus({ preventScroll: true });
    return slots;
  }
  var turn = 0, typing = false;
  /** What only a reader of answers needs comes after the first answers: more.js, which asks for refine.js. */
  function loadMore() {
    NA.more = NA.more || { page: api };
    return Promise.all([NA.bring("more"), NA.bring("refine")]).then(function () { return NA.more.extend; });
  }
  function show() {
    var s = read(), mine = ++turn;
    if (document.activeElement !== box || box.value === "") box.value = s.q;
    document.title = (s.q ? s.q.slice(0, 60) + " | " : "") + document.title.replace(/^[^]* \| (?=البحث)/, "");
    if (!s.q.trim()) { message("اكتب كلمة أو اسماً أو «عبارة»", make("p", {}, "يجد البحث صور الكلمة كلها: سورية وسوريا والسوريين. وتعمل فيه العلامات + و- و«أو» والأقواس، و«عنوان:» و«مصدر:» و«اسم:» و«كاتب:»، والتواريخ.")); return Promise.resolve(); }
    if (!app.querySelector(".search")) message("يبحث…");
    else app.setAttribute("aria-busy", "true");
    function fail() {
      if (mine !== turn) return;
      app.removeAttribute("aria-busy");
      message(navigator.onLine === false ? "لا اتصال بالشبكة" : "تعذّر تحميل فهرس البحث", make("p", {}, ["لم يصل الفهرس. ", NA.button("أعد المحاولة", show, { class: "chip" })]));
    }
    return NA.search(s.q, Object.assign({ limit: PAGE, offset: api.offset(s) }, optionsOf(s))).then(function (answer) {
      if (mine !== turn) return;
      var usual = answer.total && !answer.incomplete && !answer.loose.length; // the rest is told by more.js
      return (usual ? Promise.resolve() : loadMore()).then(function () { // half a word finds nothing: that is not told at once
        return answer.total || !typing ? 0 : new Promise(function (resolve) { setTimeout(resolve, PATIENCE); });
      }).then(function () {
        if (mine !== turn) return;
        app.removeAttribute("aria-busy");
        var slots = answer.total ? draw(s, answer) : NA.more.empty(s, answer);
        return loadMore().then(function (extend) { if (mine === turn) extend(s, answer, slots); }, function () { /* the answers stand without it */ });
      }, fail);
    }, fail);
  }
  var api = { offset: function (s) { return (s.page - 1) * PAGE; }, go: go, read: read, change: change, link: link, address: address, optionsOf: optionsOf, filtersOf: filtersOf, dateWords: dateWords, months: MONTHS, marked: marked, message: message, box: box, form: form, app: app, show: show };

  /* --- typing and keys --- */

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    clearTimeout(timer);
    typing = false;
    go(change(read(), { q: box.value, off: [] }));
  });
  var timer = 0;
  box.addEventListener("input", function () {
    clearTimeout(timer);
    typing = true;
    timer = window.setTimeout(function () { go(change(read(), { q: box.value, off: [] }), true); }, TYPING);
  });
  function prepare() { loadMore().catch(function () { /* it is asked for again with the next answers */ }); }
  box.addEventListener("focus", prepare, { once: true });
  window.addEventListener("load", function () { setTimeout(prepare, IDLE); });
  window.addEventListener("popstate", function () { typing = false; box.value = read().q; show(); });
  document.addEventListener("DOMContentLoaded", function () { box.value = read().q; show(); });
})();
