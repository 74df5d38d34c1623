import { dayAndTime } from "../kernel/say-instant.ts";
import type { Agent } from "../model/agent.ts";
import type { Freeze } from "../model/freeze.ts";
import { resolveTargets } from "../model/resolve-targets.ts";
import { isAtMost, type Risk } from "../model/risk.ts";

/** A freeze that bites, and those of the wanted machines that it holds. */
export interface Frozen {
  readonly freeze: Freeze;
  readonly machines: readonly Agent[];
}

interface Wanted {
  readonly risk: Risk;
  /** The machines that something would start on. */
  readonly chosen: readonly Agent[];
  /** All that a freeze may mean. */
  readonly all: readonly Agent[];
  readonly now: number;
}

/** Whether it holds anything at this moment. */
export function isBiting(freeze: Freeze, now: number): boolean {
  const { startsAt, endsAt = Number.POSITIVE_INFINITY, endedAt } = freeze;
  return endedAt === undefined && startsAt <= now && now < endsAt;
}

/** Which freezes stand in the way. The machines of a freeze are looked up now: one that joined later counts too. Pure. */
export function findFrozen(freezes: readonly Freeze[], { risk, chosen, all, now }: Wanted): readonly Frozen[] {
  return freezes.flatMap((freeze) => {
    if (!isBiting(freeze, now) || !isAtMost(freeze.risk, risk)) return [];
    const held = new Set<string>(resolveTargets(freeze.targets, all).machines.map((machine) => machine.id));
    const machines = chosen.filter((machine) => held.has(machine.id));
    return machines.length > 0 ? [{ freeze, machines }] : [];
  });
}

/** "Blocked by freeze F-3 until Mon 23 Nov 08:00 (release week; by olga) on web-1, web-2." */
export function sayFrozen({ freeze, machines }: Frozen, timeZone: string, now: number): string {
  const names = machines.slice(0, 5).map((machine) => machine.name);
  const more = machines.length > names.length ? ` and ${machines.length - names.length} more` : "";
  return `Blocked by freeze ${freeze.id} ${sayEnd(freeze, timeZone, now)} on ${names.join(", ")}${more}.`;
}

function sayEnd({ endsAt, reason, byName }: Freeze, timeZone: string, now: number): string {
  const end =
    endsAt === undefined ? "until somebody ends it" : `until ${dayAndTime(endsAt, timeZone, now)} ${timeZone}`;
  return `${end} (${reason === "" ? "no reason given" : reason}; by ${byName})`;
}
