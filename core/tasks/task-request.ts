import type { Rollout } from "../executions/rollout.ts";
import type { Frozen } from "../freezes/find-frozen.ts";
import type { JsonObject } from "../kernel/json.ts";
import type { Agent } from "../model/agent.ts";
import type { SaidCondition } from "../model/condition.ts";
import type { FrameStep } from "../model/frame.ts";
import type { Access } from "../model/permission.ts";
import type { Policy } from "../model/policy.ts";
import type { Risk } from "../model/risk.ts";
import type { FrozenMachine } from "../model/run-step.ts";
import type { Schedule } from "../model/schedule.ts";
import type { TargetSelector } from "../model/target.ts";
import type { ActionManifest } from "../plugin-api/manifest.ts";

/** What somebody wants done. Without a schedule it runs once, now. */
export interface TaskRequest {
  readonly name?: string;
  readonly action: string;
  readonly params: JsonObject;
  readonly targets: TargetSelector;
  readonly schedule?: Schedule;
  readonly policy: Policy;
  readonly then: readonly FrameStep[];
  /** Exactly these machines, whatever their labels say now; `targets` then only tells where they came from. */
  readonly machines?: readonly FrozenMachine[];
  /** The sentence, or empty. */
  readonly text: string;
  readonly conversationId?: string;
}

/** A step that may follow. */
export interface StepPreview {
  readonly step: FrameStep;
  readonly action: ActionManifest;
  readonly pluginDigest: string;
  readonly risk: Risk;
  /** Undefined: where the run before it ran. */
  readonly machines: readonly Agent[] | undefined;
  /** What the run before must have answered. */
  readonly condition?: SaidCondition;
}

/** What a request would do if it were made now. Reading it changes nothing. */
export interface TaskPreview {
  readonly request: TaskRequest;
  readonly action: ActionManifest;
  readonly pluginDigest: string;
  /** The riskiest of it and the steps that may follow: what decides about rights and confirmation. */
  readonly risk: Risk;
  /** Of the first action alone. */
  readonly ownRisk: Risk;
  /** Exactly the machines a run made now would have, before `pick` chooses among them. */
  readonly machines: readonly Agent[];
  /** Those of them that it would run on, in their order. */
  readonly order: readonly Agent[];
  /** How they would have their turns; undefined: all together. */
  readonly rollout: Rollout | undefined;
  readonly steps: readonly StepPreview[];
  /** Those of them that are not connected. */
  readonly offline: readonly Agent[];
  /** Target terms that name nothing. */
  readonly unmatched: readonly string[];
  readonly access: Access;
  /** Freezes that hold some of the machines now; each with the sentence that is in `problems` where it would run now. */
  readonly frozen: readonly (Frozen & { readonly problem: string })[];
  /** Up to three, epoch ms. */
  readonly nextRuns: readonly number[];
  /** Whole sentences; with any of these `create` refuses. */
  readonly problems: readonly string[];
}
