import { describeResult } from "./describe-result.ts";
import type { ServiceState } from "./service-state.ts";

/** The properties that `systemctl show` is asked for. */
export const PROPERTIES = [
  "LoadState",
  "ActiveState",
  "SubState",
  "UnitFileState",
  "Description",
  "MainPID",
  "ActiveEnterTimestampMonotonic",
  "MemoryCurrent",
  "NRestarts",
  "Type",
  "Result",
  "ExecMainStatus",
  "ExecMainStartTimestampMonotonic",
] as const;

interface Moment {
  /** Epoch ms. */
  readonly now: number;
  /** Since the start of the machine. */
  readonly uptimeMs: number;
}

/** Reads `systemctl show`; undefined when systemd knows no such unit. */
export function parseSystemctlShow(service: string, output: string, moment: Moment): ServiceState | undefined {
  const values = new Map(output.split("\n").map((line) => split(line)));
  const loaded = values.get("LoadState");
  const state = values.get("ActiveState");
  if (!state || loaded === undefined || loaded === "not-found") return undefined;
  const active = state === "active" || state === "reloading";
  const enteredMs = (numberOf(values.get("ActiveEnterTimestampMonotonic")) ?? 0) / 1000;
  const mainPid = numberOf(values.get("MainPID"));
  const memoryBytes = numberOf(values.get("MemoryCurrent"));
  const restarts = numberOf(values.get("NRestarts"));
  const begun = numberOf(values.get("ExecMainStartTimestampMonotonic"));
  return {
    service,
    manager: "systemd",
    active,
    state: loaded === "loaded" ? state : loaded,
    ...textual({ subState: values.get("SubState"), enabled: values.get("UnitFileState") }),
    ...textual({ description: values.get("Description") }),
    ...(mainPid ? { mainPid } : {}),
    ...(active && enteredMs > 0 ? { since: Math.round(moment.now - (moment.uptimeMs - enteredMs)) } : {}),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    ...(restarts === undefined ? {} : { restarts }),
    ...(values.get("Type") === "oneshot" ? { once: true } : {}),
    ...(begun ? { begun } : {}),
    ...textual({ problem: active ? "" : describeResult(values.get("Result"), values.get("ExecMainStatus")) }),
  };
}

function split(line: string): readonly [string, string] {
  const at = line.indexOf("=");
  return at === -1 ? [line, ""] : [line.slice(0, at), line.slice(at + 1)];
}

function textual(values: Readonly<Record<string, string | undefined>>): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value));
}

/** "[not set]" and the largest number stand for "unknown". */
function numberOf(text: string | undefined): number | undefined {
  const value = text !== undefined && /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}
