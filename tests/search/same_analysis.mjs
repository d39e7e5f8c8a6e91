// Fails when the browser's analysis differs from the core's, whose answers stand in the JSON file that is named.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const scripts = new URL("../../theme_overrides/assets/js/", import.meta.url);
for (const name of ["swedish-analysis.js", "compounds.js"]) {
  vm.runInThisContext(readFileSync(new URL(name, scripts), "utf8"), { filename: name });
}
const { vip } = globalThis;
const { texts, known, parts } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const splitter = new vip.compounds.Splitter(new Set(known));
const differing = [];
for (const [text, tokens, terms] of texts) {
  const spans = vip.swedishAnalysis.spans(text).map(([token]) => token);
  for (const own of [vip.swedishAnalysis.tokens(text), spans]) if (own.join() !== tokens.join()) differing.push([text, own, tokens]);
  if (vip.swedishAnalysis.terms(text).join() !== terms.join()) differing.push([text, vip.swedishAnalysis.terms(text), terms]);
}
for (const [term, expected] of parts) {
  const own = splitter.parts(term);
  if (own.join() !== expected.join()) differing.push([term, own, expected]);
}
if (differing.length) {
  console.log(`${differing.length} differ`, JSON.stringify(differing.slice(0, 5)).slice(0, 2000));
  process.exit(1);
}
