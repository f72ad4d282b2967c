// Bundle the modules into a folder, with the licences of all that goes in: node build.js [FOLDER]
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const here = import.meta.dirname;
const out = process.argv[2] ?? join(here, "dist");

rmSync(out, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: [join(here, "src", "workbench.js")],
  outdir: out,
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  metafile: true,
  chunkNames: "[name]-[hash]",
  absWorkingDir: here,
});

/** Return the folder of the package that a bundled file is of, undefined for ours. */
function packageOf(file) {
  const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file);
  return found?.[1];
}

const folders = [...new Set(Object.keys(metafile.inputs).map(packageOf).filter(Boolean))].sort();
const notices = folders.map((folder) => {
  const own = join(here, folder);
  const { name, version, license } = JSON.parse(readFileSync(join(own, "package.json"), "utf8"));
  const file = readdirSync(own).find((one) => /^licen[cs]e/i.test(one));
  const text = file ? readFileSync(join(own, file), "utf8").trim() : `Licence: ${license}`;
  return `${name} ${version} (${license})\n\n${text}\n`;
});
writeFileSync(join(out, "licences.txt"), notices.join(`\n${"-".repeat(78)}\n\n`));
