interface QuerySchema {
  readonly properties: Readonly<Record<string, unknown>>;
}

/**
 * Query texts as the schema's types: whole numbers, true/false, and lists ("a,b" or repeated). What does not look like
 * its type stays text, for the schema to refuse.
 */
export function readQuery(query: Readonly<Record<string, unknown>>, schema: QuerySchema): object {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, convert(value, typeOf(schema.properties, name))]),
  );
}

function typeOf(properties: Readonly<Record<string, unknown>>, name: string): unknown {
  if (!Object.hasOwn(properties, name)) return undefined;
  return (properties[name] as { readonly type?: unknown }).type;
}

function convert(value: unknown, type: unknown): unknown {
  if (type === "array") return (Array.isArray(value) ? value : [value]).flatMap((part) => String(part).split(","));
  if (typeof value !== "string") return value;
  if (type === "integer" && /^\d{1,16}$/.test(value)) return Number(value);
  if (type === "boolean" && (value === "true" || value === "false")) return value === "true";
  return value;
}
