import type { Cell } from "../../core/model/action-response.ts";
import type { Card, CardTable } from "../../core/model/card.ts";

const ESCAPE_SEQUENCES =
  /\u001b\[[0-?]*[ -/]*[@-~]|\u009b[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[@-Z\\-_]?/g;
/** C0 and C1 but tab and newline, zero-width and bidi controls, line and paragraph separators, the byte order mark. */
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

export interface TextBudget {
  readonly maxChars: number;
  readonly maxLines: number;
}

const HEADLINE: TextBudget = { maxChars: 300, maxLines: 1 };
const PARAGRAPH: TextBudget = { maxChars: 2_000, maxLines: 40 };
const CELL: TextBudget = { maxChars: 200, maxLines: 1 };
const LOG_LINE: TextBudget = { maxChars: 300, maxLines: 1 };
const SHORT: TextBudget = { maxChars: 400, maxLines: 4 };
const MAX_PARAGRAPHS = 40;
const MAX_ROWS = 50;
const MAX_COLUMNS = 12;
const MAX_LOG_LINES = 20;

/** Text in which nothing can act on a terminal or a reader's eye: no escape sequence, no control, no bidi override. */
export function plainText(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(ESCAPE_SEQUENCES, "").replaceAll("\r", "\n").replace(INVISIBLE, "");
}

/** `plainText` within a budget. What is left out is counted in the text itself, never dropped silently. */
export function clipText(text: string, budget: TextBudget): string {
  const clean = plainText(text);
  const lines = clean.split("\n");
  if (budget.maxLines === 1) return clipChars(lines.join(" "), budget.maxChars);
  const kept = lines.slice(0, budget.maxLines).join("\n");
  const left = lines.length - budget.maxLines;
  const clipped = clipChars(kept, budget.maxChars);
  return left > 0 ? `${clipped}\n… ${left} more ${left === 1 ? "line" : "lines"}` : clipped;
}

function clipChars(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const points = Array.from(text);
  if (points.length <= maxChars) return text;
  return `${points.slice(0, maxChars).join("")}… ${points.length - maxChars} more characters`;
}

/**
 * The one place where the text of a card becomes data: every string is cleaned and bounded. Whatever builds a card may
 * put foreign text into it as it is; whatever stores or shows one has called this.
 */
export function plainCard(card: Card): Card {
  const lines = card.lines.map((line) => clipText(line, PARAGRAPH));
  const left = lines.length - MAX_PARAGRAPHS;
  return {
    ...card,
    headline: clipText(card.headline, HEADLINE),
    lines: left > 0 ? [...lines.slice(0, MAX_PARAGRAPHS), `… ${left} more paragraphs`] : lines,
    ...(card.facts && {
      facts: card.facts.map((fact) => ({ name: clipText(fact.name, CELL), value: clipText(fact.value, SHORT) })),
    }),
    ...(card.table && { table: plainTable(card.table) }),
    ...(card.logTail && { logTail: card.logTail.slice(-MAX_LOG_LINES).map((line) => clipText(line, LOG_LINE)) }),
    ...(card.assumed && { assumed: card.assumed.map((line) => clipText(line, SHORT)) }),
    ...(card.buttons && {
      buttons: card.buttons.map((button) => ({
        ...button,
        label: clipText(button.label, CELL),
        say: clipText(button.say, SHORT),
      })),
    }),
    ...(card.examples && {
      examples: card.examples.map(({ title, sentences }) => ({
        title: clipText(title, CELL),
        sentences: sentences.map((sentence) => clipText(sentence, SHORT)),
      })),
    }),
  };
}

function plainTable(table: CardTable): CardTable {
  const rows = table.rows.slice(0, MAX_ROWS);
  const left = table.rows.length - rows.length + (table.moreRows ?? 0);
  const cell = (value: Cell): Cell => (typeof value === "string" ? clipText(value, CELL) : value);
  return {
    columns: table.columns.slice(0, MAX_COLUMNS).map((column) => clipText(column, CELL)),
    rows: rows.map((row) => row.slice(0, MAX_COLUMNS).map(cell)),
    ...(left > 0 && { moreRows: left }),
  };
}
