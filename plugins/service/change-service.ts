import { setTimeout as pause } from "node:timers/promises";
import { systemClock } from "../../core/kernel/clock.ts";
import { failure } from "../../core/plugin-api/answers.ts";
import type { ActionHandler } from "../../core/plugin-api/define-plugin.ts";
import { answerChange } from "./answer-service.ts";
import { findManager } from "./find-manager.ts";
import type { ServiceManager, Verb } from "./service-state.ts";

/** A service that dies at once is only seen by looking again. */
const SETTLE_MS = 500;
const MOST_LOOKS = 20;

/** The handler of a change: state before, the change, and whether it lasted. */
export function changeService(verb: Verb): ActionHandler {
  return async ({ params, signal, log }) => {
    const { service } = params as { service: string };
    const found = await findManager(service, signal);
    if ("problem" in found) return failure(found.problem);
    const before = await found.manager.status(service);
    if (!before.ok) return failure(before.problem);
    log(`${service} is ${before.state.state}; ${verb} requested`);
    const changed = await found.manager.change(verb, service);
    if (!changed.ok) return failure(changed.problem, { service, previousState: before.state.state });
    const after = await settled(found.manager, service, signal);
    if (!after.ok) return failure(after.problem);
    return answerChange(verb, before.state, after.state, systemClock.now());
  };
}

async function settled(
  manager: ServiceManager,
  service: string,
  signal: AbortSignal,
): ReturnType<ServiceManager["status"]> {
  for (let looks = 1; ; looks += 1) {
    await pause(SETTLE_MS, undefined, { signal });
    const now = await manager.status(service);
    const moving = now.ok && ["activating", "deactivating", "reloading"].includes(now.state.state);
    if (!moving || looks === MOST_LOOKS) return now;
  }
}
