/* The search page: the only script that touches the DOM. Needs form.find, #q and #search-app in search.html.
 * Text from the archive reaches the page through textContent only. */
(function () {
  "use strict";
  var NA = window.NewsArchive, app = document.getElementById("search-app"), box = /** @type {HTMLInputElement} */ (document.getElementById("q"));
  if (!NA || !app || !box) return;
  var form = /** @type {HTMLFormElement} */ (box.form);
  var WORDS = {
    start: "اكتب كلمة أو اسماً أو «عبارة». يجد البحث صور الكلمة كلها.",
    busy: "يبحث…",
    none: "لا نتائج لما كتبت",
    noneHint: ["جرّب كلمة أقل أو أخرى في معناها", "احذف علامتي التنصيص إن وضعتهما", "تصفّح بالأيام أو بالأسماء أو بالمصادر"],
    failed: "تعذّر تحميل فهرس البحث. تحقّق من الاتصال ثم أعد المحاولة.",
    partial: "تعذّر تحميل جزء من الفهرس؛ قد تنقص النتائج.",
    forms: "طابقت هذه الصور:",
    exact: "الرسم كما كتبته فقط",
    previous: "النتائج السابقة",
    next: "النتائج التالية",
    undated: "بلا تاريخ",
    before: "قبل ",
    carried: "حملته ",
    range: function (a, b, n) { return digits(a) + " إلى " + digits(b) + " من " + digits(n); }
  };
  var PAGE = 10, MONTHS = ["كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"];

  function digits(value) { return String(value).replace(/[0-9]/g, function (d) { return String.fromCharCode(0x660 + Number(d)); }); }
  function counted(n, one, two, few, many) {
    if (n === 1) return one;
    if (n === 2) return two;
    var rest = n % 100;
    return digits(n) + " " + (rest >= 3 && rest <= 10 ? few : many);
  }
  function dateWords(day) {
    var p = day.split("-");
    return [p[2] && digits(Number(p[2])), p[1] && MONTHS[Number(p[1]) - 1], digits(p[0])].filter(Boolean).join(" ");
  }
  /** @param {string} tag @param {string} [style] @param {string} [text] */
  function element(tag, style, text) {
    var node = document.createElement(tag);
    if (style) node.className = style;
    if (text !== undefined) node.textContent = text;
    return node;
  }
  /** Append text with the wanted words marked, whole. */
  function marked(node, text, matched) {
    var wanted = new Set(matched), rest = text;
    NA.analyse.tokens(text).forEach(function (token) {
      var at = rest.indexOf(token);
      node.append(rest.slice(0, at));
      node.append(wanted.has(token) ? element("mark", "", token) : token);
      rest = rest.slice(at + token.length);
    });
    node.append(rest);
    return node;
  }
  function state() {
    var p = new URLSearchParams(location.search);
    return { q: (p.get("q") || "").slice(0, 2000), page: Math.max(1, Number(p.get("page")) || 1), exact: p.get("exact") === "1" };
  }
  function address(s) {
    var p = new URLSearchParams();
    if (s.q) p.set("q", s.q);
    if (s.page > 1) p.set("page", String(s.page));
    if (s.exact) p.set("exact", "1");
    var text = p.toString();
    return "search.html" + (text ? "?" + text : "");
  }
  function go(s) {
    history.pushState(null, "", address(s));
    show();
  }
  function message(title, hints) {
    var card = element("div", "state");
    card.setAttribute("role", "status");
    card.append(element("h2", "", title));
    if (hints) {
      var list = element("ul");
      hints.forEach(function (h) { list.append(element("li", "", h)); });
      card.append(list);
    }
    app.replaceChildren(card);
  }
  function link(text, s) {
    var a = /** @type {HTMLAnchorElement} */ (element("a", "", text));
    a.href = address(s);
    a.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(s);
      window.scrollTo(0, 0);
    });
    return a;
  }
  function drawHit(h) {
    var item = element("li"), article = element("article", "hit"), body = element("div"), title = element("h2");
    var a = /** @type {HTMLAnchorElement} */ (element("a"));
    a.href = h.url;
    marked(a, h.title, h.matched);
    title.append(a);
    body.append(title, marked(element("p", "ex"), h.excerpt, h.matched));
    var meta = element("p", "meta");
    meta.append(element("span", "", h.date ? (h.bound ? WORDS.before : "") + dateWords(h.date) : WORDS.undated));
    if (h.source) { var paper = element("span"); paper.append(element("bdi", "", h.source)); meta.append(paper); }
    if (h.carriers > 1) meta.append(element("span", "carried", WORDS.carried + counted(h.carriers, "صحيفة", "صحيفتان", "صحف", "صحيفة")));
    article.append(body, meta);
    item.append(article);
    return item;
  }
  var turn = 0;
  function show() {
    var s = state(), mine = ++turn;
    if (document.activeElement !== box || box.value === "") box.value = s.q;
    document.title = (s.q ? s.q + " | " : "") + document.title.replace(/^.* \| (?=البحث)/, "");
    if (!s.q.trim()) { message(WORDS.start); return; }
    if (!app.querySelector(".count")) message(WORDS.busy);
    NA.search(s.q, { limit: PAGE, offset: (s.page - 1) * PAGE, exact: s.exact }).then(function (answer) {
      if (mine === turn) draw(s, answer);
    }, function () {
      if (mine === turn) message(WORDS.failed);
    });
  }
  function draw(s, answer) {
    if (!answer.total) { message(WORDS.none, WORDS.noneHint); return; }
    var wrap = element("div"), count = element("p", "count", counted(answer.total, "مادة واحدة", "مادتان", "مواد", "مادة"));
    count.setAttribute("role", "status");
    wrap.append(count);
    if (answer.incomplete) wrap.append(element("p", "state", WORDS.partial));
    var exact = element("label", "switch"), check = /** @type {HTMLInputElement} */ (element("input"));
    check.type = "checkbox";
    check.checked = s.exact;
    check.addEventListener("change", function () { go({ q: s.q, page: 1, exact: check.checked }); });
    exact.append(check, element("span", "", WORDS.exact));
    wrap.append(exact);
    if (!s.exact && answer.forms.length > 1) {
      var details = element("details", "forms-box"), summary = element("summary", "meta", WORDS.forms), chips = element("div", "forms");
      answer.forms.slice(0, 24).forEach(function (f) {
        var chip = element("span", "chip");
        chip.append(element("bdi", "", f.form), element("span", "n", digits(f.count)));
        chips.append(chip);
      });
      details.append(summary, chips);
      wrap.append(details);
    }
    var list = element("ol", "hit-list");
    answer.hits.forEach(function (h) { list.append(drawHit(h)); });
    wrap.append(list);
    var last = Math.ceil(answer.total / PAGE);
    var pager = element("nav", "pager");
    pager.setAttribute("aria-label", "صفحات النتائج");
    pager.append(element("span", "quiet", WORDS.range((s.page - 1) * PAGE + 1, Math.min(s.page * PAGE, answer.total), answer.total)));
    if (s.page > 1) pager.append(link(WORDS.previous, { q: s.q, page: s.page - 1, exact: s.exact }));
    if (s.page < last) pager.append(link(WORDS.next, { q: s.q, page: s.page + 1, exact: s.exact }));
    wrap.append(pager);
    app.replaceChildren(wrap);
  }
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    go({ q: box.value, page: 1, exact: state().exact });
  });
  var timer = 0;
  box.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(function () {
      history.replaceState(null, "", address({ q: box.value, page: 1, exact: state().exact }));
      show();
    }, 250);
  });
  window.addEventListener("popstate", function () { box.value = state().q; show(); });
  document.addEventListener("keydown", function (event) {
    var typing = event.target instanceof Element && event.target.closest("input, textarea, select");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) { event.preventDefault(); box.focus(); }
  });
  box.value = state().q;
  show();
})();
