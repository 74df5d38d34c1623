import type { FreezeDto } from "../../contract/freeze.ts";
import type { StateWords } from "./state-words.ts";

/** What a freeze holds, by the first risk that it bites. */
export const FREEZE_KINDS = [
  ["change", "Changes; looking stays allowed"],
  ["destructive", "Only what can destroy data"],
  ["read", "Everything, looking too"],
] as const;

const HELD: Readonly<Record<FreezeDto["risk"], string>> = {
  change: "no changes",
  destructive: "nothing destructive",
  read: "nothing at all",
};

/** "no changes". */
export function heldWords({ risk }: Pick<FreezeDto, "risk">): string {
  return HELD[risk];
}

/** Whether it holds now, will, or is over. */
export function freezeState(freeze: FreezeDto, now: number): StateWords {
  if (freeze.endedAt !== undefined) return { word: "lifted", tone: "calm", icon: "minus" };
  if (freeze.endsAt !== undefined && freeze.endsAt <= now) return { word: "over", tone: "calm", icon: "check" };
  if (freeze.biting || freeze.startsAt <= now) return { word: "holds", tone: "warn", icon: "pause" };
  return { word: "planned", tone: "busy", icon: "clock" };
}

/** Whether there is still something to lift. */
export function isOpenFreeze({ endedAt, endsAt }: FreezeDto, now: number): boolean {
  return endedAt === undefined && (endsAt === undefined || endsAt > now);
}
