import type { Json, JsonObject } from "../../core/kernel/json.ts";
import { validator } from "../../core/kernel/validator.ts";
import type { ActionManifest, ParamSchema } from "../../core/plugin-api/manifest.ts";

/** Compiled when a parameter is first said: most never are. */
const checks = new WeakMap<ParamSchema, (value: unknown) => { readonly ok: boolean }>();

/** The first parameter whose value its schema does not allow; undefined when all fit. */
export function misfit({ params: { properties } }: ActionManifest, said: JsonObject): string | undefined {
  return Object.keys(said).find((name) => {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return schema === undefined || !fits(schema, said[name]);
  });
}

function fits(schema: ParamSchema, value: Json | undefined): boolean {
  const check = checks.get(schema) ?? validator<Json>(schema);
  checks.set(schema, check);
  return check(value).ok;
}
