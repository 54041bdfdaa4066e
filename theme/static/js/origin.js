// «الأصل» in words: the page gives where an article comes from and what was changed in it in one short line, ten thousand
// times: the record, a link where its publisher has it. Here each part of the line gets its label, and each count its noun.
document.addEventListener("DOMContentLoaded", function () {
  "use strict";
  /** @type {any} */
  var NA = window.NewsArchive;
  var make = NA.make, line = document.querySelector("p[data-part=provenance]");
  if (!line) return;
  var changes = document.querySelector("[data-part=provenance] ~ [data-part=changes]"), rows = make("dl", { class: "kv", "data-part": "provenance" });
  /** «×٣» as «(٣ مواضع)». */
  function counted(_, number) {
    return " (" + NA.counted(NA.value(number), "place_change") + ")";
  }
  function row(label, value) { if (value) rows.append(make("dt", {}, label), make("dd", {}, value)); }
  var record = line.firstElementChild, original = record.getAttribute("href") || "", digest = line.querySelector("bdi[lang=en]"), size = record.nextSibling;
  var bytes = digest && size ? size.nodeValue.replace(/^،|،\s*$/g, "").trim() : "";
  var name = NA.bdi(record.textContent);
  row("عند الناشر", original && make("a", { href: original }, NA.bdi(original.split("/")[2] || original.slice(0, 60))));
  row("السجلّ", bytes ? [name, " ", make("span", { class: "quiet" }, bytes)] : name);
  row("قبل التنظيف", line.querySelector("a[download],a[href*='evidence.html']"));
  if (digest) row(make("bdi", { lang: "en" }, "SHA-256"), make("bdi", { class: "mono sha", dir: "ltr" }, digest.textContent.replace(/^SHA-256\s*/, "")));
  if (changes) {
    Array.prototype.forEach.call((changes.querySelector("summary") || changes).childNodes, function (part) {
      if (part.nodeType === 3) part.nodeValue = part.nodeValue.replace(/ ×([\d\u0660-\u0669.,\u066c]+)/g, counted);
    });
    row("ما غيّرناه فيه", changes);
  }
  line.replaceWith(make("h2", {}, "الأصل"), rows);
});
