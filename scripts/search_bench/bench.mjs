// Prints how plain Lunr, MiniSearch, Pagefind and our search do on the same corpora: node bench.mjs [tuned|kept]
// Needs `npm ci` here and the project's Python environment.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import vm from "node:vm";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const work = join(here, "work");
const require = createRequire(import.meta.url);
const python = join(root, ".venv", process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
const part = process.argv[2] || "tuned";

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

async function measure(search, golden, nonsense, others) {
  const times = [];
  // Other queries first, so that compiled code is timed, then each query once, as a reader asks it.
  for (const queries of Object.values(timed(others))) for (const q of queries) await search(q);
  const kinds = {};
  for (const [kind, queries] of Object.entries(timed(golden))) {
    const own = [];
    for (const q of queries) {
      const begun = performance.now();
      await search(q, kind === "typed");
      own.push(performance.now() - begun);
    }
    kinds[kind] = percentile(own, 0.95);
    times.push(...own);
  }
  let reciprocal = 0;
  for (const item of golden) {
    const refs = (await search(item.q)).slice(0, 10);
    const place = refs.findIndex((ref) => item.right.includes(ref));
    if (place >= 0) reciprocal += 1 / (place + 1);
  }
  let found = 0;
  for (const item of nonsense) if ((await search(item.q || item)).length) found += 1;
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95), kinds, mrr: reciprocal / golden.length, nonsense: found };
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
  const steps = globalThis.vip.searchIndex.build(globalThis.vip.searchData, globalThis.lunr, options);
  const begun = performance.now();
  let longest = 0;
  for (let step = { done: false }; !step.done; ) {
    const from = performance.now();
    step = steps.next();
    longest = Math.max(longest, performance.now() - from);
  }
  const load = performance.now() - begun;
  const search = new globalThis.vip.Search(globalThis.vip.searchData, globalThis.lunr, options);
  Array.from(search.warm()); // what the page does in idle slices
  const ask = (q, typing) => search.ranked(q, typing).map(({ document }) => document.ref);
  return { size: gzip(read(corpus, "index.js")), load, longest, ask };
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
  globalThis.fetch = async (url) => {
    const file = String(url).split("?")[0].replace(/^file:\/\//, "");
    return new Response(readFileSync(decodeURIComponent(file)));
  };
  globalThis.document = { querySelector: () => ({ getAttribute: () => "sv" }), documentElement: { getAttribute: () => "sv" }, currentScript: null };
  globalThis.location = { origin: "file://", href: pathToFileURL(`${folder}/`).href };
  const engine = await import(`${pathToFileURL(join(folder, "pagefind.js")).href}?${corpus}`);
  await engine.options({ basePath: pathToFileURL(`${folder}/`).href, baseUrl: "/" });
  await engine.init();
  const refs = new Map(documents.map((one) => [`/${one.ref.replace("#", "/")}/`, one.ref]));
  const ask = async (q) => {
    const found = await engine.search(q);
    return Promise.all(found.results.slice(0, 10).map(async (hit) => refs.get((await hit.data()).raw_url) || ""));
  };
  return { size, build, ask };
}

const number = (value, digits = 1) => (value === undefined || Number.isNaN(value) ? "–" : value.toFixed(digits));

async function main() {
  if (!existsSync(work)) mkdirSync(work);
  execFileSync(python, [join(here, "corpus.py"), work], { stdio: "inherit" });
  const queries = JSON.parse(read("queries.json"));
  const golden = queries.golden.filter((item) => Boolean(item.kept_aside) === (part === "kept"));
  const others = queries.golden.filter((item) => !golden.includes(item));
  const row = (cells) => console.log(`| ${cells.join(" | ")} |`);
  for (const corpus of ["real", "synthetic"]) {
    const documents = JSON.parse(read(corpus, "documents.json"));
    const times = JSON.parse(read(corpus, "times.json"));
    console.log(`\n${times.articles} articles (${corpus}); queries: ${golden.length} ${part}\n`);
    row(["engine", "KB gzip", "build ms/article", "load ms", "query p50 ms", "p95 ms", "p95 typed", "p95 misspelt", "MRR@10", "nonsense hits"]);
    row(Array(10).fill("---"));
    const engines = [
      ["ours", () => ({ ...ours(corpus), build: times.ours })],
      ["plain Lunr", () => ({ ...plainLunr(corpus), build: times.lunr })],
      ["MiniSearch", () => miniSearch(corpus, documents)],
      ["Pagefind", () => pagefind(corpus, documents)],
    ];
    for (const [name, make] of engines) {
      try {
        const engine = await make();
        const result = await measure(engine.ask, golden, queries.nonsense, others);
        const real = corpus === "real";
        row([name, number(engine.size / 1024, 0), number(engine.build, 2), number(engine.load, 0), number(result.p50), number(result.p95), number(result.kinds.typed), number(result.kinds.misspelt), real ? number(result.mrr, 3) : "–", real ? `${result.nonsense}/${queries.nonsense.length}` : "–"]);
        if (engine.longest) console.error(`longest step while the index is built: ${number(engine.longest)} ms`);
      } catch (error) {
        row([name, `did not run: ${error.message.split("\n")[0]}`, ...Array(8).fill("–")]);
      }
    }
  }
  console.log("\nWhat each technique gives (MRR@10 without it)\n");
  const categories = [...new Set(golden.map((item) => item.category))];
  row(["without", "MRR@10", "nonsense hits", ...categories]);
  row(Array(3 + categories.length).fill("---"));
  for (const without of ["nothing", "parts", "split", "joined", "prefix", "synonyms", "fuzzy"]) {
    const { ask } = ours("real", without === "nothing" ? {} : { [without]: false });
    const { mrr, nonsense } = await measure(ask, golden, queries.nonsense, []);
    const each = categories.map((category) => golden.filter((item) => item.category === category));
    const reached = [];
    for (const items of each) reached.push(number((await measure(ask, items, [], [])).mrr, 3));
    row([without, number(mrr, 3), `${nonsense}/${queries.nonsense.length}`, ...reached]);
  }
}

await main();
