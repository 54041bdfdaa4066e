// What is folded opens where a link leads into it (browsers do so by now; older ones do not), and on paper.
(function () {
  "use strict";
  function reveal() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var fold = target && /** @type {HTMLDetailsElement|null} */ (target.closest("details:not([open])"));
    if (!target || !fold) return;
    fold.open = true;
    target.scrollIntoView();
  }
  document.addEventListener("DOMContentLoaded", reveal);
  addEventListener("hashchange", reveal);
})();
