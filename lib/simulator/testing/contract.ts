import Ajv2020, { type ValidateFunction } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { operations } from "@/lib/catalog/operations";
import schemas from "@/lib/catalog/generated/schemas.json";

/** A standard validator over the catalogue's schemas; the simulator itself uses another, so the two check each other. */
const ajv = new Ajv2020({ strict: false, allErrors: true, discriminator: false });
addFormats(ajv);
for (const [name, schema] of Object.entries(schemas))
  ajv.addSchema({ ...schema, $id: `catalog:/components/schemas/${name}` }, `#/components/schemas/${name}`);

const compiled = new Map<string, ValidateFunction>();

function validatorOf(name: string): ValidateFunction {
  let validate = compiled.get(name);
  if (validate === undefined) {
    validate = ajv.compile({ $id: `catalog:/root/${name}`, components: { schemas }, $ref: `#/components/schemas/${name}` });
    compiled.set(name, validate);
  }
  return validate;
}

/** What is wrong with a body under the schema that the catalogue gives for an operation's status; empty when nothing is. */
export function contractProblems(operationId: string, status: number, body: unknown): string[] {
  const operation = operations().find(({ id }) => id === operationId);
  const response = operation?.responses.find((candidate) => candidate.status === status);
  if (response === undefined) return [`${operationId} does not document ${status}`];
  if (response.schemaName === undefined) return [];
  const validate = validatorOf(response.schemaName);
  return validate(body) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** The same for any refusal: every 4xx and 5xx has the vendor's error model. */
export function errorModelProblems(body: unknown): string[] {
  const validate = validatorOf("ErrorModel");
  return validate(body) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
