import type { Card, CardButton } from "../../../core/model/card.ts";
import type { Task } from "../../../core/model/task.ts";
import type { ActionManifest } from "../../../core/plugin-api/manifest.ts";
import { sayDayAndTime } from "../local-time.ts";
import { sayTaskStep } from "./say-chain.ts";
import { sayMachines } from "./say-machines.ts";
import { sayParams } from "./say-params.ts";
import { sayPolicy } from "./say-policy.ts";
import { sayRolloutPolicy } from "./say-rollout.ts";

export interface TaskView {
  readonly task: Task;
  readonly action: ActionManifest | undefined;
  /** Machines that the target means today. */
  readonly machines: readonly string[];
  /** The schedule in words; undefined: it ran once, when it was made. */
  readonly when: string | undefined;
  readonly nextRuns: readonly number[];
  /** How the last run ended, as words. */
  readonly last: string | undefined;
  readonly assumed?: readonly string[];
  readonly timeZone: string;
  readonly now: number;
}

/** What a task is, and when it runs next. Pure. */
export function taskCard(view: TaskView): Card {
  const { task, action, machines, nextRuns, now, timeZone, when } = view;
  const next = nextRuns.map((at) => sayDayAndTime(at, timeZone, now)).join(" · ");
  const title = action?.title ?? task.action;
  const rollout = sayRolloutPolicy(task.policy);
  return {
    tone: task.state === "active" ? "success" : "info",
    headline: headlineOf(task, title, when),
    lines: [],
    facts: [
      { name: "What", value: `${title} (${task.action})` },
      ...(action ? sayParams(action, task.params) : []),
      { name: "Where", value: `${sayMachines(machines)}${when ? ", looked up again at each run" : ""}` },
      { name: "When", value: when ?? "once, when it was asked for" },
      ...(task.state === "active" && next !== "" ? [{ name: "Next", value: `${next} (${timeZone})` }] : []),
      ...(rollout === undefined ? [] : [{ name: "Order", value: rollout }]),
      ...task.then.map((step) => ({ name: "Then", value: sayTaskStep(step) })),
      ...(action ? [{ name: "How", value: sayPolicy(task.policy, action, when !== undefined) }] : []),
      ...(when ? [{ name: "Results", value: sayPosting(task, action) }] : []),
      ...(view.last ? [{ name: "Last", value: view.last }] : []),
    ],
    ...(view.assumed && view.assumed.length > 0 && { assumed: view.assumed }),
    buttons: buttonsOf(task),
    id: task.id,
    link: `/tasks/${task.id}`,
  };
}

function headlineOf(task: Task, title: string, when: string | undefined): string {
  if (task.state === "active") return `Scheduled: ${title}${when ? `, ${when}` : ""}`;
  return `${title}: ${task.state}`;
}

function sayPosting(task: Task, action: ActionManifest | undefined): string {
  const on = task.policy.notify?.[0]?.on;
  if (on) return `posted here on ${on}`;
  return action?.risk === "read" ? "posted here when something needs attention, and the first time" : "posted here";
}

function buttonsOf(task: Task): readonly CardButton[] {
  const run: CardButton = { label: "Run now", say: `run ${task.id} now` };
  if (task.state === "active") {
    const pause = { label: "Pause", say: `pause ${task.id}` };
    return [run, pause, { label: "Cancel", say: `cancel ${task.id}`, style: "danger" }];
  }
  if (task.state === "paused") {
    const cancel: CardButton = { label: "Cancel", say: `cancel ${task.id}`, style: "danger" };
    return [{ label: "Resume", say: `resume ${task.id}`, style: "primary" }, run, cancel];
  }
  return [{ label: "Run again", say: `run ${task.id} now` }];
}
