// The page of what is missing (404.html) is shown at any depth: where the site's address is not known, its links are set
// right here.
document.addEventListener("DOMContentLoaded", function () {
  "use strict";
  /** @type {any} */
  var NA = window.NewsArchive;
  if (!document.querySelector("[data-anywhere]")) return;
  Array.prototype.forEach.call(document.querySelectorAll("a[href],form[action]"), function (element) {
    var name = element.tagName === "A" ? "href" : "action", to = element.getAttribute(name);
    if (!/^(#|[a-z]+:)/.test(to)) element.setAttribute(name, NA.root + to);
  });
});
