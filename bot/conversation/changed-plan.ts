import type { Frame } from "../../core/model/frame.ts";
import type { PendingRow } from "../../core/store/tables/conversation-table.ts";
import { type Asked, decodeAsked } from "./question-log.ts";

/** One more of the same, beside the plan that waits. */
const ONE_MORE =
  /^(?:(?:and|now|ok|okay|please)[\s,]+){0,3}(?:same|again|also|and|once|repeat|another|what about|how about)\b/i;

/**
 * The question whose plan these words change ("leave web-4 out", "no, at nine"): it is replaced by the changed one.
 * Undefined where the words ask for something of their own. `mine`: open questions to this person here. Pure.
 */
export function changedPlan(
  frame: Frame,
  text: string,
  mine: readonly PendingRow[],
): { readonly row: PendingRow; readonly asked: Asked } | undefined {
  const row = mine.at(-1);
  const asked = row?.kind === "confirm" ? decodeAsked(row) : undefined;
  if (!row || !asked?.ok || frame.intent !== "task.create") return undefined;
  if (frame.said.length === 0 || frame.said.includes("action")) return undefined;
  const isSame = asked.value.frame.intent === "task.create" && asked.value.frame.action === frame.action;
  return isSame && !ONE_MORE.test(text.trim()) ? { row, asked: asked.value } : undefined;
}
