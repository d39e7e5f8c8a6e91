// What Lighthouse says of a page, as it comes: a phone on a slow net, simulated.
import lighthouse from "lighthouse";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const AUDITS = { tbt: "total-blocking-time", fcp: "first-contentful-paint", lcp: "largest-contentful-paint", cls: "cumulative-layout-shift" };

const TRIES = 3; // beside other work the browser now and then loses a trace

/** Run Lighthouse in a browser of its own; returns its report. */
async function report(launch, address, tries = TRIES) {
  const browser = await launch();
  const port = Number(new URL(browser.wsEndpoint()).port);
  const { lhr } = await lighthouse(address, { port, output: "json", logLevel: "silent", onlyCategories: CATEGORIES });
  await browser.close();
  if (!lhr.runtimeError) return lhr;
  if (tries === 1) throw new Error(lhr.runtimeError.message);
  return report(launch, address, tries - 1);
}

/** Return the scores (0–100) and times (ms) of the page `address`, and what it lost points for. */
export async function judge(launch, address) {
  const lhr = await report(launch, address);
  const found = {};
  for (const name of CATEGORIES) found[name] = Math.round(lhr.categories[name].score * 100);
  for (const [name, audit] of Object.entries(AUDITS)) found[name] = lhr.audits[audit].numericValue;
  found.lost = CATEGORIES.slice(1).flatMap((name) => lhr.categories[name].auditRefs.filter(({ id, weight }) => weight > 0 && lhr.audits[id].score === 0).map(({ id }) => id));
  return found;
}
