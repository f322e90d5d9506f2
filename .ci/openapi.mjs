// Fails unless a file is a valid description in the form of OpenAPI 3.1.
import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";

const file = process.argv[2];
const validator = new Validator();
const result = await validator.validate(JSON.parse(readFileSync(file, "utf8")));
if (!result.valid || validator.version !== "3.1") {
  console.error(`${file} is not valid (version ${validator.version}):`, JSON.stringify(result.errors, null, 2));
  process.exit(1);
}
const { paths } = JSON.parse(readFileSync(file, "utf8"));
console.log(`ok: OpenAPI ${validator.version}, ${Object.keys(paths).length} paths`);
