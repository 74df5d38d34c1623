import { uptime } from "node:os";
import { systemClock } from "../../core/kernel/clock.ts";
import { runTool, type ToolResult } from "../../core/plugin-api/run-tool.ts";
import { describeRefusal } from "./describe-refusal.ts";
import { PROPERTIES, parseSystemctlShow } from "./parse-systemctl.ts";
import type { ServiceManager } from "./service-state.ts";

const LAST_LINES = 5;

/** Services as systemd knows them. Never asks for a password: nobody is there to type it. */
export function systemdManager(signal: AbortSignal): ServiceManager {
  const systemctl = (...args: readonly string[]) =>
    runTool("systemctl", ["--no-pager", "--no-ask-password", ...args], { signal });
  return {
    async status(service) {
      const shown = await systemctl("show", `--property=${PROPERTIES.join(",")}`, "--", unitOf(service));
      if (!succeeded(shown)) return { ok: false, refusal: describeRefusal(shown, "asking for", service) };
      const moment = { now: systemClock.now(), uptimeMs: uptime() * 1000 };
      const state = parseSystemctlShow(service, shown.stdout, moment);
      if (state) return { ok: true, state };
      return { ok: false, refusal: { kind: "missing", sentence: `there is no service ${service} here` } };
    },
    async change(verb, service) {
      const changed = await systemctl(verb, "--", unitOf(service));
      if (succeeded(changed)) return { ok: true };
      return { ok: false, refusal: describeRefusal(changed, `${verb} of`, service) };
    },
    async lastLines(service) {
      const args = ["--quiet", "--no-pager", "--output=cat", `--lines=${LAST_LINES}`, "--unit", unitOf(service)];
      const read = await runTool("journalctl", args, { signal });
      return succeeded(read) ? read.stdout.split("\n").filter((line) => line !== "") : [];
    },
  };
}

/** A name may be that of another kind of unit: "backup.timer". */
function unitOf(service: string): string {
  return /\.(service|socket|timer|target|mount|path|slice|scope)$/.test(service) ? service : `${service}.service`;
}

function succeeded(result: ToolResult): result is ToolResult & { readonly kind: "ended" } {
  return result.kind === "ended" && result.exitCode === 0;
}
