const NAMES_SHOWN = 12;

/** "web-1", "3 machines: web-1, web-2, web-3"; long lists say how many more. */
export function sayMachines(names: readonly string[]): string {
  const [first] = names;
  if (names.length === 1 && first !== undefined) return first;
  const shown = names.slice(0, NAMES_SHOWN).join(", ");
  const left = names.length - NAMES_SHOWN;
  return `${names.length} machines: ${shown}${left > 0 ? ` and ${left} more` : ""}`;
}

/** For a headline: "web-1", "web-1 and web-2", "6 machines". */
export function sayWhere(names: readonly string[]): string {
  return names.length === 0 ? "no machine" : names.length <= 2 ? names.join(" and ") : `${names.length} machines`;
}
