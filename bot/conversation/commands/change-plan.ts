import type { CardFact } from "../../../core/model/card.ts";
import type { Writer } from "../../../core/store/rows.ts";
import { planHash } from "../plan-hash.ts";
import type { Answer, Plan, Resolution } from "../turn.ts";

export interface WantedChange {
  /** "Delete T-17 (disk usage)". */
  readonly title: string;
  /** What it depends on; when this changes, a confirmation no longer counts. */
  readonly effect: object;
  readonly reasons: readonly string[];
  readonly facts?: readonly CardFact[];
  readonly act: (writer: Writer) => Promise<Answer>;
}

/** A plan for a change of something that exists: a task, a machine, a run. */
export function changePlan(wanted: WantedChange): Resolution {
  const { title, reasons, facts, act } = wanted;
  const plan: Plan = {
    hash: planHash({ title, ...wanted.effect }),
    reasons,
    act,
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
