/** A path of the contract with its `{names}` filled, and a query; lists repeat their name. Undefined is left out. */
export function fillPath(path: string, params: object, query: object): string {
  const values = params as Readonly<Record<string, unknown>>;
  const filled = path.replaceAll(/\{(\w+)\+?\}/g, (_whole, name: string) => encodeURIComponent(String(values[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== "") search.append(name, String(item));
    }
  }
  const text = search.toString();
  return text === "" ? filled : `${filled}?${text}`;
}
