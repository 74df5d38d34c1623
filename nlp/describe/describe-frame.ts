import type { Json, JsonObject } from "../../core/kernel/json.ts";
import type { Comparison, StepCondition } from "../../core/model/condition.ts";
import type { Frame, FrameStep } from "../../core/model/frame.ts";
import type { Policy } from "../../core/model/policy.ts";
import type { ActionManifest } from "../../core/plugin-api/manifest.ts";
import { describeControl } from "./describe-control.ts";
import { describePolicy } from "./describe-policy.ts";
import { describeSchedule } from "./describe-schedule.ts";
import { describeTarget } from "./describe-target.ts";
import { fillPhrase } from "./fill-phrase.ts";

/**
 * What a message means, as one plain sentence that means the same frame again: requests for work, and everything that asks
 * or steers. Undefined where no phrase says it, and for talk that means nothing here.
 */
export function describeFrame(frame: Frame, actions: readonly ActionManifest[]): string | undefined {
  if (frame.intent === "run.list")
    return describeControl(frame, describeAction(frame.action, frame.params ?? {}, actions));
  const work = frame.action === undefined ? undefined : describeWork(frame, actions);
  return frame.intent === "task.create" ? work : describeControl(frame, work);
}

/** The work of a frame: what, where, when, how and what follows. */
function describeWork(frame: Frame, actions: readonly ActionManifest[]): string | undefined {
  const what = describeAction(frame.action, frame.params ?? {}, actions, missingOf(frame, actions));
  if (what === undefined) return undefined;
  const { pick, ...policy } = frame.policy ?? {};
  const where = frame.targets ? describeTarget(frame.targets, pick) : "";
  const place = [what, where].filter((part) => part !== "").join(" ");
  const time = frame.schedule ? describeSchedule(frame.schedule) : "";
  const how = describeHow(policy, actions);
  if (how === undefined) return undefined;
  const when = [time !== "" && COUNTED.test(place) ? `${place},` : place, time].filter((part) => part !== "").join(" ");
  const first = how === "" ? when : `${when}, ${how}`;
  const steps = (frame.then ?? []).map((step) => describeStep(step, actions));
  if (steps.includes(undefined)) return undefined;
  // A comma would join "notify me if it fails" to what follows it.
  return [first, ...steps].join(how === "" ? ", " : "; ");
}

function describeHow({ check, ...policy }: Policy, actions: readonly ActionManifest[]): string | undefined {
  const how = describePolicy(policy);
  const looks = check && describeAction(check.action, check.params ?? {}, actions);
  if (!check) return how;
  return looks === undefined ? undefined : [how, `${looks} in between`].filter((part) => part !== "").join(", ");
}

/** "ping it 4 times every day" would be four times a day. */
const COUNTED = / times?$/;

const LEAD = { success: "then", failure: "if it fails", always: "whatever the result" } as const;

function describeStep(step: FrameStep, actions: readonly ActionManifest[]): string | undefined {
  const what = describeAction(step.action, step.params, actions);
  if (what === undefined) return undefined;
  const lead = step.if ? describeCondition(step.if, actions) : LEAD[step.when];
  if (lead === undefined || (step.if && step.when !== "success")) return undefined;
  return [lead, what, step.targets ? describeTarget(step.targets) : ""].filter((part) => part !== "").join(" ");
}

const COMPARED: Partial<Record<Comparison, string>> = {
  over: "over",
  "at-least": "at least",
  under: "under",
  "at-most": "at most",
};

/** "if the disk use is over 90%," */
function describeCondition(
  { field, is, value }: StepCondition,
  actions: readonly ActionManifest[],
): string | undefined {
  const measure = actions.flatMap(({ measures = [] }) => measures).find((one) => one.field === field);
  const compared = COMPARED[is];
  if (!measure || compared === undefined || typeof value !== "number") return undefined;
  const unit = measure.unit === "%" ? "%" : measure.unit === "ms" ? " ms" : "";
  return `if the ${measure.title} is ${compared} ${value}${unit},`;
}

/** The parameter that is still to be asked for: "restart the service on web-1". */
function missingOf({ outcome, clarify, action }: Frame, actions: readonly ActionManifest[]): string | undefined {
  const asked = outcome === "clarify" ? clarify : undefined;
  const { properties = {} } = actions.find(({ name }) => name === action)?.params ?? {};
  return asked !== undefined && asked in properties ? asked : undefined;
}

/** The action in the words of its own manifest; for `missing` stands its noun. */
export function describeAction(
  name: string | undefined,
  params: JsonObject,
  actions: readonly ActionManifest[],
  missing?: string,
): string | undefined {
  const action = actions.find((one) => one.name === name);
  if (!action) return undefined;
  const said = Object.entries(params).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return fillPhrase(action, Object.fromEntries(said), missing);
}
