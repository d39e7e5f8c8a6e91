// What Lighthouse says of a page, as it comes: a phone on a slow net, simulated.
import lighthouse from "lighthouse";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const AUDITS = { tbt: "total-blocking-time", fcp: "first-contentful-paint", lcp: "largest-contentful-paint", cls: "cumulative-layout-shift" };

/** Return the scores (0–100) and times (ms) of the page `address`, and what it lost points for. */
export async function judge(browser, address) {
  const port = Number(new URL(browser.wsEndpoint()).port);
  const { lhr } = await lighthouse(address, { port, output: "json", logLevel: "error", onlyCategories: CATEGORIES });
  if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
  const found = {};
  for (const name of CATEGORIES) found[name] = Math.round(lhr.categories[name].score * 100);
  for (const [name, audit] of Object.entries(AUDITS)) found[name] = lhr.audits[audit].numericValue;
  found.lost = CATEGORIES.slice(1).flatMap((name) => lhr.categories[name].auditRefs.filter(({ id, weight }) => weight > 0 && lhr.audits[id].score === 0).map(({ id }) => id));
  return found;
}
