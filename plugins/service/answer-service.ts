import { describeMs } from "../../core/kernel/duration.ts";
import type { ActionResponse, Cell } from "../../core/model/action-response.ts";
import { describeBytes } from "../../core/plugin-api/human-units.ts";
import type { ServiceState, Verb } from "./service-state.ts";

/** "nginx is running, for 9 days"; a service that does not run wants attention. */
export function answerStatus(state: ServiceState, now: number): ActionResponse {
  return { ...answer(state, now, `${state.service} ${describe(state, now)}`), ok: true, attention: !state.active };
}

const DONE: Readonly<Record<Verb, string>> = { start: "started", stop: "stopped", restart: "restarted" };

interface Change {
  readonly verb: Verb;
  readonly before: ServiceState;
  readonly after: ServiceState;
  readonly now: number;
}

/** Whether the change had its effect: after a stop the service is down, otherwise up and staying up. */
export function answerChange(verb: Verb, before: ServiceState, after: ServiceState, now: number): ActionResponse {
  const change: Change = { verb, before, after, now };
  const wrong = problemOf(change);
  const headline = wrong === undefined ? effectOf(change) : `${wrong}${seeJournal(after)}`;
  const base = answer(after, now, headline);
  return { ...base, ok: wrong === undefined, data: { ...base.data, previousState: before.state } };
}

function problemOf({ verb, before, after, now }: Change): string | undefined {
  const { service } = after;
  if (verb === "stop") return after.active ? `${service} was asked to stop, but it ${describe(after, now)}` : undefined;
  if ((after.restarts ?? 0) > 0 && beganAnew(before, after)) {
    return `${service} keeps ending and being started again${because(after)}`;
  }
  if (after.active || didItsWork(after)) return undefined;
  return `${service} was asked to ${verb}, but it ${describe(after, now)}`;
}

function effectOf({ verb, before, after, now }: Change): string {
  const { service } = after;
  const previously = before.since === undefined ? "" : `, previously up ${describeMs(now - before.since)}`;
  if (verb === "stop") {
    if (before.state === "activating") return `${service} stopped; it was on its way up`;
    if (!before.active) return `${service} was not running, nothing changed`;
    return `${service} stopped${previously}${after.state === "failed" ? because(after) : ""}`;
  }
  if (!after.active) return `${service} ran and has done its work`;
  if (verb === "start" && before.active) return `${service} was running already, nothing changed`;
  const pid = after.mainPid === undefined ? "" : ` (pid ${after.mainPid})`;
  return `${service} ${DONE[verb]}, running${pid}${previously}`;
}

const beganAnew = (before: ServiceState, after: ServiceState) =>
  after.begun !== undefined && after.begun !== before.begun;

/** Down as it should be: it does its work once, and nothing went wrong. systemd forgets such a unit at once. */
function didItsWork({ once, state, problem }: ServiceState): boolean {
  return once === true && state === "inactive" && problem === undefined;
}

function describe(state: ServiceState, now: number): string {
  if (state.state === "bad-setting" || state.state === "error") {
    return `cannot be used: its unit file has a mistake; on the machine: systemd-analyze verify ${state.service}`;
  }
  if (!state.active) {
    const sub = state.subState && state.subState !== "dead" && state.subState !== state.state;
    return `is not running (${state.state}${sub ? `, ${state.subState}` : ""})${because(state)}`;
  }
  const exited = state.subState === "exited" ? "has done its work" : "is running";
  return state.since === undefined ? exited : `${exited}, for ${describeMs(Math.max(0, now - state.since))}`;
}

const because = ({ problem }: ServiceState) => (problem === undefined ? "" : `: ${problem}`);

function seeJournal({ manager, service }: ServiceState): string {
  return manager === "systemd" ? `; on the machine: journalctl -u ${service}` : "";
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
