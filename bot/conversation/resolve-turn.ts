import type { Frame } from "../../core/model/frame.ts";
import type { PendingRow } from "../../core/store/tables/conversation-table.ts";
import { saidOfApproval, withdrawsApproval } from "./approval-turn.ts";
import { buttonCommand } from "./button-command.ts";
import { changedPlan } from "./changed-plan.ts";
import { type Choice, chooseQuestion } from "./choose-question.ts";
import { COMMANDS } from "./commands/command-table.ts";
import { setEscalation } from "./commands/set-escalation.ts";
import { settleExecution } from "./commands/settle-execution.ts";
import { dryRunTurn } from "./dry-run-turn.ts";
import { escalationCommand } from "./escalation-command.ts";
import { interpret } from "./interpret.ts";
import { decodeAsked, type QuestionLog } from "./question-log.ts";
import { infoCard, refusalCard } from "./replies/simple-cards.ts";
import { resolveForm } from "./resolve-form.ts";
import type { ResolvedTurn } from "./resolved-turn.ts";
import type { ConversationServices } from "./services.ts";
import { answerWith, type Resolution, type Turn } from "./turn.ts";

const LONGEST_MESSAGE = 2_000;

/** Finds out what a message comes to. Reads, and changes nothing. */
export async function resolveTurn(
  blank: Omit<Turn, "frame">,
  services: ConversationServices,
  questions: QuestionLog,
): Promise<ResolvedTurn> {
  const { incoming } = blank;
  if (incoming.text.length > LONGEST_MESSAGE) return tooLong(blank);
  if (incoming.form) return await resolveForm(blank, incoming.form, services);
  const said = await saidOfApproval(blank, services);
  if (said) return said;
  const escalation = escalationCommand(incoming.text);
  if (escalation) {
    const turn = { ...blank, frame: SETTLE_FRAME };
    return { turn, resolution: await setEscalation(turn, services, escalation) };
  }
  const button = buttonCommand(incoming.text);
  if (button?.kind === "settle") {
    const turn = { ...blank, frame: SETTLE_FRAME };
    return { turn, resolution: settleExecution(turn, services, button) };
  }
  if (button?.kind === "leave") {
    const card = infoCard(`${button.runId} stays as it is`, ["Nothing more is started; its buttons still work."]);
    return { turn: { ...blank, frame: SETTLE_FRAME }, resolution: answerWith(card, { lastRun: button.runId }) };
  }
  if (button?.kind === "dry-run") return await dryRunTurn(blank, services, questions, button.questionId);
  if (button?.kind === "change") {
    const card = infoCard(`What shall be different about ${button.questionId}?`, HOW_TO_CHANGE);
    return { turn: { ...blank, frame: SETTLE_FRAME }, resolution: answerWith(card) };
  }
  const { context, timeZone, now } = blank;
  const mine = blank.open.filter((row) => row.user_id === (incoming.actor.userId ?? ""));
  const catalog = await services.catalog.current();
  const read =
    button?.kind === "frame"
      ? button.frame
      : interpret(services.parse, { incoming, context, mine, catalog, timeZone, now });
  const { sealed } = services;
  const frame = sealed?.sealedFrame(read) ?? read;
  const text = sealed?.withoutSecrets(incoming.text, read) ?? incoming.text;
  const turn: Turn = { ...blank, incoming: { ...incoming, text }, frame };
  const withdrawn = await withdrawsApproval(turn, mine, services);
  if (withdrawn) return withdrawn;
  if (frame.intent === "confirm" || frame.intent === "deny") return await yesOrNo(turn, services, questions);
  if (isTooLate(frame)) return { turn, resolution: answerWith(refusalCard("I can do that only at once", NOT_LATER)) };
  return await changeOrNew(turn, mine, services);
}

/** What was asked for; where that is a change of the plan that waits, the changed plan replaces it. */
async function changeOrNew(
  turn: Turn,
  mine: readonly PendingRow[],
  services: ConversationServices,
): Promise<ResolvedTurn> {
  const { frame, incoming } = turn;
  const changed = changedPlan(frame, incoming.text, mine);
  if (!changed) return { turn, resolution: await COMMANDS[frame.intent](turn, services) };
  const text = `${changed.asked.text}, ${incoming.text}`;
  const again: Turn = { ...turn, frame: withGuesses(frame, changed.asked.frame), incoming: { ...incoming, text } };
  const resolution = await COMMANDS[frame.intent](again, services);
  if (resolution.kind !== "plan") return { turn: again, resolution };
  return { turn: again, resolution, answered: { row: changed.row, as: "changed", expired: false } };
}

/** What was guessed of the plan is still guessed when another part of it changes, and still asked about. */
function withGuesses(frame: Frame, before: Frame): Frame {
  const assumed = [...new Set([...(before.assumed ?? []), ...(frame.assumed ?? [])])];
  return {
    ...frame,
    said: [...new Set([...before.said, ...frame.said])],
    ...(assumed.length > 0 && { assumed }),
    ...(before.confirm && { confirm: true }),
  };
}

