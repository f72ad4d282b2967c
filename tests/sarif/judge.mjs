// Judge SARIF reports by the schema of SARIF 2.1.0, and print as JSON what is wrong with each: node judge.mjs FILE...
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv";

const require = createRequire(import.meta.url);
const ajv = new Ajv({ schemaId: "id", meta: false, allErrors: true, unknownFormats: "ignore" });
ajv.addMetaSchema(require("ajv/lib/refs/json-schema-draft-04.json"));
const valid = ajv.compile(require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"));

const judge = (path) => (valid(JSON.parse(readFileSync(path, "utf8"))) ? [] : valid.errors.map((e) => `${e.dataPath} ${e.message}`));

console.log(JSON.stringify(process.argv.slice(2).map(judge)));
