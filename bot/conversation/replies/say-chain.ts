import { type SaidCondition, sayCondition } from "../../../core/model/condition.ts";
import type { FrameStep } from "../../../core/model/frame.ts";
import type { Run } from "../../../core/model/run.ts";
import { hideSealed } from "../../../core/secrets/hide-sealed.ts";
import type { StepPreview } from "../../../core/tasks/task-request.ts";
import type { ChainLink } from "./run-view.ts";
import { sayWhere } from "./say-machines.ts";

const WHEN = { success: "if that works", failure: "if that fails", always: "in any case" } as const;

/** "if that works, Restart a service (service.restart) on the same machines", one for each step. Pure. */
export function sayStep({ step, action, condition, machines }: StepPreview): string {
  const params = Object.entries(step.params).map(([name, value]) => {
    const isSecret = action.params.properties[name]?.["x-secret"] === true;
    return `${name}=${isSecret ? "(secret)" : String(value)}`;
  });
  const what = [action.name, ...params].join(" ");
  const where = machines ? sayWhere(machines.map((machine) => machine.name)) : "the same machines";
  return `${whenOf(step.when, condition)}, ${action.title} (${what}) on ${where}`;
}

/** The same of a step of a task, whose machines are looked up again at each run. Pure. */
export function sayTaskStep({ action, if: condition, params, targets, when }: FrameStep): string {
  const said = Object.entries(params).map(([name, value]) => `${name}=${String(hideSealed(value))}`);
  const where = targets && targets.include.length > 0 ? targets.include.join(", ") : "the same machines";
  const asked = condition && { ...condition, title: condition.field, unit: "" };
  return `${whenOf(when, asked)}, ${[action, ...said].join(" ")} on ${where}`;
}

/** One line for each step of a chain, with how far it is. Pure. */
export function chainLines(links: readonly ChainLink[]): readonly string[] {
  const lastMade = Math.max(...links.filter((link) => link.run).map((link) => link.step));
  const last = links.find((link) => link.step === lastMade)?.run;
  const next = last?.nextStep;
  const over = last !== undefined && next === undefined && last.state !== "running" && last.state !== "unknown";
  return links.map((link) => {
    const condition = link.when === undefined ? "" : `${whenOf(link.when, link.condition)}, `;
    return `${link.step + 1}. ${condition}${link.title}: ${fateOf(link, next ?? lastMade, over)}`;
  });
}

/** "if that works and disk use is over 90 %". */
function whenOf(when: FrameStep["when"], condition: SaidCondition | undefined): string {
  if (!condition) return WHEN[when];
  return when === "success" ? `if ${sayCondition(condition)}` : `${WHEN[when]}, and if ${sayCondition(condition)}`;
}

function fateOf({ condition, notOn, run, step }: ChainLink, reached: number, over: boolean): string {
  if (run?.state === "skipped" && condition) return `${plainReason(run)} (${run.id})`;
  const not = notOn === undefined ? "" : `; not on ${notOn}`;
  if (run) return `${run.state === "unknown" ? "not known how it ended" : run.state} (${run.id})${not}`;
  if (step < reached) return "not needed";
  return over ? "not run" : "to come";
}

/** "not run: disk use was 41 %, asked for over 90 %": a sentence as a part of a line. */
const plainReason = ({ reason = "skipped" }: Pick<Run, "reason">): string =>
  `${reason.charAt(0).toLowerCase()}${reason.slice(1)}`.replace(/\.$/, "");
