/** Text that this browser remembers under that name; undefined without storage, as in private windows. */
export function readStored(name: string): string | undefined {
  try {
    return localStorage.getItem(`octopus.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Remembers it, where that is possible. */
export function writeStored(name: string, value: string): void {
  try {
    localStorage.setItem(`octopus.${name}`, value);
  } catch {
    // Full or forbidden storage only costs the memory of a preference.
  }
}
