/** The labels of a line such as "web, env:production", each once, in lower case. */
export function labelsFrom(text: string): readonly string[] {
  return [
    ...new Set(
      text
        .toLowerCase()
        .split(/[\s,;]+/)
        .filter((label) => label !== ""),
    ),
  ];
}
