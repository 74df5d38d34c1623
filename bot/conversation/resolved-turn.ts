import type { PendingRow } from "../../core/store/tables/conversation-table.ts";
import type { Resolution, Turn } from "./turn.ts";

/** A turn with what it comes to, and the question that it answers. */
export interface ResolvedTurn {
  readonly turn: Turn;
  readonly resolution: Resolution;
  readonly answered?: {
    readonly row: PendingRow;
    /** "changed": another plan takes its place. */
    readonly as: "yes" | "no" | "changed";
    readonly expired: boolean;
  };
}
