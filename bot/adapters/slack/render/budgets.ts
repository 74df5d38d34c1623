/** Slack's limits, and the softer ones that are kept: beyond a hard one a message is refused whole. Characters. */
export const BUDGET = {
  blocks: 50,
  /** All text of one block; Slack refuses a section above 3,000. */
  blockText: 2_800,
  /** Of one element; leaves room for what stands on the same line. */
  elementText: 2_600,
  /** Everything but the table, over all blocks. */
  messageText: 9_000,
  fallbackText: 2_800,
  /** Of a field in a form. */
  modalInput: 3_000,
  buttonLabel: 75,
  buttonValue: 2_000,
  optionValue: 150,
  buttonsInRow: 5,
  options: 100,
  tableRows: 100,
  tableColumns: 20,
  /** Over all cells; Slack's own limit is 10,000. */
  tableText: 9_000,
} as const;

/** The first characters, whole ones, with a mark where something is missing. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const points = Array.from(text);
  let kept = "";
  for (const point of points) {
    if (kept.length + point.length > most - 1) break;
    kept += point;
  }
  return `${kept}…`;
}
