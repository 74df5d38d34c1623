import type { CardFact } from "../../../core/model/card.ts";
import type { Writer } from "../../../core/store/rows.ts";
import { hashOf } from "../../../core/tasks/plan-hash.ts";
import type { Answer, Plan, Resolution, Turn } from "../turn.ts";
import { type Inverse, withChange } from "../undo-list.ts";

export interface WantedChange {
  /** "Delete T-17 (disk usage)". */
  readonly title: string;
  /** What it depends on; when this changes, a confirmation no longer counts. */
  readonly effect: object;
  readonly reasons: readonly string[];
  readonly facts?: readonly CardFact[];
  readonly turn: Turn;
  /** What takes it back; left out where it changes nothing that anybody would want back. */
  readonly undo?: Inverse;
  readonly act: (writer: Writer) => Promise<Answer>;
}

/** A plan for a change of something that exists: a task, a machine, a run. */
export function changePlan(wanted: WantedChange): Resolution {
  const { title, reasons, facts } = wanted;
  const plan: Plan = {
    hash: hashOf({ title, ...wanted.effect }),
    reasons,
    act: async (writer) => noteUndo(wanted, await wanted.act(writer)),
    readBack: ({ id, note }) => ({
      tone: "question",
      headline: `${title}?`,
      lines: [...(note ? [note] : []), `I ask because ${reasons.join(", and ")}.`, `${id} is valid for 10 min.`],
      ...(facts && { facts }),
      buttons: [
        { label: "Yes", say: `confirm ${id}`, style: "danger" },
        { label: "Cancel", say: `cancel ${id}` },
      ],
      id,
    }),
  };
  return { kind: "plan", plan };
}

/** "undo that" finds it in the conversation, kept in the same unit as the change. */
function noteUndo({ title, turn, undo }: WantedChange, answer: Answer): Answer {
  if (!undo) return answer;
  const change = { what: title, userId: turn.incoming.actor.userId ?? "", at: turn.now, inverse: undo };
  return { ...answer, context: { ...answer.context, changes: withChange(turn.context.changes, change) } };
}
