import { runTool } from "../../core/plugin-api/run-tool.ts";
import { describeRefusal } from "./describe-refusal.ts";
import type { ServiceManager } from "./service-state.ts";

/** Exit codes of `service <name> status` as the Linux Standard Base has them. */
const STATES: Readonly<Record<number, string>> = { 0: "active", 1: "failed", 2: "failed", 3: "inactive" };

/** Services with a script in /etc/init.d, on machines without systemd. */
export function initScriptManager(signal: AbortSignal): ServiceManager {
  const service = (name: string, verb: string) => runTool("service", [name, verb], { signal });
  return {
    async status(name) {
      const ended = await service(name, "status");
      const state = ended.kind === "ended" && ended.exitCode !== null ? STATES[ended.exitCode] : undefined;
      if (state === undefined) return { ok: false, refusal: describeRefusal(ended, "asking for", name) };
      return { ok: true, state: { service: name, manager: "init script", active: state === "active", state } };
    },
    async change(verb, name) {
      const ended = await service(name, verb);
      if (ended.kind === "ended" && ended.exitCode === 0) return { ok: true };
      return { ok: false, refusal: describeRefusal(ended, `${verb} of`, name) };
    },
    lastLines: async () => [],
  };
}
