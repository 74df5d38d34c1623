import type { Intent } from "../../core/model/frame.ts";

/** Sentences that steer Octopus itself. Same phrase language as the manifests; holes: see control-holes.ts. */
export interface ControlRule {
  readonly intent: Intent;
  readonly phrases: readonly string[];
  /** Fixed status of the question: "what failed" asks for failed ones. */
  readonly status?: string;
  /** Only as the whole message; anything besides makes it something else. */
  readonly whole?: true;
}
