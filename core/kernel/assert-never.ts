/** Closes a `switch` over a union: a case that was forgotten does not compile, and throws if it happens anyway. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
