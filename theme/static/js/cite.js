// Citation formats, made in the page from its own metadata. Text reaches the page through textContent only.
(function () {
  "use strict";
  var box = document.querySelector("[data-part=cite]");
  var data = document.querySelector('script[type="application/ld+json"]');
  if (!box || !data) return;
  var meta = JSON.parse(data.textContent);
  var id = box.dataset.id, url = location.href.split("#")[0];
  var title = meta.headline, paper = meta.publisher ? meta.publisher.name : "", author = meta.author ? meta.author.name : "";
  var date = meta.datePublished || "";
  var archive = meta.isPartOf ? meta.isPartOf.name : "";
  function plain(text) { return String(text).replace(/[{}\\]/g, "").replace(/\s+/g, " "); }
  var formats = {
    BibTeX: function () {
      var lines = ["@misc{" + id + ",", "  title = {" + plain(title) + "},"];
      if (author) lines.push("  author = {" + plain(author) + "},");
      if (date) lines.push("  date = {" + date + "},");
      lines.push("  howpublished = {" + plain([paper, archive].filter(Boolean).join("، ")) + "},", "  url = {" + url + "},", "  langid = {arabic}", "}");
      return lines.join("\n");
    },
    RIS: function () {
      var lines = ["TY  - NEWS", "TI  - " + plain(title)];
      if (author) lines.push("AU  - " + plain(author));
      if (paper) lines.push("T2  - " + plain(paper));
      if (date) lines.push("DA  - " + date.replace(/-/g, "/"), "PY  - " + date.slice(0, 4));
      lines.push("DB  - " + plain(archive), "AN  - " + id, "UR  - " + url, "LA  - ar", "ER  - ");
      return lines.join("\n");
    },
    "CSL-JSON": function () {
      var item = { id: id, type: "article-newspaper", title: title, URL: url, language: "ar", archive: archive };
      if (author) item.author = [{ literal: author }];
      if (paper) item["container-title"] = paper;
      if (date) item.issued = { "date-parts": [date.split("-").map(Number)] };
      return JSON.stringify([item], null, 2);
    }
  };
  var list = document.createElement("ul"), out = document.createElement("pre");
  out.className = "mono scroll hide";
  out.tabIndex = 0;
  Object.keys(formats).forEach(function (name) {
    var item = document.createElement("li"), button = document.createElement("button");
    button.type = "button";
    button.className = "chip";
    button.textContent = name;
    button.lang = "en";
    button.addEventListener("click", function () {
      out.textContent = formats[name]();
      out.classList.remove("hide");
      if (navigator.clipboard) navigator.clipboard.writeText(out.textContent).catch(function () {});
    });
    item.append(button);
    list.append(item);
  });
  box.querySelector(".cite").append(list, out);
})();
