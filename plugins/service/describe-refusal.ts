import { cleanLine, currentUser } from "../../core/plugin-api/answers.ts";
import type { ToolResult } from "../../core/plugin-api/run-tool.ts";
import type { Refusal } from "./service-state.ts";

/** What managers print, and what it means; the first that fits. Seen from systemd 252 and init scripts. */
const KNOWN: readonly {
  readonly said: RegExp;
  readonly kind?: Refusal["kind"];
  /** `did`: "restart of nginx". */
  readonly sentence: (did: string, service: string) => string;
}[] = [
  {
    said: /access denied|permission denied|authentication required|not permitted|must be (super-?user|root)/i,
    kind: "refused",
    sentence: (did) =>
      `${did} was refused: actions run as ${currentUser()} here, who may not manage services; whoever owns the machine can allow it with a polkit rule (deploy/README.md)`,
  },
  {
    said: /failed to connect to (system )?bus/i,
    kind: "missing",
    sentence: (did) => `${did} failed: systemd cannot be asked here; is D-Bus installed on the machine?`,
  },
  {
    said: / is masked/,
    kind: "refused",
    sentence: (_, service) =>
      `${service} is masked, so that nobody starts it; on the machine: systemctl unmask ${service}`,
  },
  {
    said: /refuse manual start\/stop/,
    kind: "refused",
    sentence: (_, service) => `${service} may not be started or stopped by hand; its unit file says so`,
  },
  { said: /Unit \S+ not found/, kind: "missing", sentence: (_, service) => `there is no service ${service} here` },
  { said: /A dependency job for/, sentence: (did) => `${did} failed: something that it needs did not start` },
  {
    said: /bad unit file setting/,
    kind: "refused",
    sentence: (did, service) =>
      `${did} failed: its unit file has a mistake; on the machine: systemd-analyze verify ${service}`,
  },
  { said: /because a timeout was exceeded/, sentence: (did) => `${did} failed: it did not get ready in its time` },
  {
    said: /because the control process exited/,
    sentence: (did) => `${did} failed: its start program, or what runs before it, ended with an error`,
  },
];

/** Why the manager did not do it, as a sentence that says what to do. Missing rights are the usual reason. */
export function describeRefusal(result: ToolResult, what: string, service: string): Refusal {
  if (result.kind === "not-started") {
    const sentence = `not available here: the program for services cannot be started (${result.code})`;
    return { kind: "missing", sentence };
  }
  const did = `${what} ${service}`;
  const text = `${result.stderr}\n${result.stdout}`;
  const known = KNOWN.find(({ said }) => said.test(text));
  if (known) {
    return { sentence: known.sentence(did, service), ...(known.kind === undefined ? {} : { kind: known.kind }) };
  }
  const reason = text.split("\n").find((line) => line.trim() !== "") ?? `exit code ${result.exitCode}`;
  return { sentence: `${did} failed: ${cleanLine(reason, 300)}` };
}
