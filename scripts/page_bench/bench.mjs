// Prints what the pages weigh, what Lighthouse says of them beside Starlight's, and how long a change of the filter takes, as Markdown.
// `node bench.mjs <browser> <rounds> [browser arguments …]`, after prepare.py.
import { readFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import puppeteer from "puppeteer-core";

import { changes } from "./filtering.mjs";
import { judge } from "./lighthouse.mjs";
import { serve } from "./server.mjs";
import { read, search } from "./weight.mjs";

const work = join(dirname(fileURLToPath(import.meta.url)), "work");
const CHAPTER = "adhd/behandling-och-stod/";
const OTHER_CHAPTER = "adhd/om-tillstandet/";
const PAGES = { VIP: { start: "", kapitel: CHAPTER, filtersida: "filter/yrkesroll/larare/", "längsta filtersidan": "filter/svarighetsgrad/svara/" }, Starlight: { start: "", kapitel: CHAPTER } };
const SCORES = ["performance", "accessibility", "best-practices", "seo"];

const [executablePath, rounds, ...args] = process.argv.slice(2);
const launch = () => puppeteer.launch({ executablePath, args });
const sorted = (values) => values.slice().sort((one, other) => one - other);
const percentile = (values, share) => sorted(values)[Math.min(values.length - 1, Math.floor(values.length * share))];
const median = (values) => percentile(values, 0.5);
const kilobytes = (bytes) => (bytes / 1024).toFixed(1);
const row = (cells) => console.log(`| ${cells.join(" | ")} |`);

function head(title, cells) {
  console.log(`\n${title}\n`);
  row(cells);
  row(Array(cells.length).fill("---"));
}

/** Print what each page weighs, read first of all and after another page. */
async function weigh(sites) {
  const browser = await launch();
  head("Vikt över nätet, kB gzip (begäranden); nästa sida läses i samma webbläsare efter en annan", ["webbplats", "sida", "första besöket", "som nästa sida"]);
  for (const [name, pages] of Object.entries(PAGES)) {
    const at = (address) => sites[name].origin + address;
    for (const [kind, address] of Object.entries(pages)) {
      const [first] = await read(browser, [at(address)]);
      const [, next] = await read(browser, [at(address === CHAPTER ? OTHER_CHAPTER : CHAPTER), at(address)]);
      row([name, kind, ...[first, next].map(({ bytes, requests }) => `${kilobytes(bytes)} (${requests})`)]);
    }
  }
  const { bytes, requests } = await search(browser, sites.VIP.origin);
  console.log(`\nSökningen hämtas först när läsaren skriver i sökfältet: ${kilobytes(bytes)} kB (${requests}), en gång.`);
  await browser.close();
}

/** Print Lighthouse's medians, every page in turn in each round. */
async function score(sites) {
  const found = {};
  for (let round = 1; round <= rounds; round += 1) {
    for (const [name, pages] of Object.entries(PAGES)) {
      for (const [kind, address] of Object.entries(pages)) {
        const told = await judge(launch, sites[name].origin + address);
        (found[`${name} | ${kind}`] ??= []).push(told);
        process.stderr.write(`varv ${round}, ${name}, ${kind}: ${told.performance}, FCP ${Math.round(told.fcp)} ms\n`);
      }
    }
  }
  head(`Lighthouse, mobil, medianer av ${rounds} varv`, ["webbplats", "sida", "prestanda", "TBT ms", "FCP ms", "LCP ms", "CLS", "tillgänglighet", "god praxis", "SEO", "avdrag för"]);
  for (const [key, all] of Object.entries(found)) {
    const of = (name) => median(all.map((one) => one[name]));
    const [performance, ...others] = SCORES.map(of);
    row([key, performance, ...["tbt", "fcp", "lcp"].map((name) => of(name).toFixed(0)), of("cls").toFixed(3), ...others, [...new Set(all.flatMap((one) => one.lost))].join(", ") || "–"]);
  }
  for (const kind of Object.keys(PAGES.Starlight)) {
    const [ours, theirs] = ["VIP", "Starlight"].map((name) => found[`${name} | ${kind}`].map(({ fcp }) => fcp));
    console.log(`\nFCP, VIP / Starlight, ${kind}: ${median(ours.map((one, round) => one / theirs[round])).toFixed(2)}`);
  }
}

/** Print how long the browser is busy with a change of the filter on a very long page. */
async function filter({ VIP }, long) {
  const browser = await launch();
  const { items, changes: found } = await changes(browser, VIP.origin + long);
  await browser.close();
  head(`Filterbyte med ${items} artiklar på sidan, 4 gånger långsammare processor, ${found.length} byten; ms på processorn (på klockan)`, ["", "p50", "p95", "längst"]);
  const lines = { handler: "klickets hanterare", answer: "hanterare, stil och layout till första bildrutan", frame: "allt till dess att bildrutan är målad", longest: "längsta uppgift därefter", all: "allt, till dess att hela listan är klar" };
  for (const [key, label] of Object.entries(lines)) {
    row([label, ...[0.5, 0.95, 1].map((share) => ["processor", "clock"].map((kind) => percentile(found.map((one) => one[kind][key]), share).toFixed(1))).map(([own, clock]) => `${own} (${clock})`)]);
  }
}

async function main() {
  const { forever, long, servers } = JSON.parse(readFileSync(join(work, "servers.json"), "utf8"));
  const sites = {};
  for (const [name, site] of Object.entries(servers)) sites[name] = await serve(site, forever);
  const [{ model }] = cpus();
  console.log(`${cpus().length} × ${model}, belastning ${loadavg()[0].toFixed(1)}, Node ${process.versions.node}`);
  await weigh(sites);
  await filter(sites, long);
  await score(sites);
  for (const site of Object.values(sites)) site.close();
}

await main();
