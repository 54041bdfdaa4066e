// Tools for reading an article: the size of its text, a link to each paragraph, its short address to pass on, print.
document.addEventListener("DOMContentLoaded", function () {
  "use strict";
  /** @type {any} */
  var NA = window.NewsArchive;
  var article = document.querySelector("article[data-article-id]"), make = NA.make, root = document.documentElement;
  if (!article) return;
  var facts = article.querySelector("dl"), body = article.querySelector("[data-part=body]");
  var WORDS_A_MINUTE = 140; // what a reader of Arabic news reads: 138, standard deviation 20 (IReST, 2012)
  var SIZES = ["s", "", "l", "xl"];

  function resize(step) {
    var at = SIZES.indexOf(root.dataset.size || "") + step;
    if (at < 0 || at >= SIZES.length) return;
    var size = NA.choice("size", SIZES[at]);
    if (size) root.dataset.size = size; else delete root.dataset.size;
  }
  var said = make("span", { role: "status", class: "vh" });
  NA.say = function (text) { said.textContent = text; };
  /** Copy a text; the button says for a moment that it is done. */
  NA.copy = function (button, text) {
    var label = button.textContent;
    function done() {
      button.textContent = "نُسخ";
      NA.say("نُسخ");
      setTimeout(function () { button.textContent = label; }, 1500);
    }
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, function () {});
  };
  /** The page's address; of a page on a disk, which is its reader's own, what it is and where the source has it. */
  function address() {
    if (/^http/.test(location.protocol)) return location.href.split("#")[0];
    var paper = document.head.querySelector("meta[property='og:site_name']"), date = facts.querySelector("dd :is(a, b)");
    var original = document.querySelector("[data-part=provenance] a[href^=http]");
    var said = [paper && paper.getAttribute("content"), date && date.textContent].filter(Boolean).join("، ");
    return [said, original && original.href].filter(Boolean).join("\n");
  }
  function share(event) {
    var button = event.currentTarget, title = article.querySelector("h1").textContent, rest = address();
    if (navigator.share) navigator.share(/^http/.test(rest) ? { title: title, url: rest } : { title: title, text: title + "\n" + rest }).catch(function () {});
    else NA.copy(button, [title, rest].filter(Boolean).join("\n"));
  }
  if (facts) {
    var words = Array.prototype.reduce.call(body.children, function (sum, part) { return sum + (part.textContent.match(/\S+/g) || []).length; }, 0);
    facts.append(make("dt", {}, "للقراءة"), make("dd", {}, [NA.counted(words, "word") + "، " + NA.counted(Math.max(1, Math.round(words / WORDS_A_MINUTE)), "minute"), make("div", { class: "tools" }, [
      NA.button("أ+", function () { resize(1); }, { "aria-label": "أ+ كبّر النص" }),
      NA.button("أ−", function () { resize(-1); }, { "aria-label": "أ− صغّر النص" }),
      NA.button("شارك", share),
      NA.button("اطبع", function () { print(); }),
      said
    ])]));
  }
  /** The day of a list as the original's address writes it, null where it does not. @param {string} list */
  function dayInAddress(list) {
    var day = /(\d{4})-0?(\d\d?)-0?(\d\d?)\.html$/.exec(list), original = document.querySelector("[data-part=provenance] a[href^=http]");
    var found = day && original && RegExp("/((?:" + day[1] + "/)?" + day.slice(1).join("[-_./]?0?") + ")(?!\\d)").exec(original.getAttribute("href"));
    return found && found[1];
  }
  // What a date of collection means, and one of an address.
  var date = facts && facts.querySelector("dd"), shown = date && date.querySelector("a");
  if (shown && date.childNodes.length === 1) {
    var filed = / أو قبله$/.test(shown.textContent) ? "" : dayInAddress(shown.href);
    if (filed) date.append(" من عنوان الأصل: «" + filed + "»");
    else if (filed === "") date.append(" يوم جمعها؛ لا يُعرف يوم نشرها.");
  }
  // An author leads to the articles that he wrote.
  Array.prototype.forEach.call(facts ? facts.querySelectorAll("dt") : [], function (term) {
    var value = term.nextElementSibling, name = value && value.textContent.trim();
    if (term.textContent !== "الكاتب" || !name || value.firstElementChild) return;
    value.textContent = "";
    value.append(make("a", { href: NA.root + "search.html?q=" + encodeURIComponent('كاتب:"' + name.replace(/["“”«»]/g, " ") + '"') }, name));
  });
  // On in the day and in the source: their order is asked for when it is wanted.
  var day = facts && /d\/((\d{4}(?:-\d\d)?)(?:-\d\d)?)\.html$/.exec((facts.querySelector("dd a") || {}).href || "");
  var id = article.dataset.articleId;
  var source = day && /s\/([^/]+)\.html$/.exec((facts.querySelector("a[href*='/s/']") || {}).href || "");
  function load(month) { return month ? NA.load("days/" + month + ".js", "days/" + month) : Promise.resolve(null); }
  function place(order) {
    return order.findIndex(function (entry) { return entry === id || entry.indexOf("/a/" + id + ".html") >= 0; });
  }
  function ids(text) { return text ? text.split(" ") : []; }
  /** The articles of the source in a month, the latest first. */
  function ofSource(given) {
    return Object.keys(given.days).sort().reverse().reduce(function (all, each) { return all.concat(ids(given.days[each][source[1]])); }, []);
  }
  function inDay(by) {
    return load(day[2]).then(function (given) {
      var sources = given && given.days[day[1]] || {};
      var order = Object.keys(sources).reduce(function (all, each) { return all.concat(ids(sources[each])); }, []), at = place(order);
      return at < 0 ? "" : order[at + by];
    });
  }
  function inSource(by) {
    function beyond(given) {
      return load(given && given[by < 0 ? "before" : "after"]).then(function (next) {
        if (!next) return "";
        var order = ofSource(next);
        return order.length ? order[by < 0 ? 0 : order.length - 1] : beyond(next);
      });
    }
    return load(day[2]).then(function (given) {
      var order = given ? ofSource(given) : [], at = place(order), to = at < 0 ? "" : order[at - by];
      return to || at < 0 ? to : beyond(given);
    });
  }
  /** A button that leads on, or says that there is no more. */
  function step(label, find, by, none, way) {
    return NA.button(label, function (event) {
      var button = event.currentTarget;
      find(by).then(function (to) {
        if (to) { location.href = new URL(to.indexOf("/") < 0 ? "a/" + to + ".html" : to, NA.root).href; return; }
        button.disabled = true;
        button.textContent = none;
        NA.say(none);
      });
    }, { class: way });
  }
  // Nothing comes before or after what is alone in its day or its source.
  if (day && !facts.querySelector("dd").querySelector("[data-alone]")) facts.querySelector("dd").append(make("span", { class: "steps" }, [
    step("السابقة في يومها", inDay, -1, "هذه أول اليوم", "back"), step("التالية في يومها", inDay, 1, "هذه آخر اليوم", "on")
  ]));
  var paper = source && facts.querySelector("a[href*='/s/']"), flag = paper && paper.nextElementSibling;
  if (paper && !paper.hasAttribute("data-alone")) (flag && flag.classList.contains("flag") ? flag : paper).after(make("span", { class: "steps beside" }, [
    step("الأسبق", inSource, -1, "هذه أقدمها", "back"), step("الأحدث", inSource, 1, "هذه أحدثها", "on")
  ]));
  // The list of names, made of the links in the text: their mark says kind, mentions, and the name where it differs.
  var MOST = 8; // names of a kind that lie open
  var KINDS = [["p", "أشخاص"], ["l", "أماكن"], ["o", "هيئات"]], groups = {}, seen = {};
  var links = article.querySelectorAll("a[data-entity]");
  Array.prototype.forEach.call(links, function (link) {
    var mark = /^(.)(\d*)(?:-(\d))? ?(.*)$/.exec(link.dataset.entity), href = link.getAttribute("href");
    if (!mark || seen[href]) return;
    seen[href] = true;
    (groups[mark[1]] = groups[mark[1]] || []).push({ href: href, name: mark[4] || link.textContent.slice(Number(mark[3] || 0)), count: Number(mark[2] || 1) });
  });
  if (links.length) {
    var aside = article.querySelector("aside") || make("aside");
    var list = aside.querySelector(":scope > ul");
    if (list) list.remove();
    var section = make("section", { class: "sec names" }, make("h2", {}, "أسماء في هذه المادة"));
    KINDS.forEach(function (kind) {
      if (!groups[kind[0]]) return;
      groups[kind[0]].sort(function (a, b) { return b.count - a.count; });
      var all = groups[kind[0]].map(function (name) {
        return make("li", {}, [make("a", { href: name.href }, NA.bdi(name.name)), make("span", { class: "n" }, NA.digits(name.count))]);
      }), open = all.length > MOST + 2 ? MOST : all.length;
      section.append(make("h3", {}, kind[1]), make("ul", {}, all.slice(0, open)));
      if (open < all.length) section.append(make("details", {}, [make("summary", {}, "بقية الأسماء (" + NA.digits(all.length - open) + ")"), make("ul", {}, all.slice(open))]));
    });
    aside.prepend(section);
    article.append(aside);
  }
  Array.prototype.forEach.call(body.querySelectorAll(".also"), function (mark) { mark.setAttribute("aria-label", "وردت أيضاً"); });
  Array.prototype.forEach.call(body.querySelectorAll("p[id]"), function (paragraph, index) {
    paragraph.before(make("a", { class: "pl", href: "#" + paragraph.id, "aria-label": "رابط الفقرة " + NA.digits(index + 1) }, "¶"));
  });
});
