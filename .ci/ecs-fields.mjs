// What the tests know of the Elastic Common Schema, told from the package that publishes it:
//   node ecs-fields.mjs > ../service/src/test/resources/ecs/fields.json
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { EcsFlat } = require("@elastic/ecs");
const { version } = require("@elastic/ecs/package.json");

const rows = Object.values(EcsFlat)
  .sort((a, b) => (a.flat_name < b.flat_name ? -1 : 1))
  .map((field) => {
    const row = { type: field.type };
    if (field.normalize.includes("array")) row.array = true;
    if (field.required) row.required = true;
    if (field.allowed_values)
      row.allowed = Object.fromEntries(
        field.allowed_values.map((value) => [value.name, value.expected_event_types ?? []]),
      );
    return `${JSON.stringify(field.flat_name)}:${JSON.stringify(row)}`;
  });
console.log(`{"version":${JSON.stringify(version)},"fields":{\n${rows.join(",\n")}\n}}`);
