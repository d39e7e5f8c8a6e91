// Answers search queries as the browser does, with the files of a built site: node scripts/search_eval.js <site folder>
// reads JSON lines {"q", "selection"} on standard input and prints for each a line {"q", "hits", "counts"}.
"use strict";
const { readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const { createInterface } = require("node:readline");
const vm = require("node:vm");

/**
 * Run the search scripts of a site as a browser would. The page's own script waits for the page, which never comes.
 * @param {string} site the folder of a built site
 * @param {object} [options] which techniques to use, all by default
 */
function open(site, options = {}) {
  const assets = join(site, "assets");
  const bundle = (name) => {
    const found = readdirSync(assets).filter((file) => new RegExp(`^${name}\\.[0-9a-f]+\\.js$`).test(file));
    if (found.length !== 1) throw new Error(`${assets}: one ${name}.*.js wanted, ${found.length} found`);
    return join(assets, found[0]);
  };
  globalThis.window = globalThis;
  globalThis.addEventListener = () => {};
  globalThis.matchMedia = () => ({ matches: false, addEventListener() {} });
  globalThis.document = {
    addEventListener() {}, querySelector: () => null, querySelectorAll: () => [], documentElement: { dataset: {}, classList: { add() {} } },
  };
  const { vip } = (globalThis.vip = globalThis.vip || {}, globalThis);
  for (const file of [bundle("vip"), bundle("search"), join(assets, "search", "index.js")]) {
    try {
      vm.runInThisContext(readFileSync(file, "utf8"), { filename: file });
    } catch (error) {
      if (!vip.selection) throw error;
    }
  }
  return new vip.Search(vip.searchData, globalThis.lunr, options);
}

/** Answer one line. */
function answer(search, { q = "", selection = {} }) {
  const all = search.ranked(String(q));
  const { program, ...facets } = selection;
  const hits = search.find(String(q), selection).map(({ document, score }) => ({
    url: document.url, title: document.title, program: document.programId, chapter: document.chapterId, score: Math.round(score * 1000) / 1000,
  }));
  const counted = program && program.length ? all.filter(({ document }) => program.includes(document.programId)) : all;
  return { q, hits, counts: search.counts(counted, facets) };
}

async function main() {
  const site = process.argv[2];
  if (!site) {
    process.stderr.write("Användning: node scripts/search_eval.js <webbplatsens mapp>\n");
    process.exit(2);
  }
  const search = open(site);
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim()) process.stdout.write(`${JSON.stringify(answer(search, JSON.parse(line)))}\n`);
  }
}

module.exports = { open, answer };
if (require.main === module) main();
