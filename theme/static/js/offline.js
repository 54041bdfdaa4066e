// Reading without a connection. Registers the worker (worker.js) where a browser allows one: over https or on this
// machine, not from a disk, which needs none. It waits until the page has loaded and is idle: a page that is left after
// two seconds is kept, too.
(function () {
  "use strict";
  /** @type {any} */
  var NA = window.NewsArchive;
  var WAIT = 1000; // ms after the page has loaded, at most; at once when it is idle
  var worker = NA.root + "sw.js";
  // The policy of a page that searches nothing (a searching one has shards.js's): it lets the worker be loaded.
  NA.policy = NA.policy || (window.trustedTypes ? window.trustedTypes.createPolicy("news-archive", {
    createScriptURL: function (url) { if (url === worker) return url; throw new TypeError("not a script of the archive: " + url); }
  }) : null);

  function keep() {
    var watched = navigator.serviceWorker.controller; // before: a new worker takes the page over while it is asked
    navigator.serviceWorker.register(NA.policy ? NA.policy.createScriptURL(worker) : worker)
      .then(function () { return navigator.serviceWorker.ready; })
      .then(function (registration) {
        if (watched) return; // it has seen what this page loaded
        var used = performance.getEntriesByType("resource").filter(function (entry) { return entry.initiatorType !== "xmlhttprequest"; }).map(function (entry) { return entry.name; });
        registration.active.postMessage({ keep: used.concat(location.href) });
      })
      .catch(function () { /* a private window, storage full: the archive is read online */ });
  }
  if (navigator.serviceWorker && window.isSecureContext && /^https?:$/.test(location.protocol)) {
    var whenIdle = function () { if (window.requestIdleCallback) requestIdleCallback(keep, { timeout: WAIT }); else setTimeout(keep, WAIT / 4); };
    if (document.readyState === "complete") whenIdle(); else addEventListener("load", whenIdle); // the search page loads this late
  }

  // --- offline.html: what was asked for, and what this browser keeps ---
  /** The title of a page as text. @param {string} page */
  function titleOf(page) {
    var found = /<title>([^<]*)<\/title>/.exec(page), names = { amp: "&", lt: "<", gt: ">", quot: "\"", "#34": "\"", "#39": "'" };
    return found ? found[1].replace(/&(amp|lt|gt|quot|#34|#39);/g, function (all, name) { return names[name]; }) : "";
  }
  function list(box) {
    var found = [];
    return caches.keys().then(function (names) {
      return Promise.all(names.filter(function (name) { return name.startsWith("news-archive " + NA.root + " "); }).map(function (name) {
        return caches.open(name).then(function (cache) {
          return cache.keys().then(function (requests) {
            return Promise.all(requests.filter(function (request) { return /\/(a|e|s|d)\/[^/]+\.html$/.test(request.url); }).map(function (request) {
              return cache.match(request).then(function (answer) { return answer.text(); }).then(function (page) {
                found.push({ url: request.url, title: titleOf(page) || request.url });
              });
            }));
          });
        });
      }));
    }).then(function () {
      found.sort(function (a, b) { return a.title < b.title ? -1 : a.title > b.title ? 1 : 0; });
      if (found.length) box.replaceChildren.apply(box, found.map(function (page) { return NA.make("li", {}, NA.make("a", { href: page.url }, NA.bdi(page.title))); }));
    });
  }
  document.addEventListener("DOMContentLoaded", function () {
    var box = document.getElementById("kept"), asked = location.hash.slice(1);
    if (!box) return;
    if (/^[a-z0-9-]+(\/[a-z0-9-]+)?\.html$/i.test(asked)) {
      document.getElementById("asked").append(NA.make("a", { href: NA.root + asked }, "أعد المحاولة"));
    }
    if (window.caches) list(box).catch(function () {});
  });
})();
