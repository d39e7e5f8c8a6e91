// Which fields and values fit where the cursor is in a Markdown file, by the JSON Schemas in .vscode/schema.
// Knows nothing of VS Code, so that it can be tried without.
"use strict";

/** Return the name of the schema that holds on a line of a file ("kapitel", "sida", "artikel"), or null in prose. */
function schemaAt(path, lines, row) {
  const inPrograms = /(^|[\\/])programs[\\/][^\\/]+[\\/][^\\/]+\.md$/.test(path);
  if (lines[0] !== undefined && lines[0].trim() === "---") {
    const end = lines.findIndex((line, number) => number > 0 && line.trim() === "---");
    if (row > 0 && (end < 0 || row < end)) return inPrograms ? "kapitel" : "sida";
    if (row <= end) return null;
  }
  for (let above = row - 1; above >= 0; above -= 1) {
    if (/^```\s*yaml\s+artikel\s*$/.test(lines[above])) return inPrograms && !/^```/.test(lines[row]) ? "artikel" : null;
    if (/^```|^#|^---/.test(lines[above])) return null;
  }
  return null;
}

/** Return the words a value may be, with what each means. */
function words(schema, schemas) {
  if (!schema) return [];
  if (schema.$ref) return words(schemas[schema.$ref.replace(".schema.json", "")], schemas);
  if (schema.enum) {
    return schema.enum.map((word, place) => ({ word, meaning: (schema.markdownEnumDescriptions || [])[place] || "" }));
  }
  const inner = [...(schema.anyOf || []), schema.items, schema.propertyNames, schema.additionalProperties];
  return inner.flatMap((one) => words(one, schemas));
}

/** Return what may be written at the end of `before`, the part of the line left of the cursor. */
function suggestions(name, before, schemas) {
  const schema = schemas[name];
  const field = /^([a-z-]+):/.exec(before);
  if (field) return words(schema.properties[field[1]], schemas);
  if (!/^[a-z-]*$/.test(before)) return [];
  return Object.entries(schema.properties).map(([word, one]) => ({ word, meaning: one.markdownDescription, isField: true }));
}

/** Return what the word on the line means, as Markdown, or an empty string. */
function explanation(name, line, word, schemas) {
  const field = /^([a-z-]+):/.exec(line);
  if (!field) return "";
  const schema = schemas[name].properties[field[1]];
  if (!schema) return "";
  if (word === field[1]) return schema.markdownDescription;
  const found = words(schema, schemas).find((one) => one.word === word);
  return found ? found.meaning : "";
}

module.exports = { schemaAt, suggestions, explanation };
