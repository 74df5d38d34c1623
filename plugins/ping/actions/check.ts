import { lookup } from "node:dns/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { ActionContext } from "../../../core/plugin-api/action-context.ts";
import { cleanLine, failure } from "../../../core/plugin-api/answers.ts";
import type { ActionHandler } from "../../../core/plugin-api/define-plugin.ts";
import { runTool } from "../../../core/plugin-api/run-tool.ts";
import { answerCheck, type PingResult } from "../answer-check.ts";
import { parsePing, parseReply } from "../parse-ping.ts";
import { probeTcp } from "../probe-tcp.ts";

const DEFAULT_COUNT = 3;
/** Ports of which one is usually let through; a refusal is as good as an answer. */
const PORTS = [443, 80, 22] as const;
const TCP_PAUSE_MS = 200;

interface Wanted {
  readonly host: string;
  readonly address: string;
  readonly count: number;
}

/** ping.check: the machine's own ping, or TCP connections where it has none or may not use it. */
export const pingCheck: ActionHandler = async (context) => {
  const { host, count = DEFAULT_COUNT } = context.params as { host: string; count?: number };
  const address = await addressOf(host);
  if (address === undefined) return failure(`${host} has no address: the name is not known here`);
  const wanted = { host, address, count };
  const pinged = await viaPing(wanted, context);
  if ("times" in pinged) return answerCheck(pinged);
  context.log(`${pinged.because}; trying TCP connections`);
  return answerCheck(await viaTcp(wanted, pinged.because, context));
};

async function addressOf(host: string): Promise<string | undefined> {
  return lookup(host).then(
    ({ address }) => address,
    () => undefined,
  );
}

async function viaPing(
  { host, address, count }: Wanted,
  { signal, log, progress }: ActionContext,
): Promise<PingResult | { readonly because: string }> {
  if (process.platform === "win32") return { because: "ping is not used on Windows" };
  let answered = 0;
  const onLine = (line: string) => {
    log(cleanLine(line));
    if (parseReply(line) === undefined) return;
    answered += 1;
    progress(Math.min(100, (answered / count) * 100), `${answered} of ${count}`);
  };
  const ended = await runTool("ping", ["-n", "-c", String(count), "--", host], { signal, onLine });
  if (ended.kind === "not-started") {
    return {
      because: isMissing(ended.code) ? "no ping program here" : `ping cannot be started here (${ended.code})`,
    };
  }
  const parsed = parsePing(ended.stdout);
  if (!parsed || parsed.sent === 0) return { because: whyNot(ended.stderr) };
  return { host, address, method: "icmp", sent: parsed.sent, times: parsed.times, note: undefined };
}

/** EACCES: a folder of the search path that this user may not enter; there may be one, but not for us. */
const isMissing = (code: string | undefined) => code === "ENOENT" || code === "EACCES";

function whyNot(stderr: string): string {
  if (/not permitted|permission denied|lacking privilege/i.test(stderr)) return "ping is not permitted here";
  return `ping failed: ${cleanLine(stderr.trim().split("\n").at(-1) ?? "", 100) || "no reason given"}`;
}

async function viaTcp(
  { host, address, count }: Wanted,
  because: string,
  { signal, progress }: ActionContext,
): Promise<PingResult> {
  const first = await Promise.all(PORTS.map(async (port) => ({ port, timeMs: await probeTcp(address, port, signal) })));
  const best = first.find(({ timeMs }) => timeMs !== undefined);
  const result = { host, address, method: "tcp", sent: count } as const;
  if (best?.timeMs === undefined) {
    return { ...result, times: [], note: `${because}; TCP ports ${PORTS.join(", ")} tried instead` };
  }
  const times = [best.timeMs];
  for (let sent = 1; sent < count && !signal.aborted; sent += 1) {
    progress((sent / count) * 100, `${times.length} of ${count}`);
    await pause(TCP_PAUSE_MS, undefined, { signal });
    const timeMs = await probeTcp(address, best.port, signal);
    if (timeMs !== undefined) times.push(timeMs);
  }
  return { ...result, times, note: `by TCP to port ${best.port}: ${because}` };
}
