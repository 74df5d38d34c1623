import { durationToMs } from "../kernel/duration.ts";
import type { CountOrPercent, Policy } from "../model/policy.ts";

/** What is wrong with a policy, as whole sentences. Pure. */
export function policyProblems(policy: Omit<Policy, "check">): readonly string[] {
  const problems: string[] = [];
  const { retries = 0, pick, concurrency, canary, stopAfter } = policy;
  if (!Number.isInteger(retries) || retries < 0 || retries > 10) {
    problems.push(`From 0 to 10 retries are possible, not ${retries}.`);
  }
  for (const [name, amount] of [["pick", pick] as const, ["concurrency", concurrency] as const]) {
    if (amount === undefined || isAmount(amount, 1)) continue;
    problems.push(`${name} must be a number of machines from 1, or a share such as 25% (got ${amount}).`);
  }
  if (canary !== undefined && !isAmount(canary, 1)) {
    problems.push(`canary must be a number of machines from 1 (got ${canary}).`);
  }
  if (stopAfter !== undefined && !isAmount(stopAfter, 0)) {
    problems.push(`stopAfter must be a number of failures from 0, or a share such as 10% (got ${stopAfter}).`);
  }
  for (const name of ["timeout", "retryDelay", "stagger"] as const) {
    const duration = policy[name];
    if (duration !== undefined && !durationToMs(duration)) {
      problems.push(`${name} must be a duration longer than zero such as PT30S (got ${duration}).`);
    }
  }
  return problems;
}

/** A run of no machine at all would never end. */
function isAmount(amount: CountOrPercent, least: number): boolean {
  if (typeof amount === "number") return Number.isInteger(amount) && amount >= least;
  const percent = /^(\d{1,3})%$/.exec(amount)?.[1];
  return percent !== undefined && Number(percent) >= least && Number(percent) <= 100;
}
