// SPDX-License-Identifier: Apache-2.0
// Holds dashboards against the types that Grafana publishes (npm: @grafana/schema), options of each kind of panel included:
//   npm install && npm run check -- DASHBOARD.json...
// A JSON Schema is made of the types each time; none is kept. Exit code 1: something does not fit.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";
import { createGenerator } from "ts-json-schema-generator";

const here = path.dirname(fileURLToPath(import.meta.url));
const types = path.join(here, "node_modules/@grafana/schema/dist/types");
const work = fs.mkdtempSync(path.join(os.tmpdir(), "grafana-types-"));
const tsconfig = path.join(work, "tsconfig.json");
fs.writeFileSync(tsconfig, JSON.stringify({
  compilerOptions: {
    module: "esnext",
    moduleResolution: "bundler",
    paths: { "@grafana/schema": [path.join(types, "index.d.ts")] },
    skipLibCheck: true,
    strict: true,
    noEmit: true,
  },
}));

const ajv = new Ajv({ strict: false, allErrors: true });

/** Compiles one exported type for each name; what `source` exports must be types. */
function schemas(key, file, source) {
  const program = path.join(work, key + ".ts");
  fs.writeFileSync(program, `import * as t from ${JSON.stringify(path.join(types, "raw", file))};\n${source}`);
  ajv.addSchema(
    createGenerator({ path: program, tsconfig, type: "*", expose: "all", skipTypeCheck: true }).createSchema("*"), key);
  return (name) => ajv.getSchema(`${key}#/definitions/${name}`);
}

// Grafana fills in what a panel's options leave out.
const options = (panel, extra = "") =>
  schemas(panel, `composable/${panel}/panelcfg/x/types.gen`, `export type Options = Partial<t.Options>;\n${extra}`);
const custom = "export type Custom = Partial<t.FieldConfig>;\n";
const dashboard = schemas("dashboard", "dashboard/x/types.gen", [
  "export type Whole = t.Dashboard;", "export type One = t.Panel;", "export type Row = t.RowPanel;"].join("\n"));
const kinds = {
  stat: options("stat"),
  timeseries: options("timeseries", custom),
  "state-timeline": options("statetimeline", custom),
};

let failures = 0;
let checks = 0;
function check(validate, value, where) {
  checks++;
  if (!validate(value)) {
    failures++;
    validate.errors.forEach((e) => console.log(`${where}${e.instancePath}: ${e.message} ${JSON.stringify(e.params)}`));
  }
}

for (const file of process.argv.slice(2)) {
  const { panels, ...whole } = JSON.parse(fs.readFileSync(file, "utf8"));
  check(dashboard("Whole"), whole, file);
  for (const panel of panels.flatMap((one) => [one, ...(one.panels ?? [])])) {
    const where = `${path.basename(file)} ${panel.title} `;
    if (panel.type === "row") {
      check(dashboard("Row"), { ...panel, panels: [] }, where);
      continue;
    }
    check(dashboard("One"), panel, where);
    check(kinds[panel.type]("Options"), panel.options, where + "options");
    if (panel.fieldConfig.defaults.custom) {
      check(kinds[panel.type]("Custom"), panel.fieldConfig.defaults.custom, where + "custom");
    }
  }
}
fs.rmSync(work, { recursive: true });
console.log(`${checks} checks, ${failures} failed`);
process.exit(failures === 0 && checks > 0 ? 0 : 1);
