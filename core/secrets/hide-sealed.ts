import { isSealed } from "./seal.ts";

/** What stands where a secret is not shown; sent back it means "as it was". */
export const HIDDEN = "(secret)";

/** The same with every sealed value replaced, at any depth: for whatever leaves the server. Pure. */
export function hideSealed<T>(value: T): T {
  if (isSealed(value)) return HIDDEN as T;
  if (Array.isArray(value)) return value.map((item: unknown) => hideSealed(item)) as T;
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, hideSealed(part)])) as T;
}
