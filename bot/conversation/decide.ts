import type { Frame } from "../../core/model/frame.ts";
import type { Answer, Plan, Resolution } from "./turn.ts";

export type Decision =
  | { readonly kind: "silent" }
  | { readonly kind: "answer"; readonly answer: Answer }
  | Extract<Resolution, { readonly kind: "refuse" | "ask" }>
  | { readonly kind: "confirm"; readonly plan: Plan; readonly note?: string }
  | { readonly kind: "do"; readonly plan: Plan };

interface Situation {
  readonly outcome: Frame["outcome"];
  readonly addressed: boolean;
  readonly resolution: Resolution;
  /** Said so long ago that the person may have done something else since: what they are told then. */
  readonly late?: string;
  /** The question that a person has just said yes to. */
  readonly confirmed?: { readonly id: string; readonly planHash: string; readonly expired: boolean };
}

/** May it go ahead? A yes counts for the plan that was shown and for no other. Pure. */
export function decide({ outcome, addressed, resolution, late, confirmed }: Situation): Decision {
  if (outcome === "ignore" && !addressed) return { kind: "silent" };
  if (resolution.kind !== "plan") return resolution;
  const { plan } = resolution;
  if (!confirmed && late !== undefined) return { kind: "confirm", plan, note: late };
  if (!confirmed) return plan.reasons.length > 0 ? { kind: "confirm", plan } : { kind: "do", plan };
  if (confirmed.expired) {
    return { kind: "confirm", plan, note: `${confirmed.id} has expired. This is the plan as of now.` };
  }
  if (confirmed.planHash === plan.hash) return { kind: "do", plan };
  return { kind: "confirm", plan, note: `Something has changed since ${confirmed.id}. This is the plan as of now.` };
}
