/** What a sentence means, without how sure we are, where it was said and what was offered. */
const LEFT_OUT = new Set(["spans", "score", "said", "assumed", "options"]);

/** Empty lists, empty objects and what is absent are the same. */
export function plainFrame(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(plainFrame);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key]) => !LEFT_OUT.has(key))
    .map(([key, inner]) => [key, plainFrame(inner)] as const)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
