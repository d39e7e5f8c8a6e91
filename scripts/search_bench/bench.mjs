// Prints how plain Lunr, MiniSearch, Pagefind and our search do on the same corpora, and how relevant ours is.
// Needs `npm ci` here and the project's Python environment for tests.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, loadavg } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const work = join(here, "work");
const require = createRequire(import.meta.url);
const python = join(root, ".venv", process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
const TECHNIQUES = ["parts", "split", "joined", "prefix", "synonyms", "fuzzy", "subject", "topic", "asker"];

const gzip = (text) => gzipSync(text, { level: 9 }).length;
const percentile = (times, share) => times.slice().sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))];
const read = (...path) => readFileSync(join(work, ...path), "utf8");

/** Return the queries to time: whole ones, ones being typed, and misspelt ones. */
function timed(golden) {
  const whole = golden.map((item) => item.q);
  const typed = whole.flatMap((q) => [3, 5, 8].filter((n) => n < q.length).map((n) => q.slice(0, n)));
  const misspelt = whole.filter((q) => q.length > 5).map((q) => q.slice(0, 3) + q[4] + q[3] + q.slice(5));
  return { whole, typed, misspelt };
}

function measure(search, golden, nonsense, others) {
  const times = [];
  // Other queries first, so that compiled code is timed, then each query once, as a reader asks it.
  for (const queries of Object.values(timed(others))) for (const q of queries) search(q);
  const kinds = {};
  for (const [kind, queries] of Object.entries(timed(golden))) {
    const own = [];
    for (const q of queries) {
      const begun = performance.now();
      search(q, kind === "typed");
      own.push(performance.now() - begun);
    }
    kinds[kind] = percentile(own, 0.95);
    times.push(...own);
  }
  const mrr = reciprocal(golden, (item) => search(item.q));
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95), kinds, mrr, nonsense: nonsense.filter((q) => search(q).length).length };
}

/** Return the mean reciprocal rank of the first right article among the first ten that `find` gives for each item. */
function reciprocal(golden, find) {
  let sum = 0;
  for (const item of golden) {
    const place = find(item).slice(0, 10).findIndex((ref) => item.right.includes(ref));
    if (place >= 0) sum += 1 / (place + 1);
  }
  return sum / golden.length;
}

function ours(corpus, options = {}) {
  const nothing = { addEventListener() {}, querySelector: () => null, querySelectorAll: () => [] };
  globalThis.document = { ...nothing, documentElement: { dataset: {}, classList: { add() {} } } };
  globalThis.addEventListener = () => {};
  globalThis.matchMedia = () => ({ matches: false, ...nothing });
  globalThis.window = globalThis;
  for (const name of ["vip.js", "search.js"]) {
    try {
      vm.runInThisContext(read(name), { filename: name });
    } catch (error) {
      if (!globalThis.vip?.selection) throw error;
    }
  }
  vm.runInThisContext(read(corpus, "index.js"), { filename: "index.js" });
  const begun = performance.now();
  const search = new globalThis.vip.Search(globalThis.vip.searchData, globalThis.lunr, options);
  const load = performance.now() - begun;
  Array.from(search.warm()); // what the page does in idle slices
  const ask = (q, typing) => search.ranked(q, typing).map(({ document }) => document.ref);
  return { size: gzip(read(corpus, "index.js")), load, ask };
}

function plainLunr(corpus) {
  const lunr = globalThis.lunr;
  const text = read(corpus, "lunr.json");
  const begun = performance.now();
  const index = lunr.Index.load(JSON.parse(text));
  const load = performance.now() - begun;
  const ask = (q) => {
    try {
      return index.search(q).map((hit) => hit.ref);
    } catch {
      return []; // its own query language refuses "ADHD:s"
    }
  };
  return { size: gzip(text), load, ask };
}

function miniSearch(corpus, documents) {
  const MiniSearch = require("minisearch");
  const options = { idField: "ref", fields: ["title", "description", "context", "body"], searchOptions: { boost: { title: 10 }, prefix: true, fuzzy: 0.2, combineWith: "OR" } };
  const begun = performance.now();
  const made = new MiniSearch(options);
  made.addAll(documents);
  const build = (performance.now() - begun) / documents.length;
  const text = JSON.stringify(made);
  const from = performance.now();
  const index = MiniSearch.loadJSON(text, options);
  return { size: gzip(text), load: performance.now() - from, build, ask: (q) => index.search(q).map((hit) => hit.id) };
}

async function pagefind(corpus, documents) {
  const { createIndex } = await import("pagefind");
  const folder = join(work, corpus, "pagefind");
  rmSync(folder, { recursive: true, force: true });
  const begun = performance.now();
  const { index } = await createIndex({ forceLanguage: "sv" });
  for (const one of documents) {
    await index.addCustomRecord({ url: `/${one.ref.replace("#", "/")}/`, content: `${one.title}. ${one.context}. ${one.description} ${one.body}`, language: "sv", meta: { title: one.title, ref: one.ref } });
  }
  await index.writeFiles({ outputPath: folder });
  const build = (performance.now() - begun) / documents.length;
  let size = 0;
  const walk = (path) => readdirSync(path).forEach((name) => {
    const file = join(path, name);
    if (statSync(file).isDirectory()) walk(file);
    else if (/\.pf_|pagefind-entry/.test(name)) size += statSync(file).size;
  });
  walk(folder);
  return { size, build, corpus };
}

