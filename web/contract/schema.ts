import type { FromSchema, JSONSchema } from "json-schema-to-ts";

type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Name in keyof T]: DeepReadonly<T[Name]> }
    : T;

/** The type of what a schema accepts. A field that is absent is left out, never null. */
export type Dto<Schema extends JSONSchema> = DeepReadonly<FromSchema<Schema>>;

type Properties = Readonly<Record<string, JSONSchema>>;

/** An object with exactly these fields; those not named as optional are required. */
export function object<const P extends Properties, const Optional extends keyof P & string = never>(
  properties: P,
  optional: readonly Optional[] = [],
) {
  const required: readonly unknown[] = Object.keys(properties).filter((name) => !optional.some((o) => o === name));
  return {
    type: "object",
    additionalProperties: false,
    required: required as readonly Exclude<keyof P & string, Optional>[],
    properties,
  } as const;
}

export function list<const Items extends JSONSchema>(items: Items, maxItems = 1000) {
  return { type: "array", maxItems, items } as const;
}

/** A slice of a list; `next` is passed as `cursor` for what follows and absent at the end. */
export function page<const Items extends JSONSchema>(items: Items) {
  return object({ items: list(items), next: cursor }, ["next"]);
}

export function text(maxLength: number) {
  return { type: "string", maxLength } as const;
}

export function filledText(maxLength: number) {
  return { type: "string", minLength: 1, maxLength } as const;
}

export function oneOf<const Values extends readonly string[]>(values: Values) {
  return { enum: values } as const;
}

export const cursor = { type: "string", minLength: 1, maxLength: 200 } as const;
/** Speakable (T-17, R-92, E-4821) or random (agt_..., usr_...). */
export const id = { type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$" } as const;
/** Epoch milliseconds. */
export const instant = { type: "integer", minimum: 0, maximum: 9_007_199_254_740_991 } as const;
export const count = { type: "integer", minimum: 0, maximum: 9_007_199_254_740_991 } as const;
export const flag = { type: "boolean" } as const;
/** Any JSON object; whoever uses it checks it against a schema of its own. */
export const anyObject = { type: "object" } as const;
export const labels = {
  type: "array",
  maxItems: 50,
  uniqueItems: true,
  items: { type: "string", pattern: "^[a-z0-9][a-z0-9_.-]{0,39}(:[a-z0-9][a-z0-9_.-]{0,39})?$" },
} as const;
export const limit = { type: "integer", minimum: 1, maximum: 500 } as const;

/** Path parameters of a resource. */
export const idParams = object({ id });
/** Query of a list without filters. */
export const pageQuery = object({ limit, cursor }, ["limit", "cursor"]);
