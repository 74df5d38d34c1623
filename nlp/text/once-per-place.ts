import type { Token } from "./token.ts";

type Reader<Setting extends object, Found> = (tokens: readonly Token[], at: number, setting: Setting) => Found;

interface Known<Setting, Found> {
  readonly setting: Setting;
  readonly found: Map<number, Found>;
}

/**
 * The same reader, asked once per place: several rules begin at one word and look for the same there. What was found is
 * kept as long as the list of tokens; it depends on nothing but the arguments, which must not change.
 */
export function oncePerPlace<Setting extends object, Found>(read: Reader<Setting, Found>): Reader<Setting, Found> {
  const lists = new WeakMap<readonly Token[], Known<Setting, Found>[]>();
  const knownOf = (tokens: readonly Token[], setting: Setting): Map<number, Found> => {
    const settings = lists.get(tokens) ?? [];
    for (const known of settings) if (known.setting === setting) return known.found;
    const found = new Map<number, Found>();
    if (settings.push({ setting, found }) === 1) lists.set(tokens, settings);
    return found;
  };
  return (tokens, at, setting) => {
    const found = knownOf(tokens, setting);
    const before = found.get(at);
    if (before !== undefined || found.has(at)) return before as Found;
    const made = read(tokens, at, setting);
    found.set(at, made);
    return made;
  };
}
