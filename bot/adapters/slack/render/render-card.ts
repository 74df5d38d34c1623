import type { types } from "@slack/bolt";
import type { Card } from "../../../../core/model/card.ts";
import { plainCard } from "../../../conversation/plain-text.ts";
import { BUDGET, cut } from "./budgets.ts";
import { buttonsBlock } from "./buttons-block.ts";
import { line, type Piece, packed, box as preformatted, withinBudget, words } from "./rich-text.ts";
import { rowsLeft, tableBlock, tableText } from "./table-block.ts";

export interface RenderOptions {
  /** Message and revision: names the blocks. */
  readonly id: string;
  /** Where the console is, without a slash at the end. */
  readonly siteUrl: string;
  /** Slack refused the richer form of this card: no table, no dates, nothing new. */
  readonly simple?: boolean;
  /** A sentence that stands above all. */
  readonly notice?: string;
}

/** A message for Slack. */
export interface SlackMessage {
  /** What notifications show, and whoever cannot show blocks. */
  readonly text: string;
  readonly blocks: types.KnownBlock[];
}

const EMOJI: Readonly<Record<Card["tone"], string | undefined>> = {
  info: undefined,
  understood: "eyes",
  question: "question",
  running: "hourglass_flowing_sand",
  success: "white_check_mark",
  attention: "warning",
  failure: "x",
  unknown: "grey_question",
};

/**
 * The one renderer of cards for Slack. Every text of a card is foreign: it goes into elements where nothing is markup,
 * and nothing is longer than Slack takes. What does not fit is counted and linked, never dropped silently. Pure.
 */
export function renderCard(foreign: Card, options: RenderOptions): SlackMessage {
  const card = plainCard(foreign);
  const { simple = false } = options;
  const withTable = card.table !== undefined && card.table.columns.length > 0 ? card.table : undefined;
  const above = withinBudget([...noticeLines(options), ...head(card, simple), ...facts(card)], BUDGET.messageText);
  const below = withinBudget([...tail(card), ...examples(card)], BUDGET.messageText / 2);
  const shownTable: readonly types.KnownBlock[] =
    withTable === undefined ? [] : simple ? packed([tableText(withTable)]) : [tableBlock(withTable)];
  const more = withTable === undefined ? [] : rowsLeft(withTable, simple ? "text" : "block");
  const blocks: readonly types.KnownBlock[] = [
    ...packed(above),
    ...shownTable,
    ...packed([...more, ...below]),
    ...buttonsBlock(card.buttons ?? [], options.id),
    ...packed(foot(card, options.siteUrl)),
  ];
  return { text: fallback(card, options.notice), blocks: blocks.slice(0, BUDGET.blocks) };
}

/** A log tail of so many lines is the end of something longer. */
const FULL_TAIL = 8;

/** Whether the card cannot show all of its result: rows are missing, text is cut, or only the end of the output is there. Pure. */
export function leavesOut(foreign: Card): boolean {
  const card = plainCard(foreign);
  const tooLong = [...head(card, false), ...facts(card)].reduce((sum, piece) => sum + piece.length, 0);
  if (tooLong > BUDGET.messageText || (card.logTail ?? []).length >= FULL_TAIL) return true;
  return card.table !== undefined && card.table.columns.length > 0 && rowsLeft(card.table, "block").length > 0;
}

function noticeLines({ notice }: RenderOptions): readonly Piece[] {
  return notice === undefined ? [] : [line(words(notice, { italic: true }))];
}

function head(card: Card, simple: boolean): readonly Piece[] {
  const emoji = EMOJI[card.tone];
  const mark = emoji === undefined ? [] : [{ type: "emoji" as const, name: emoji }, words(" ")];
  const title = line(...mark, words(textOr(card.headline), { bold: true }));
  const lines = card.lines.filter((text) => text !== "").map((text) => line(words(text)));
  return [title, ...lines, ...since(card, simple)];
}

/** Everybody reads the time in their own zone: Slack shows it. */
function since({ tone, startedAt }: Card, simple: boolean): readonly Piece[] {
  if (tone !== "running" || startedAt === undefined || simple) return [];
  const timestamp = Math.floor(startedAt / 1000);
  const fallback = `${new Date(startedAt).toISOString().slice(11, 19)} UTC`;
  return [line(words("Since "), { type: "date", timestamp, format: "{time_secs}", fallback })];
}

function facts(card: Card): readonly Piece[] {
  const named = (card.facts ?? []).map(({ name, value }) =>
    line(words(`${name}: `, { bold: true }), words(textOr(value))),
  );
  const assumed = (card.assumed ?? []).map((text) => line(words(`Assumed: ${text}`, { italic: true })));
  return [...named, ...assumed];
}

function tail({ logTail = [] }: Card): readonly Piece[] {
  return logTail.length === 0 ? [] : [preformatted(logTail.map(textOr).join("\n"))];
}

function examples(card: Card): readonly Piece[] {
  return (card.examples ?? []).flatMap(({ title, sentences }) => [
    line(words(textOr(title), { bold: true })),
    ...sentences.map((sentence) => line(words("• "), words(textOr(sentence), { code: true }))),
  ]);
}

function foot({ id, link }: Card, siteUrl: string): readonly Piece[] {
  const named = id === undefined ? [] : [words(id, { code: true })];
  if (link === undefined) return named.length === 0 ? [] : [line(...named)];
  const url = `${siteUrl}${encodeURI(link)}`;
  return [
    line(...named, words(named.length === 0 ? "" : "  "), { type: "link", url, text: "Open in the console" }),
  ].map(withoutEmpty);
}

function withoutEmpty(piece: Piece): Piece {
  const elements = piece.section.elements.filter((element) => element.type !== "text" || element.text !== "");
  return { ...piece, section: { ...piece.section, elements } as Piece["section"] };
}

/** Slack refuses empty text. */
function textOr(text: string): string {
  return text === "" ? "–" : text;
}

/** In this one field of Slack `&`, `<` and `>` are markup; everything else is asked not to be. */
function fallback(card: Card, notice: string | undefined): string {
  const parts = [notice, card.headline, ...card.lines].filter((part) => part !== undefined && part !== "");
  const text = parts.join("\n");
  const escaped = escapeText(text);
  if (escaped.length <= BUDGET.fallbackText) return escaped;
  // An escaped character is five at most; cut between characters, never inside one.
  return escapeText(cut(text, Math.floor(BUDGET.fallbackText / 5)));
}

export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
