// Hands what ./fields.js knows to VS Code: proposals while one types, and explanations where one points.
"use strict";

const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const vscode = require("vscode");
const fields = require("./fields.js");

const WORD = /[\wåäöÅÄÖ-]+/;

/** Read the schemas anew each time: they are small, and change when a value or a source is added. */
function schemas() {
  const folder = join(__dirname, "..", "..", "schema");
  const read = (name) => JSON.parse(readFileSync(join(folder, `${name}.schema.json`), "utf8"));
  return Object.fromEntries(["kapitel", "sida", "artikel", "kallor"].map((name) => [name, read(name)]));
}

function place(document, position) {
  return fields.schemaAt(document.fileName, document.getText().split(/\r?\n/), position.line);
}

const proposals = {
  provideCompletionItems(document, position) {
    const name = place(document, position);
    if (!name) return [];
    const before = document.lineAt(position.line).text.slice(0, position.character);
    const range = document.getWordRangeAtPosition(position, WORD);
    return fields.suggestions(name, before, schemas()).map(({ word, meaning, isField }) => {
      const kind = isField ? vscode.CompletionItemKind.Field : vscode.CompletionItemKind.Value;
      const item = new vscode.CompletionItem({ label: word, description: isField ? "" : meaning.split(".")[0] }, kind);
      item.documentation = new vscode.MarkdownString(meaning);
      item.insertText = isField ? `${word}: ` : word;
      item.range = range;
      return item;
    });
  },
};

const explanations = {
  provideHover(document, position) {
    const name = place(document, position);
    const range = document.getWordRangeAtPosition(position, WORD);
    if (!name || !range) return null;
    const said = fields.explanation(name, document.lineAt(position.line).text, document.getText(range), schemas());
    return said ? new vscode.Hover(new vscode.MarkdownString(said), range) : null;
  },
};

function activate(context) {
  context.subscriptions.push(
    vscode.languages.registerCompletionItemProvider("markdown", proposals, ":", " ", "[", ","),
    vscode.languages.registerHoverProvider("markdown", explanations),
  );
}

module.exports = { activate };
