// Two texts side by side: a row of a comparison holds both readings; the second text is taken out of it and set beside it,
// and a switch puts the two together again.
document.addEventListener("DOMContentLoaded", function () {
  "use strict";
  /** @type {any} */
  var NA = window.NewsArchive;
  var make = NA.make, legend = document.querySelector(".cmp .legend");
  if (!legend) return;
  document.querySelectorAll(".pair > p").forEach(function (row) {
    if (!row.querySelector("del, ins, i")) { // words of both that are counted get their noun, else it is something said of the pair
      var number = /^… (\S+) …$/.exec(row.textContent);
      if (number) row.textContent = "… " + NA.counted(NA.value(number[1]), "word") + " …";
      return;
    }
    var second = /** @type {HTMLElement} */ (row.cloneNode(true));
    row.className = "x";
    second.className = "y";
    second.querySelectorAll("del").forEach(function (gone) { gone.remove(); });
    second.querySelectorAll("[data-b]").forEach(function (word) { word.replaceWith(word.getAttribute("data-b") || ""); });
    var both = make("div");
    row.replaceWith(both);
    both.append(row, second);
  });
  // A page of many pairs shows the first ones, of the others who and how much; a link to one unfolds it.
  var OPEN = 3, pairs = document.querySelectorAll("main.cmp > .pair");
  function fold(pair, folded) {
    pair.classList.toggle("folded", folded);
    pair.fold.textContent = folded ? "اعرض النصّين كلمة بكلمة" : "اطوِ النصّين";
    pair.fold.setAttribute("aria-expanded", String(!folded));
  }
  Array.prototype.slice.call(pairs, pairs.length > OPEN + 1 ? OPEN : pairs.length).forEach(function (pair) {
    pair.fold = NA.button("", function () { fold(pair, !pair.classList.contains("folded")); }, { class: "chip" });
    pair.querySelector(":scope > .meta").after(pair.fold);
    fold(pair, true);
  });
  function reveal() {
    var pair = /** @type {any} */ (location.hash && document.getElementById(location.hash.slice(1)));
    if (!pair || !pair.fold) return;
    fold(pair, false);
    pair.scrollIntoView();
  }
  reveal();
  addEventListener("hashchange", reveal);
  function way(label, attributes) {
    return make("label", {}, [make("input", Object.assign({ type: "radio", name: "how" }, attributes)), " " + label]);
  }
  legend.before(make("fieldset", { class: "how" }, [
    make("legend", { class: "vh" }, "طريقة العرض"), way("جنباً إلى جنب", { checked: "" }), " ", way("في نصّ واحد", { class: "inline" })
  ]));
});
