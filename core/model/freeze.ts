import type { FreezeId, UserId } from "./ids.ts";
import type { Risk } from "./risk.ts";
import type { TargetSelector } from "./target.ts";

/** "No changes on production until Monday 08:00": what is at least this risky does not start on these machines. */
export interface Freeze {
  readonly id: FreezeId;
  readonly targets: TargetSelector;
  /** From which risk on it bites: `change` leaves looking allowed. */
  readonly risk: Risk;
  readonly startsAt: number;
  /** Exclusive; undefined: until somebody ends it. */
  readonly endsAt: number | undefined;
  readonly reason: string;
  readonly byId: UserId;
  readonly byName: string;
  readonly createdAt: number;
  /** When somebody ended it before its time. */
  readonly endedAt: number | undefined;
  readonly endedByName: string | undefined;
}
