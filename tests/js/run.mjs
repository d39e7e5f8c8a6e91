// Runs the shared cases against the browser's own files. Reads the cases as JSON from the file named in VIP_CASES.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const scripts = new URL("../../theme_overrides/assets/js/", import.meta.url);
for (const name of ["selection.js", "addresses.js", "swedish-analysis.js", "references.js"]) {
  vm.runInThisContext(readFileSync(new URL(name, scripts), "utf8"), { filename: name });
}
const { vip } = globalThis;
const cases = JSON.parse(readFileSync(process.env.VIP_CASES, "utf8"));

for (const one of cases.selection) {
  test(`selection: ${one.name}`, () => {
    const items = one.articles.map((article) => ({ ...article, always: Boolean(article.always) }));
    const shown = items.filter((item) => vip.selection.shows(item, one.selection)).map((item) => item.id);
    assert.deepEqual(shown, one.shown);
    const counts = vip.selection.counts(items, one.selection, one.facets);
    for (const [facet, values] of Object.entries(one.counts)) {
      for (const [value, count] of Object.entries(values)) assert.equal(counts[facet][value], count, `${facet}/${value}`);
    }
    const indexed = new vip.selection.ItemIndex(items, one.facets).apply(one.selection);
    assert.deepEqual(items.filter((_, row) => indexed.shows(row)).map((item) => item.id), one.shown);
    assert.equal(indexed.total, one.shown.length);
    assert.deepEqual(indexed.counts, counts);
  });
}

for (const one of cases.analysis) {
  test(`analysis: ${one.text}`, () => assert.deepEqual(vip.swedishAnalysis.terms(one.text), one.terms));
}

for (const one of cases.packed) {
  test(`packed audiences: ${one.text}`, () => assert.deepEqual(vip.selection.unpack(one.text, one.facets), one.items));
}

for (const one of cases.references) {
  test(`reference: ${one.values.title}, ${one.template}`, () => {
    const pieces = vip.references.fill(one.template, one.values, new Date(2026, 7, 5));
    const text = pieces.map((piece) => (piece.italic ? `⟦i⟧${piece.text}⟦/i⟧` : piece.text)).join("");
    assert.equal(text, one.text);
  });
}

test("the day of reading is written as each style wants it", () => {
  const day = new Date(2026, 2, 7);
  const written = ["d mmmm yyyy", "yyyy-mm-dd", "dd/m yyyy"].map((pattern) => vip.references.written(day, pattern));
  assert.deepEqual(written, ["7 mars 2026", "2026-03-07", "07/3 2026"]);
});

test("a RIS record gets its values, the day it was read and the format's line ends", () => {
  const template = "TY  - CHAP\nTI  - ⟦title⟧\nUR  - ⟦url⟧\nER  - \n";
  const record = vip.references.record(template, { title: "$& ⟦url⟧", url: "https://x/#a" }, new Date(2026, 2, 7));
  assert.equal(record, "TY  - CHAP\r\nTI  - $& ⟦url⟧\r\nUR  - https://x/#a\r\nY2  - 2026/03/07\r\nER  - \r\n");
});

const FACETS = { utforare: ["elevhalsa", "lss"], yrkesroll: ["larare", "rektor"] };

test("a facet may have more values than a machine word has bits", () => {
  const facets = { many: Array.from({ length: 70 }, (_, number) => `v${number}`) };
  const items = facets.many.map((value) => ({ audience: { many: [...new Set([value, "v31", "v69"])] }, always: false }));
  const indexed = new vip.selection.ItemIndex(items, facets).apply({ many: ["v64"] });
  assert.equal(indexed.total, 1);
  assert.deepEqual(indexed.counts, vip.selection.counts(items, { many: ["v64"] }, facets));
});

test("hundreds of items are filtered and counted as one by one", () => {
  const audience = (number) => ({
    utforare: number % 5 ? FACETS.utforare.filter((_, place) => (number >> place) & 1) : ["alla"],
    yrkesroll: number % 7 ? FACETS.yrkesroll.filter((_, place) => (number >> (place + 2)) & 1) : ["alla"],
  });
  const items = Array.from({ length: 333 }, (_, number) => ({ audience: audience(number), always: number % 31 === 0 }));
  const index = new vip.selection.ItemIndex(items, FACETS);
  for (const selection of [{}, { utforare: ["lss"] }, { utforare: ["lss", "elevhalsa"], yrkesroll: ["rektor"] }, { yrkesroll: ["okand"] }]) {
    const { shows, total, counts } = index.apply(selection);
    const shown = items.map((item) => vip.selection.shows(item, selection));
    assert.deepEqual(items.map((_, row) => shows(row)), shown);
    assert.equal(total, shown.filter(Boolean).length);
    assert.deepEqual(counts, vip.selection.counts(items, selection, FACETS));
  }
});

test("an item that is no candidate neither shows nor counts", () => {
  const items = ["larare", "rektor", "larare"].map((value) => ({ audience: { yrkesroll: [value] }, always: false }));
  const { total, shows, counts } = new vip.selection.ItemIndex(items, FACETS).apply({ yrkesroll: ["larare"] }, (row) => row > 0);
  assert.deepEqual([total, [0, 1, 2].filter(shows), counts.yrkesroll], [1, [2], { larare: 1, rektor: 1 }]);
});

test("words are compared without case and diacritics", () => {
  assert.deepEqual(vip.selection.plainWords("  Självskada, ÅR 2020 "), ["sjalvskada,", "ar", "2020"]);
});

test("a selection is read from the address in the vocabulary's order, unknown values apart", () => {
  const read = vip.selection.parse("?yrkesroll=rektor,larare,pilot&utforare=&annat=1", FACETS);
  assert.deepEqual(read, { selection: { yrkesroll: ["larare", "rektor"] }, unknown: ["pilot", "annat"] });
});

test("a selection is written beside what else the address holds", () => {
  const written = vip.selection.write({ yrkesroll: ["larare"], utforare: [] }, "?q=s%C3%B6mn&utforare=lss", FACETS);
  assert.equal(written, "?q=s%C3%B6mn&yrkesroll=larare");
});

test("names that every object has are no facets", () => {
  assert.deepEqual(vip.selection.parse("?constructor=x&__proto__=y", FACETS), { selection: {}, unknown: ["constructor", "__proto__"] });
});

test("pages below the root are told from files and other places", () => {
  const root = "https://kommun.example/vip/";
  const pages = ["adhd/", "adhd/om/#x", "?q=1", "adhd/index.html"].map((path) => vip.addresses.isPage(root + path, root));
  assert.deepEqual(pages, [true, true, true, true]);
  const others = ["https://kommun.example/annat/", "https://vip.example/vip/", `${root}a.pdf`, "mailto:a@b.se"];
  assert.deepEqual(others.map((url) => vip.addresses.isPage(url, root)), [false, false, false, false]);
});

test("a link from a disk opens the file", () => {
  assert.equal(vip.addresses.openable("file:///x/adhd/?a=1#b"), "file:///x/adhd/index.html?a=1#b");
  assert.equal(vip.addresses.openable("https://x/adhd/"), "https://x/adhd/");
});
