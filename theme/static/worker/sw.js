/* The worker that keeps the archive for reading without a connection: the shell (SHELL), the pages that were visited and
 * the files of the index that were used. Pages come from the network first, so nobody reads an old archive while there
 * is a connection; files named by their content come from what is kept. SHELL and VERSION stand before this text. */
(function () {
  "use strict";
  var scope = self.registration.scope, own = "news-archive " + scope + " ";
  var SHELF = own + VERSION, KEPT = own + "kept";
  var MOST = 600; // pages and files kept, the latest
  var PATIENCE = 4000; // ms after which a kept page is shown instead of one that does not come
  var NAMED = /-[0-9a-z]{4,}\.(js|css|woff2|svg)$/; // by content
  var SEARCH = /src="?(search-[0-9a-f]+\.js)/; // the script that the search page names: it holds the index's manifest
  var puts = 0;

  /** The address under which something is kept: no query, no fragment, a folder as its index. */
  function plain(url) {
    var clean = url.split("#")[0].split("?")[0];
    return clean.endsWith("/") ? clean + "index.html" : clean;
  }
  function find(url) {
    return caches.open(KEPT).then(function (kept) { return kept.match(url); }).then(function (answer) {
      return answer || caches.open(SHELF).then(function (shelf) { return shelf.match(url); });
    });
  }
  function put(url, answer) {
    if (!answer.ok || answer.redirected || answer.type !== "basic") return Promise.resolve();
    return caches.open(KEPT).then(function (kept) {
      return kept.put(url, answer).then(function () { return ++puts % 20 === 1 ? trim(kept) : undefined; });
    });
  }
  function trim(kept) {
    return kept.keys().then(function (requests) {
      return Promise.all(requests.slice(0, Math.max(0, requests.length - MOST)).map(function (request) { return kept.delete(request); }));
    });
  }
  function fresh(event, url, request) {
    return fetch(request || event.request).then(function (answer) {
      event.waitUntil(put(url, answer.clone()).catch(function () { /* no room: read, not kept */ }));
      return answer;
    });
  }
  /** Network first; what is kept when there is none, or when it takes too long. */
  function latest(event, url, request) {
    var answer = fresh(event, url, request);
    return find(url).then(function (kept) {
      if (!kept) return answer;
      var late = new Promise(function (resolve) { setTimeout(function () { resolve(kept); }, PATIENCE); });
      return Promise.race([answer, late]).catch(function () { return kept; });
    });
  }
  function page(event) {
    var url = plain(event.request.url);
    return latest(event, url).catch(function () {
      return find(url + ".html").then(function (kept) {
        return kept || Response.redirect(scope + "offline.html#" + url.slice(scope.length));
      });
    });
  }

  self.addEventListener("install", function (event) {
    event.waitUntil(caches.open(SHELF).then(function (shelf) {
      return shelf.addAll(SHELL.map(function (path) { return new Request(scope + path, NAMED.test(path) ? {} : { cache: "no-cache" }); })).then(function () {
        return shelf.match(scope + "search.html");
      }).then(function (answer) { return answer.text(); }).then(function (text) {
        var named = SEARCH.exec(text);
        return named ? shelf.add(scope + named[1]) : undefined;
      });
    }).then(function () { return self.skipWaiting(); }));
  });
  self.addEventListener("activate", function (event) {
    event.waitUntil(caches.keys().then(function (names) {
      return Promise.all(names.filter(function (name) { return name.startsWith(own) && name !== SHELF && name !== KEPT; })
        .map(function (name) { return caches.delete(name); }));
    }).then(function () { return self.clients.claim(); }));
  });
  self.addEventListener("fetch", function (event) {
    var request = event.request, url = plain(request.url);
    if (request.method !== "GET" || !url.startsWith(scope) || request.headers.has("range")) return;
    if (request.mode === "navigate") {
      if (/\.html$|\/[^/.]*$/.test(url)) event.respondWith(page(event));
    } else if (NAMED.test(url)) {
      event.respondWith(find(url).then(function (kept) { return kept || fresh(event, url); }));
    }
  });
  /* What the first page loaded before this worker was there. */
  self.addEventListener("message", function (event) {
    var used = event.data && Array.isArray(event.data.keep) ? event.data.keep.slice(0, 100) : [];
    event.waitUntil(Promise.all(used.filter(function (url) { return typeof url === "string"; }).map(plain).filter(function (url) {
      return url.startsWith(scope) && (NAMED.test(url) || /\.html$/.test(url));
    }).map(function (url) {
      return find(url).then(function (kept) { return kept || fetch(url).then(function (answer) { return put(url, answer); }); }).catch(function () {});
    })));
  });
})();
