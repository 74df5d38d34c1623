import { describeMs } from "../../core/kernel/duration.ts";
import type { ActionResponse, Cell } from "../../core/model/action-response.ts";
import { describeBytes } from "../../core/plugin-api/human-units.ts";
import type { ServiceState, Verb } from "./service-state.ts";

/** "nginx is running, for 9 days"; a service that does not run wants attention. */
export function answerStatus(state: ServiceState, now: number): ActionResponse {
  return { ...answer(state, now, `${state.service} ${describe(state, now)}`), ok: true, attention: !state.active };
}

const DONE: Readonly<Record<Verb, string>> = { start: "started", stop: "stopped", restart: "restarted" };

/** Whether the change had its effect: after a stop the service is down, otherwise up. */
export function answerChange(verb: Verb, before: ServiceState, after: ServiceState, now: number): ActionResponse {
  const ok = after.active === (verb !== "stop");
  const { service } = after;
  const base = answer(after, now, headlineOfChange());
  return { ...base, ok, data: { ...base.data, previousState: before.state } };

  function headlineOfChange(): string {
    if (!ok) return `${service} was asked to ${verb}, but it ${describe(after, now)}`;
    if (verb === "start" && before.active) return `${service} was running already, nothing changed`;
    if (verb === "stop" && !before.active) return `${service} was not running, nothing changed`;
    const previously = before.since === undefined ? "" : `, previously up ${describeMs(now - before.since)}`;
    const pid = after.mainPid === undefined ? "" : ` (pid ${after.mainPid})`;
    return verb === "stop" ? `${service} stopped${previously}` : `${service} ${DONE[verb]}, running${pid}${previously}`;
  }
}

function describe(state: ServiceState, now: number): string {
  if (!state.active) {
    const sub = state.subState && state.subState !== "dead" ? `, ${state.subState}` : "";
    return `is not running (${state.state}${sub})`;
  }
  const exited = state.subState === "exited" ? "has done its work" : "is running";
  return state.since === undefined ? exited : `${exited}, for ${describeMs(Math.max(0, now - state.since))}`;
}

function answer(state: ServiceState, now: number, headline: string): ActionResponse {
  const memory = state.memoryBytes === undefined ? null : describeBytes(state.memoryBytes);
  const up = state.since === undefined ? null : describeMs(Math.max(0, now - state.since));
  const row: readonly (readonly [string, Cell])[] = [
    ["Service", state.service],
    ["State", state.subState ? `${state.state} (${state.subState})` : state.state],
    ["Up for", up],
    ["PID", state.mainPid ?? null],
    ["Memory", memory],
    ["Starts with the machine", state.enabled ?? null],
  ];
  return {
    ok: state.active,
    headline,
    data: { ...state },
    table: { columns: row.map(([name]) => name), rows: [row.map(([, value]) => value)] },
  };
}
