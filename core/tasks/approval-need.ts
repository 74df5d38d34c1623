import type { Agent } from "../model/agent.ts";
import type { ApprovalNeed, Protection } from "../model/approval.ts";
import { resolveTargets } from "../model/resolve-targets.ts";
import { isAtMost, type Risk, riskiest } from "../model/risk.ts";
import { targetTerm } from "../model/target.ts";

/** What is known of who must be asked, at this moment. */
export interface ApprovalRules {
  readonly protections: readonly Protection[];
  /** The installation wants a second person for what can destroy, and for changes on many machines. */
  readonly secondPerson: boolean;
  /** Users who may say yes to others. */
  readonly approverIds: readonly string[];
}

export const NO_APPROVAL_RULES: ApprovalRules = { protections: [], secondPerson: false, approverIds: [] };

interface Part {
  readonly risk: Risk;
  /** All that it may touch, also those that `pick` leaves out for now. */
  readonly machines: readonly Agent[];
}

interface Situation {
  readonly askerId: string | undefined;
  readonly rules: ApprovalRules;
  /** The first action and the steps that may follow. */
  readonly parts: readonly Part[];
  /** All that a protection may mean. */
  readonly all: readonly Agent[];
  /** It only says what it would do. */
  readonly isDryRun: boolean;
}

/** A change of more machines than this wants a second person, where the installation wants one at all. */
const MANY_MACHINES = 20;
const NAMED = 5;

/**
 * Why somebody else must say yes to what the role itself would allow; undefined: nobody need. The rule of the second
 * person does not bite where there is none who could say yes, so that a team of one is not locked out; a protected place
 * bites always, because somebody marked it on purpose. Pure.
 */
export function approvalNeed({ askerId, rules, parts, all, isDryRun }: Situation): ApprovalNeed | undefined {
  if (isDryRun) return undefined;
  const held = rules.protections.flatMap((protection) => heldBy(protection, parts, all));
  const second = rules.secondPerson && rules.approverIds.some((id) => id !== askerId) ? secondPerson(parts) : [];
  const reasons = [...held.map(({ reason }) => reason), ...second];
  if (reasons.length === 0) return undefined;
  const names = [...held.map(({ id }) => `protected-${id}`), ...(second.length > 0 ? ["second-person"] : [])];
  return { rule: names.join("+"), reasons };
}

function heldBy({ id, risk, targets }: Protection, parts: readonly Part[], all: readonly Agent[]) {
  const protectedMachines = new Set(resolveTargets(targets, all).machines);
  const touched = parts
    .filter((part) => isAtMost(risk, part.risk))
    .flatMap(({ machines }) => machines.filter((machine) => protectedMachines.has(machine)));
  const names = [...new Set(touched.map(({ name }) => name))];
  if (names.length === 0) return [];
  const place = sayPlace(targets.include);
  const named = `(${sayNames(names)}; ${id})`;
  if (risk !== "destructive") return [{ id, reason: `changes on ${place} need approval ${named}` }];
  return [{ id, reason: `whatever can destroy something on ${place} needs approval ${named}` }];
}

function secondPerson(parts: readonly Part[]): readonly string[] {
  const changing = parts.filter(({ risk }) => risk !== "read");
  const touched = new Set(changing.flatMap(({ machines }) => machines));
  if (riskiest(parts.map(({ risk }) => risk)) === "destructive") {
    return ["it can destroy something, and a second person must agree to that here"];
  }
  return touched.size > MANY_MACHINES
    ? [`it changes ${touched.size} machines, and a second person must agree to more than ${MANY_MACHINES} here`]
    : [];
}

/** "env:production, label:db" as people say it. Pure. */
export function sayPlace(terms: readonly string[]): string {
  return terms.map((term) => targetTerm(term)?.value || term).join(", ");
}

function sayNames(names: readonly string[]): string {
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  return `${names.slice(0, NAMED).join(", ")}${more}`;
}
