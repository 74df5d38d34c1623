import { setTimeout as pause } from "node:timers/promises";
import { systemClock } from "../../core/kernel/clock.ts";
import type { ActionResponse } from "../../core/model/action-response.ts";
import { cleanLine, lastingFailure } from "../../core/plugin-api/answers.ts";
import type { ActionHandler } from "../../core/plugin-api/define-plugin.ts";
import { answerChange } from "./answer-service.ts";
import { findManager } from "./find-manager.ts";
import { refused } from "./refused.ts";
import type { ServiceManager, Verb } from "./service-state.ts";

/** A service that dies at once is only seen by looking again. */
const SETTLE_MS = 500;
const MOST_LOOKS = 20;
/** One that ends and is started again by its manager looks well between two deaths: after this it is looked at once more. */
const STAYS_UP_MS = 1500;

/** The handler of a change: state before, the change, and whether it lasted. */
export function changeService(verb: Verb): ActionHandler {
  return async ({ params, signal, log }) => {
    const { service } = params as { service: string };
    const found = await findManager(service, signal);
    if ("problem" in found) return lastingFailure("missing", found.problem);
    const { manager } = found;
    const before = await manager.status(service);
    if (!before.ok) return refused(before.refusal);
    log(`${service} is ${before.state.state}; ${verb} requested`);
    const changed = await manager.change(verb, service);
    if (!changed.ok) {
      const no = refused(changed.refusal, { service, previousState: before.state.state });
      return changed.refusal.kind === undefined ? await withLastLines(no, manager, service) : no;
    }
    const after = await settled(manager, service, signal);
    if (!after.ok) return refused(after.refusal);
    const answer = answerChange(verb, before.state, after.state, systemClock.now());
    return answer.ok ? answer : await withLastLines(answer, manager, service);
  };
}

async function settled(
  manager: ServiceManager,
  service: string,
  signal: AbortSignal,
): ReturnType<ServiceManager["status"]> {
  let upSince: number | undefined;
  for (let looks = 1; ; looks += 1) {
    await pause(SETTLE_MS, undefined, { signal });
    const now = await manager.status(service);
    if (!now.ok || looks === MOST_LOOKS || (now.state.restarts ?? 0) > 0) return now;
    if (["activating", "deactivating", "reloading"].includes(now.state.state)) continue;
    if (!now.state.active || now.state.mainPid === undefined) return now;
    upSince ??= systemClock.monotonic() - SETTLE_MS;
    if (systemClock.monotonic() - upSince >= STAYS_UP_MS) return now;
  }
}

/** What it printed last says more about a failure than its state does; without rights to read it the state stays. */
async function withLastLines(
  answer: ActionResponse,
  manager: ServiceManager,
  service: string,
): Promise<ActionResponse> {
  const lines = await manager.lastLines(service);
  if (lines.length === 0) return answer;
  return {
    ...answer,
    table: { columns: [`Last lines of ${service}`], rows: lines.map((line) => [cleanLine(line, 300)]) },
  };
}
