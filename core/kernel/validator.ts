import { Ajv, type ValidateFunction } from "ajv";
import formats from "ajv-formats";

/**
 * ownProperties: a required "toString" must not be satisfied by the prototype. strictRequired is off because a branch
 * of anyOf may require what its parent declares, as plugins' schemas do.
 */
const ajv = new Ajv({
  strict: true,
  strictRequired: false,
  allErrors: false,
  ownProperties: true,
  allowUnionTypes: true,
  useDefaults: false,
});
formats.default(ajv);
ajv.addVocabulary(["x-slot", "x-ask", "x-role", "x-secret"]);

/** Whoever walks a value afterwards, to store or to compare it, needs a stack for each level. */
const DEEPEST = 100;

export type Decoded<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/**
 * Compiles a JSON Schema once into a decoder. The problem names the place, what was expected and what was got, on one
 * line, and never repeats more than 80 characters of the input.
 */
export function validator<T>(schema: object): (value: unknown) => Decoded<T> {
  let validate: ValidateFunction | undefined;
  return (value) => {
    if (isDeeperThan(value, DEEPEST))
      return { ok: false, problem: `the value is nested deeper than ${DEEPEST} levels` };
    validate ??= ajv.compile(schema);
    if (validate(value)) return { ok: true, value: value as T };
    return { ok: false, problem: describeFirst(validate, value) };
  };
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== "object") return false;
  if (levels === 0) return true;
  return Object.values(value).some((inner) => isDeeperThan(inner, levels - 1));
}

function describeFirst(validate: ValidateFunction, value: unknown): string {
  const error = validate.errors?.[0];
  if (!error) return "is not valid";
  const place = error.instancePath === "" ? "the value" : oneLine(error.instancePath.slice(1).replaceAll("/", "."));
  const params = error.params as { additionalProperty?: string; allowedValues?: readonly unknown[] };
  if (params.additionalProperty !== undefined)
    return `${place} has an unknown field "${oneLine(params.additionalProperty)}"`;
  const allowed = params.allowedValues ? `: ${params.allowedValues.join(", ")}` : "";
  const got = clip(JSON.stringify(valueAt(value, error.instancePath)) ?? "nothing");
  return `${place} ${error.message ?? "is not valid"}${allowed} (got ${got})`;
}

function valueAt(value: unknown, path: string): unknown {
  let current: unknown = value;
  for (const part of path.split("/").slice(1)) {
    current = (current as Record<string, unknown> | undefined)?.[part.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  return current;
}

/** Names come from outside too: a line break in one would forge a line of the log. */
function oneLine(name: string): string {
  return clip(JSON.stringify(name).slice(1, -1));
}

function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
