import type { Card, CardFact } from "../../../core/model/card.ts";
import { canRehearse } from "../../../core/plugin-api/unmet-needs.ts";
import type { TaskPreview } from "../../../core/tasks/task-request.ts";
import { sayDayAndTime } from "../local-time.ts";
import { sayStep } from "./say-chain.ts";
import { sayMachines, sayWhere } from "./say-machines.ts";
import { sayParams } from "./say-params.ts";
import { sayPolicy } from "./say-policy.ts";
import { rolloutFacts } from "./say-rollout.ts";

export interface PlanView {
  readonly preview: TaskPreview;
  /** The schedule in words; undefined: now. */
  readonly when: string | undefined;
  readonly reasons: readonly string[];
  readonly assumed: readonly string[];
  readonly timeZone: string;
  readonly now: number;
}

/** Read-back of what would happen, with the buttons that let it happen. Pure. */
export function planCard(view: PlanView, question: { readonly id: string; readonly note?: string }): Card {
  const { preview, reasons } = view;
  const names = preview.machines.map((machine) => machine.name);
  const offline = preview.offline.map((machine) => machine.name);
  const verb = preview.request.schedule ? "Schedule" : "Run";
  return {
    tone: "question",
    headline: `${verb} "${preview.action.title}" on ${sayWhere(names)}?`,
    lines: [
      ...(question.note ? [question.note] : []),
      ...(reasons.length > 0 ? [`I ask because ${reasons.join(", and ")}.`] : []),
      ...(offline.length > 0 ? [sayOffline(offline, preview.rollout !== undefined)] : []),
      `${question.id} is valid for 10 min.`,
    ],
    facts: planFacts(view),
    ...(view.assumed.length > 0 && { assumed: view.assumed }),
    buttons: [
      { label: verb, say: `confirm ${question.id}`, style: preview.risk === "destructive" ? "danger" : "primary" },
      ...(offersRehearsal(preview) ? [{ label: "Dry run", say: `dry run ${question.id}` }] : []),
      { label: "Change", say: `change ${question.id}` },
      { label: "Cancel", say: `cancel ${question.id}` },
    ],
    id: question.id,
  };
}

/** Where every action of it can say what it would do without doing it, and that is of use. */
function offersRehearsal({ action, request, risk, steps }: TaskPreview): boolean {
  if (request.policy.dryRun === true || risk === "read") return false;
  const all = [action, ...steps.map((step) => step.action)];
  return all.some(({ dryRun }) => dryRun === true) && all.every(canRehearse);
}

function sayOffline(names: readonly string[], inBatches: boolean): string {
  const last = inBatches ? " Their turn comes last; who is not back by then is listed as not run." : "";
  return `Not connected at the moment: ${names.join(", ")}.${last}`;
}

/** What, where, when, how, how risky. */
export function planFacts(view: PlanView): readonly CardFact[] {
  const { preview, when, timeZone, now } = view;
  const { request, action } = preview;
  const names = preview.order.map((machine) => machine.name);
  const next = preview.nextRuns.map((at) => sayDayAndTime(at, timeZone, now)).join(" · ");
  return [
    { name: "What", value: `${action.title} (${action.name})` },
    ...sayParams(action, request.params),
    { name: "Where", value: sayMachines(preview.machines.map((machine) => machine.name)) },
    ...(preview.rollout ? rolloutFacts(preview.rollout, names, request.policy) : []),
    ...preview.steps.map((step) => ({ name: "Then", value: sayStep(step) })),
    { name: "When", value: when ?? "now" },
    ...(next === "" ? [] : [{ name: "Next", value: `${next} (${timeZone})` }]),
    { name: "How", value: sayPolicy(request.policy, action, request.schedule !== undefined) },
    { name: "Risk", value: preview.risk },
  ];
}
