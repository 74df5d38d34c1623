import type { Frame } from "../../core/model/frame.ts";
import { COMMANDS } from "./commands/command-table.ts";
import { decodeAsked, type QuestionLog } from "./question-log.ts";
import { infoCard } from "./replies/simple-cards.ts";
import type { ResolvedTurn } from "./resolved-turn.ts";
import type { ConversationServices } from "./services.ts";
import { answerWith, type Turn } from "./turn.ts";

/**
 * "dry run P-311": what the plan that waits would do, said by the machines without doing it. The plan goes on waiting;
 * nobody is asked whether they mean it, because nothing changes.
 */
export async function dryRunTurn(
  blank: Omit<Turn, "frame">,
  services: ConversationServices,
  questions: QuestionLog,
  questionId: string,
): Promise<ResolvedTurn> {
  const { actor } = blank.incoming;
  const row = await questions.get(questionId);
  const asked = row && decodeAsked(row);
  const isOpen = row?.state === "open" && row.expires_at > blank.now && row.user_id === (actor.userId ?? "");
  if (!isOpen || !asked?.ok || asked.value.frame.intent !== "task.create") {
    const card = infoCard(`${questionId} is no plan of yours that waits`, ["Nothing was started."]);
    return { turn: { ...blank, frame: NOTHING }, resolution: answerWith(card) };
  }
  // Without what it would take the place of: that is cancelled when the plan itself is carried out.
  const { confirm: _asked, ref: _replaced, schedule: _later, ...frame } = asked.value.frame;
  const rehearsed: Frame = { ...frame, policy: { ...frame.policy, dryRun: true } };
  const turn = { ...blank, frame: rehearsed, incoming: { ...blank.incoming, text: `dry run: ${asked.value.text}` } };
  const resolution = await COMMANDS["task.create"](turn, services);
  if (resolution.kind !== "plan") return { turn, resolution };
  return { turn, resolution: { kind: "plan", plan: { ...resolution.plan, reasons: [] } } };
}

const NOTHING: Frame = { intent: "execution.show", outcome: "act", spans: [], score: 1, said: [] };
