import type { Risk } from "../../core/model/risk.ts";
import type { TargetSelector } from "../../core/model/target.ts";

interface Facts {
  readonly risk: Risk;
  /** A word was corrected or guessed on the way to this meaning. */
  readonly guessed: boolean;
  readonly targets: TargetSelector | undefined;
}

/** Whether a person must say yes first. The one place that decides it; rights and exact machines come later. */
export function mustConfirm({ risk, guessed, targets }: Facts): boolean {
  if (risk === "read") return false;
  if (risk === "destructive" || guessed) return true;
  return targets?.include.some((term) => term === "all" || term === "env:production") === true;
}