/** Measure Pagefind in Chromium: its WebAssembly stops with "unreachable" under Node when the index is large. */
function measureInBrowser(engine, golden, nonsense, others) {
  const asked = [...golden.map((item) => item.q), ...nonsense, ...others.map((item) => item.q)];
  const told = inBrowser("pagefind", engine.corpus, JSON.stringify({ kinds: timed(golden), asked }));
  const all = Object.values(told.times).flat();
  const kinds = Object.fromEntries(Object.entries(told.times).map(([kind, times]) => [kind, percentile(times, 0.95)]));
  return { p50: percentile(all, 0.5), p95: percentile(all, 0.95), kinds, mrr: reciprocal(golden, (item) => told.found[item.q]), nonsense: nonsense.filter((q) => told.found[q].length).length };
}

/** Return what an error says, or what the browser said of its own. */
function why(error) {
  const [said] = /\w*Error: .*/.exec(String(error.stderr || "")) || [error.message.split("\n")[0]];
  return said;
}

function inBrowser(what, corpus, input = "") {
  return JSON.parse(execFileSync(python, [join(here, "in_browser.py"), work, what, corpus], { input, encoding: "utf8", maxBuffer: 1 << 28, stdio: "pipe" }));
}

const number = (value, digits = 1) => (value === undefined || Number.isNaN(value) ? "–" : value.toFixed(digits));

const row = (cells) => console.log(`| ${cells.join(" | ")} |`);

function head(cells) {
  row(cells);
  row(Array(cells.length).fill("---"));
}

/** Print how every engine does on a corpus. */
async function compare(corpus, golden, nonsense, others) {
  const documents = JSON.parse(read(corpus, "documents.json"));
  const times = JSON.parse(read(corpus, "times.json"));
  console.log(`\n${times.articles} articles (${corpus}), the ${golden.length} queries that may be tuned on:\n`);
  head(["engine", "KB gzip", "build ms/article", "load ms", "query p50 ms", "p95 ms", "p95 typed", "p95 misspelt", "MRR@10", "nonsense hits"]);
  const engines = [
    ["ours", () => ({ ...ours(corpus), build: times.ours })],
    ["plain Lunr", () => ({ ...plainLunr(corpus), build: times.lunr })],
    ["MiniSearch", () => miniSearch(corpus, documents)],
    ["Pagefind (in Chromium)", () => pagefind(corpus, documents)],
  ];
  const real = corpus === "real";
  for (const [name, make] of engines) {
    try {
      const engine = await make();
      const result = engine.ask ? measure(engine.ask, golden, nonsense, others) : measureInBrowser(engine, golden, nonsense, others);
      const { kinds } = result;
      row([
        name, number(engine.size / 1024, 0), number(engine.build, 2), number(engine.load, 0), number(result.p50), number(result.p95),
        number(kinds.typed), number(kinds.misspelt), real ? number(result.mrr, 3) : "–", real ? `${result.nonsense}/${nonsense.length}` : "–",
      ]);
    } catch (error) {
      row([name, `did not run: ${why(error)}`, ...Array(8).fill("–")]);
    }
  }
  const { load, longest, longest_on_processor: busy } = inBrowser("load", corpus);
  console.log(`\nOurs in Chromium: loaded in ${number(load, 0)} ms; longest task ${number(busy)} ms on the processor, ${number(longest)} ms by the clock.`);
}

/** Print the relevance of each part of the golden queries, all in all and by category. */
function judge(parts, categories) {
  const { ask } = ours("real");
  const found = (item) => ask(item.q);
  console.log("\nRelevance by category, MRR@10:\n");
  head(["queries", "number", "among ten", "all", ...categories]);
  for (const [name, items] of Object.entries(parts)) {
    const among = items.filter((item) => found(item).slice(0, 10).some((ref) => item.right.includes(ref))).length / items.length;
    row([name, items.length, number(among, 3), number(reciprocal(items, found), 3), ...categories.map((one) => number(reciprocal(items.filter((item) => item.category === one), found), 3))]);
  }
}

/** Print what each technique gives. */
function ablate(golden, nonsense, categories) {
  console.log("\nWhat each technique gives, MRR@10 without it:\n");
  head(["without", "all", "nonsense hits", ...categories]);
  for (const without of ["nothing", ...TECHNIQUES]) {
    const { ask } = ours("real", without === "nothing" ? {} : { [without]: false });
    const found = (item) => ask(item.q);
    const hits = nonsense.filter((q) => ask(q).length).length;
    row([without, number(reciprocal(golden, found), 3), `${hits}/${nonsense.length}`, ...categories.map((one) => number(reciprocal(golden.filter((item) => item.category === one), found), 3))]);
  }
}

async function main() {
  if (!existsSync(work)) mkdirSync(work);
  execFileSync(python, [join(here, "corpus.py"), work], { stdio: "inherit" });
  const { golden, nonsense } = JSON.parse(read("queries.json"));
  const tuned = golden.filter((item) => !item.kept_aside);
  const kept = golden.filter((item) => item.kept_aside);
  const categories = [...new Set(golden.map((item) => item.category))];
  const [{ model }] = cpus();
  console.log(`${cpus().length} × ${model}, load ${loadavg()[0].toFixed(1)}, Node ${process.versions.node}`);
  for (const corpus of ["real", "synthetic"]) await compare(corpus, tuned, nonsense, kept);
  judge({ tuned, "kept aside": kept, "of these the first": kept.filter((item) => item.kept_aside === true), "and the last": kept.filter((item) => item.kept_aside !== true) }, categories);
  ablate(tuned, nonsense, categories);
}

await main();
