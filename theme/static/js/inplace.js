// What cleaning took out of an article, shown in its place while a switch is on: each stretch of «ما الذي غيّرناه؟» says
// where it stood (data-at: after which paragraph, or behind how many code points of one). Switched off, the text is exact.
document.addEventListener("DOMContentLoaded", function () {
  "use strict";
  /** @type {any} */
  var NA = window.NewsArchive;
  var make = NA.make, body = document.querySelector("[data-part=body]"), panel = document.querySelector("[data-part=changes]");
  var items = panel ? panel.querySelectorAll("li[data-at]") : [];
  if (!body || !items.length) return;

  /** Put an element behind so many code points of a paragraph, outside of links where it can be. */
  function insert(paragraph, points, element) {
    var walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT), range = document.createRange(), node;
    range.selectNodeContents(paragraph);
    range.collapse(false);
    while ((node = walker.nextNode())) {
      var text = Array.from(node.data), inside = node.parentNode !== paragraph;
      if (points > text.length) { points -= text.length; continue; }
      if (inside && !points) range.setStartBefore(node.parentNode);
      else if (inside && points === text.length) range.setStartAfter(node.parentNode);
      else range.setStart(node, text.slice(0, points).join("").length);
      range.collapse(true);
      break;
    }
    range.insertNode(element);
  }
  function show() {
    // from the last to the first, so that what is inserted moves no place that is still to be found
    Array.from(items).reverse().forEach(function (item) {
      var at = item.dataset.at.split("."), lines = Array.from(item.querySelectorAll("div p"));
      var said = item.firstElementChild, name = said.firstChild.textContent, size = said.lastChild.textContent;
      var label = make("small", {}, (/^نُقل/.test(size) ? "نُقل: " : "أُزيل: ") + name);
      var paragraph = document.getElementById("p" + Math.max(1, Number(at[0])));
      if (!paragraph) return;
      if (at.length > 1) {
        insert(paragraph, Number(at[1]), make("del", { class: "was", dir: "auto" }, [lines.map(function (line) { return line.textContent; }).join(" "), label]));
        return;
      }
      var block = make("del", { class: "was" }, [label].concat(lines.map(function (line) { return line.cloneNode(true); })));
      if (at[0] === "0") body.prepend(block); else paragraph.after(block);
    });
  }
  function hide() {
    body.querySelectorAll("del.was").forEach(function (element) {
      var parent = element.parentNode;
      element.remove();
      parent.normalize();
    });
  }
  var on = false, button = NA.button("أظهره في مكانه من النصّ", function () {
    on = !on;
    if (on) show(); else hide();
    button.setAttribute("aria-pressed", String(on));
    var first = on && body.querySelector("del.was");
    if (first) first.scrollIntoView({ block: "center" });
  }, { class: "chip", "aria-pressed": "false" });
  panel.querySelector("summary").after(make("p", { class: "sum" }, ["ما حذفه التنظيف من النصّ أو نقله، بحروفه، واسم القاعدة التي فعلت ذلك. ", make("a", { href: NA.root + "method.html#rules" }, "القواعد كلها")]), button);
});