/** A time was said beside something that has none: done now, it would be done at the wrong time. */
const isTooLate = ({ intent, outcome, clarify }: Frame): boolean =>
  outcome === "clarify" && clarify === "schedule" && intent !== "task.create" && intent !== "task.update";
const NOT_LATER = ["Nothing was done. Say it again when it shall happen, without a time."];

const HOW_TO_CHANGE = [
  'Say just that, for example "on web-1 instead", "leave web-2 out", "at 9pm", "retry twice".',
  "The plan is read back again before anything starts.",
];
const SETTLE_FRAME = { intent: "execution.show", outcome: "act", spans: [], score: 1, said: [] } as const;

function tooLong(blank: Omit<Turn, "frame">): ResolvedTurn {
  const frame = { intent: "out_of_scope", outcome: "act", spans: [], score: 0, said: [] } as const;
  const length = blank.incoming.text.length;
  const card = refusalCard(`That message has ${length} characters; I read at most ${LONGEST_MESSAGE}`, [
    "Nothing was started. Say it in fewer words, or put long content into a file on the machine.",
  ]);
  return { turn: { ...blank, frame }, resolution: answerWith(card) };
}

async function yesOrNo(turn: Turn, services: ConversationServices, questions: QuestionLog): Promise<ResolvedTurn> {
  const { incoming, conversationId, open, now, frame } = turn;
  const ref = /\bP-\d{1,15}\b/i.exec(incoming.text)?.[0].toUpperCase();
  const named = ref === undefined ? undefined : await questions.get(ref);
  const other = /\b[A-OQ-Z]-\d{1,15}\b/i.exec(incoming.text)?.[0].toUpperCase();
  if (ref === undefined && other !== undefined && !isMachine(other, services)) {
    return { turn, resolution: answerWith(refusalCard(`${other} is no question that I asked`, NOT_TAKEN)) };
  }
  const userId = incoming.actor.userId ?? "";
  const choice = chooseQuestion({ userId, ref, named, conversationId, open, now });
  if (choice.kind !== "one") return { turn, resolution: explainChoice(choice, frame.intent === "confirm") };
  const { row, expired } = choice;
  if (frame.intent === "deny") {
    const card = infoCard("Cancelled. Nothing was started.", [], { id: row.id });
    return { turn, resolution: answerWith(card), answered: { row, as: "no", expired } };
  }
  const asked = decodeAsked(row);
  if (!asked.ok) throw new Error(`question ${row.id} cannot be read: ${asked.problem}`);
  const again: Turn = { ...turn, frame: asked.value.frame, incoming: { ...incoming, text: asked.value.text } };
  const resolution = await COMMANDS[again.frame.intent](again, services);
  return { turn: again, resolution, answered: { row, as: "yes", expired } };
}

/** A yes that names something else is no yes to what happens to be open. */
const NOT_TAKEN = ["Nothing was started. Say yes, or the id of the question, which begins with P-."];

/** "yes, on R-2" where a machine is called that is an answer about the machine. */
function isMachine(name: string, { machines }: ConversationServices): boolean {
  return machines.all().some((machine) => machine.name.toUpperCase() === name);
}

function explainChoice(choice: Exclude<Choice, { readonly kind: "one" }>, yes: boolean): Resolution {
  switch (choice.kind) {
    case "none":
      return answerWith(infoCard("There is nothing open that I could take this as an answer to"));
    case "unknown":
      return answerWith(
        refusalCard(`There is no question ${choice.id} in this conversation`, ["Nothing was started."]),
      );
    case "closed":
      return answerWith(infoCard(`${choice.id} is ${closedWords(choice.state)}`, ["Nothing was started by this."]));
    case "not-yours": {
      const why = "Only the person who asked for it can answer it. Nothing was started.";
      return answerWith(refusalCard(`${choice.id} is not yours to answer`, [why]));
    }
    default:
      return whichOne(choice.rows, yes);
  }
}

function closedWords(state: string): string {
  if (state === "used") return "already answered";
  if (state === "expired") return "no longer open";
  return state === "cancelled" ? "cancelled" : "replaced by a newer plan";
}

function whichOne(rows: readonly PendingRow[], yes: boolean): Resolution {
  const verb = yes ? "confirm" : "cancel";
  const buttons = rows.slice(-5).map((row) => {
    const asked = decodeAsked(row);
    const about = asked.ok ? `: ${asked.value.text.slice(0, 60)}` : "";
    return { label: `${yes ? "Run" : "Cancel"} ${row.id}${about}`, say: `${verb} ${row.id}` };
  });
  const card = infoCard(`${rows.length} plans wait for an answer. Which one?`, ["Nothing was started."], { buttons });
  return answerWith({ ...card, tone: "question" });
}
