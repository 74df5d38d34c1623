import type { Card, CardTable } from "../../../core/model/card.ts";
import { plainCard } from "../../conversation/plain-text.ts";
import { textWidth } from "./text-width.ts";

const WIDEST_COLUMN = 60;

/** A card for a terminal or a pipe: text alone, without colour, whatever the card contains. */
export function renderText(foreign: Card): string {
  const card = plainCard(foreign);
  const parts: string[] = [`${markOf(card)} ${card.headline}`, ...card.lines.map(indent)];
  if (card.facts) parts.push(...renderFacts(card.facts));
  for (const assumed of card.assumed ?? []) parts.push(indent(`Assumed: ${assumed}`));
  if (card.table) parts.push("", renderTable(card.table), "");
  for (const line of card.logTail ?? []) parts.push(`  | ${line}`);
  for (const { title, sentences } of card.examples ?? []) {
    parts.push("", `  ${title}`, ...sentences.map((sentence) => `    ${sentence}`));
  }
  if (card.buttons && card.buttons.length > 0) {
    parts.push(
      `  ${card.buttons.map(({ label, say }) => (label === say ? `[${say}]` : `[${label}: ${say}]`)).join(" ")}`,
    );
  }
  const end = [card.id, card.link].filter((part) => part !== undefined).join("  ");
  if (end !== "") parts.push(`  ${end}`);
  return parts.join("\n").replace(/\n{3,}/g, "\n\n");
}

const MARKS: Readonly<Record<Card["tone"], string>> = {
  info: "·",
  understood: "›",
  question: "?",
  running: "…",
  success: "✓",
  attention: "!",
  failure: "✗",
  unknown: "~",
};

function markOf(card: Card): string {
  return MARKS[card.tone];
}

function indent(text: string): string {
  return text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}

function renderFacts(facts: NonNullable<Card["facts"]>): readonly string[] {
  const width = Math.max(...facts.map((fact) => textWidth(fact.name)));
  return facts.map(
    ({ name, value }) => `  ${padded(name, width)}  ${value.replaceAll("\n", `\n  ${" ".repeat(width)}  `)}`,
  );
}

function renderTable({ columns, rows, moreRows }: CardTable): string {
  const cells = rows.map((row) => columns.map((_, index) => clip(String(row[index] ?? ""))));
  const widths = columns.map((column, index) =>
    Math.max(textWidth(column), ...cells.map((row) => textWidth(row[index] ?? ""))),
  );
  const numeric = columns.map((_, index) => rows.length > 0 && rows.every((row) => typeof row[index] === "number"));
  const line = (row: readonly string[]) =>
    `  ${row.map((cell, index) => padded(cell, widths[index] ?? 0, numeric[index])).join("  ")}`.trimEnd();
  const rule = `  ${widths.map((width) => "-".repeat(width)).join("  ")}`;
  const more = moreRows ? [`  … ${moreRows} more ${moreRows === 1 ? "row" : "rows"}`] : [];
  return [line(columns), rule, ...cells.map(line), ...more].join("\n");
}

function clip(cell: string): string {
  return textWidth(cell) <= WIDEST_COLUMN
    ? cell
    : `${Array.from(cell)
        .slice(0, WIDEST_COLUMN - 1)
        .join("")}…`;
}

function padded(text: string, width: number, right = false): string {
  const space = " ".repeat(Math.max(0, width - textWidth(text)));
  return right ? space + text : text + space;
}
