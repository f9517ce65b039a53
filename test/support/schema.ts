/** Our JSON Schema, compiled once. */
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";

const ajv = new Ajv2020({ allErrors: true, strict: true });
formats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync("schemas/report.schema.json", "utf8")) as object);

/** @throws Error naming what differs */
export function validateReport(report: unknown): void {
  if (!validate(report)) throw new Error(`the report breaks its schema: ${ajv.errorsText(validate.errors)}`);
}
