import type { types } from "@slack/bolt";
import { BUDGET, cut } from "./budgets.ts";

type Section = types.RichTextSection | types.RichTextPreformatted;
type Element = types.RichTextElement;
type Style = NonNullable<types.RichTextText["style"]>;

/** Sections of one message with their length, so that they can be packed into blocks. */
export interface Piece {
  readonly section: Section;
  readonly length: number;
}

/** Text as text: in this element nothing is markup, a mention or a link, whatever it says. */
export function words(text: string, style?: Style): Element {
  return { type: "text", text: cut(text, BUDGET.elementText), ...(style && { style }) };
}

/** One line of the message. */
export function line(...elements: readonly Element[]): Piece {
  return piece("rich_text_section", elements);
}

/** Letters of one width, in a box. */
export function box(text: string): Piece {
  return piece("rich_text_preformatted", [words(text)]);
}

function piece(type: Section["type"], elements: readonly Element[]): Piece {
  const length = elements.reduce((sum, element) => sum + (element.type === "text" ? element.text.length : 20), 0);
  return { section: { type, elements: [...elements] } as Section, length };
}

/** A block never holds more than its budget; a new one begins where it would. */
export function packed(pieces: readonly Piece[]): readonly types.RichTextBlock[] {
  const blocks: Section[][] = [];
  let room = 0;
  for (const { section, length } of pieces) {
    const last = blocks.at(-1);
    if (last && length <= room) last.push(section);
    else blocks.push([section]);
    room = last && length <= room ? room - length : BUDGET.blockText - length;
  }
  return blocks.map((elements) => ({ type: "rich_text", elements: withBreaks(elements) }));
}

/** Sections that follow each other would run together on one line. */
function withBreaks(sections: readonly Section[]): Section[] {
  return sections.map((section, index) => {
    const next = sections[index + 1];
    if (section.type !== "rich_text_section" || next?.type !== "rich_text_section") return section;
    return { ...section, elements: [...section.elements, words("\n")] };
  });
}

/** As many pieces as fit, and a last one that says what is missing. */
export function withinBudget(pieces: readonly Piece[], most: number): readonly Piece[] {
  let used = 0;
  const kept: Piece[] = [];
  for (const piece of pieces) {
    if (used + piece.length > most) break;
    kept.push(piece);
    used += piece.length;
  }
  const left = pieces.length - kept.length;
  if (left === 0) return kept;
  const what = left === 1 ? "part is" : "parts are";
  return [...kept, line(words(`… ${left} more ${what} too long for Slack; all of it is in the console.`))];
}
