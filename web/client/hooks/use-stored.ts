import { useCallback, useState } from "react";

/** A piece of text that this browser remembers; without storage (private windows) it lives as long as the page. */
export function useStored(name: string, initial: string): readonly [string, (value: string) => void] {
  const [value, setValue] = useState(() => readStored(name) ?? initial);
  const store = useCallback(
    (next: string) => {
      setValue(next);
      writeStored(name, next);
    },
    [name],
  );
  return [value, store];
}

export function readStored(name: string): string | undefined {
  try {
    return localStorage.getItem(`octopus.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

export function writeStored(name: string, value: string): void {
  try {
    localStorage.setItem(`octopus.${name}`, value);
  } catch {
    // Full or forbidden storage only costs the memory of a preference.
  }
}
