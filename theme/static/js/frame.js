// What stands around a page: the navigation that an article's page leaves to this script, the search field, the switch
// of light and dark (without scripts it would switch nothing), the rest of the footer.
(function () {
  "use strict";
  /** @type {any} */
  var NA = window.NewsArchive;
  var make = NA.make, header = NA.header, page = document.documentElement;

  // What the pages of each folder belong to.
  var SECTIONS = { d: "calendar.html", e: "names.html", s: "sources.html" };
  var here = location.pathname.split("/").slice(-2)[0];
  function list(links) {
    return make("ul", {}, links.map(function (link) {
      return make("li", {}, make("a", Object.assign({ href: NA.root + link[0] }, SECTIONS[here] === link[0] ? { "aria-current": "page" } : {}), link[1]));
    }));
  }
  if (!header.querySelector("nav")) {
    header.prepend(make("a", { class: "skip", href: "#main" }, "انتقل إلى المحتوى"));
    header.append(make("nav", { "aria-label": "أقسام الأرشيف" }, list(NA.site.nav)));
  }
  if (!document.querySelector("header.first") && !/search\.html$/.test(location.pathname)) {
    // A page without a form of its own need not say where one may lead; now it has one.
    document.head.append(make("meta", { "http-equiv": "Content-Security-Policy", content: "form-action 'self'" }));
    header.append(make("form", { role: "search", action: NA.root + "search.html", "aria-label": "بحث" },
      make("input", { name: "q", type: "search", "aria-label": "ابحث في الأرشيف", placeholder: "بحث", autocomplete: "off" })));
  }

  document.addEventListener("keydown", function (event) {
    var at = /** @type {HTMLElement} */ (event.target), field = /** @type {HTMLElement} */ (header.querySelector("input[name=q]") || document.querySelector("main input[name=q]"));
    if (event.key !== "/" || !field || event.ctrlKey || event.metaKey || event.altKey || at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) return;
    event.preventDefault();
    field.focus();
  });

  function shape(name, attributes) {
    var element = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.keys(attributes).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    return element;
  }
  var picture = shape("svg", { width: 20, height: 20, viewBox: "0 0 20 20", "aria-hidden": "true" });
  picture.append(
    shape("circle", { cx: 10, cy: 10, r: 7.25, fill: "none", stroke: "currentColor", "stroke-width": 1.5 }),
    shape("path", { d: "M10 2.75a7.25 7.25 0 0 1 0 14.5z", fill: "currentColor" })
  );
  header.append(NA.button(picture, function () {
    var dark = page.dataset.theme ? page.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    page.dataset.theme = NA.choice("theme", dark ? "light" : "dark");
  }, { class: "theme", "aria-label": "بدّل بين المظهر الفاتح والداكن" }));

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelector("main").id = "main"; // where the link over the navigation leads
    var heading = document.querySelector("main h1"), more = heading && heading.parentNode.querySelector("p:not(.crumb):not(.kind)");
    if (more && !document.querySelector("meta[name=description], article[data-article-id]")) {
      document.head.append(make("meta", { name: "description", content: heading.textContent + ": " + more.textContent }));
    }
    var footer = document.querySelector("body > footer");
    if (!footer) {
      footer = make("footer", {}, [
        make("div", {}, make("p", { class: "ledger" }, ["لا يُحذف شيء في صمت: ", make("a", { href: NA.root + "cleaning.html" }, "سجلّ التنظيف"), " يعدّ كل ما أزلناه وما رفضناه."])),
        list(NA.site.foot)
      ]);
      document.body.append(footer);
    }
    var tools = footer.querySelector("ul");
    tools.append(make("li", {}, NA.button("مادة عشوائية", function () {
      NA.load(NA.site.random, "random").then(function (pages) {
        var page = pages ? pages.split(" ")[Math.floor(Math.random() * pages.split(" ").length)] : "";
        if (page) location.href = new URL(page.indexOf("/") < 0 ? "a/" + page + ".html" : page, NA.root).href; // an id, but in an archive in parts
      });
    })), make("li", {}, NA.digitSwitch()), make("li", {}, NA.hijriSwitch()));
    var said = footer.firstElementChild;
    if (document.querySelector("[data-release]")) return; // the front page says both itself
    if (NA.site.licence) said.append(make("p", { class: "ledger" }, NA.site.licence));
    /** The root of the release, asked for when a reader comes near the foot. */
    function release() {
      NA.load("data/release.js", "release").then(function (root) {
        if (root) said.append(make("p", { class: "ledger" }, ["بصمة هذا الإصدار: ", make("a", { href: NA.root + "data.html#release" }, make("bdi", { class: "mono", dir: "ltr" }, root.slice(0, 16) + "…"))]));
      });
    }
    if (!window.IntersectionObserver) { release(); return; }
    new IntersectionObserver(function (seen, observer) {
      if (seen.some(function (entry) { return entry.isIntersecting; })) { observer.disconnect(); release(); }
    }).observe(footer);
  });
})();
