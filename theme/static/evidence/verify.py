"""Verify this folder: python3 verify.py [root]. Needs Python 3.8+ and nothing else; reads only the files beside it.

It belongs in an article's zip of evidence, which the article's page makes; where it stands alone, as in data/, it proves nothing."""

import hashlib, html.parser, json, pathlib, sys

here = pathlib.Path(__file__).resolve().parent
if not (here / "merkle.json").is_file():
    sys.exit("verify.py belongs in an article's zip of evidence: make one on the article's page, unpack it, run it there")
read = lambda name: (here / name).read_bytes()
sha = lambda data: hashlib.sha256(data)
raw, clean, proof = (json.loads(read(name)) for name in ("raw.json", "clean.json", "merkle.json"))
spans = [json.loads(line) for line in read("spans.jsonl").decode().splitlines()]
page = read("page.html").decode()

for line in read("manifest-sha256.txt").decode().splitlines():  # 1. no byte of these files was changed
    assert sha(read(line[66:])).hexdigest() == line[:64], f"{line[66:]} was changed"
for field in ("title", "body", "author"):  # 2. the spans turn the raw text into the published one
    text, end, published = raw[field], 0, ""
    for span in (s for s in spans if s["field"] == field):
        assert text[span["start"] : span["end"]] == span["text"], f"a span of {field} does not fit"
        published, end = published + text[end : span["start"]] + span["replacement"], span["end"]
    assert published + text[end:] == clean[field] or raw.get("generated_title") and field == "title", f"{field} differs"
class Body(html.parser.HTMLParser):  # 3. the page shows the published text, whole
    found, inside = [], False
    def handle_starttag(self, tag, attrs):
        name, part = dict(attrs).get("id") or "", dict(attrs).get("data-part")
        self.inside = tag == "p" and name[:1] == "p" and name[1:].isdigit() or self.inside and tag != "p"
        self.found += [""] if tag == "p" and self.inside else []
    def handle_endtag(self, tag): self.inside = self.inside and tag != "p"
    def handle_data(self, data): self.found[-1:] = [self.found[-1] + data] if self.inside else self.found[-1:]
reader = Body(); reader.feed(page); reader.close()
assert clean["markdown"] or reader.found == clean["body"].split("\n"), "the page shows another text"
node = sha(b"\0" + f"{sha(read('page.html')).hexdigest()}  {proof['path']}\n".encode()).digest()
for step in proof["steps"]:  # 4. the page belongs to the release
    other = bytes.fromhex(step["hash"])
    node = sha(b"\1" + (node + other if step["right"] else other + node)).digest()
assert node.hex() == proof["root"] == (sys.argv + [proof["root"]])[1], "the page is not part of this release"
print(f"OK: {proof['path']} is part of the release {proof['root']}; compare it with the archive's front page")
