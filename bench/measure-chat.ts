import { join } from "node:path";
import type { BenchFolders } from "./bench-folders.ts";
import { type BenchServer, PERSON, startBenchServer } from "./bench-server.ts";
import type { ChatPlan, Exchange } from "./client/chat-plan.ts";
import { runChat } from "./client/run-chat.ts";
import { partsOf } from "./latency-parts.ts";
import { measureHealth, type RawFigure } from "./measure-raw.ts";
import { childrenOf, residentMib } from "./process-memory.ts";
import { processorMs } from "./processor-time.ts";
import { Stopwatch } from "./stopwatch.ts";
import { type Summary, summarise } from "./summarise.ts";

export interface Latency {
  readonly name: string;
  readonly perSecond: number;
  /** The first visible answer: an understood card. */
  readonly answer: Summary;
  /** The card that shows the end; what it says is stored by then, in the run. */
  readonly end: Summary;
  /** The card itself is stored as the message, and at the browser. */
  readonly kept: Summary;
  readonly warmUps: number;
  /** Of those messages whose parts could be told apart; they add up for each message, not for each percentile. */
  readonly parts: readonly { readonly name: string; readonly summary: Summary }[];
  /** Processor time for each message; steady also where the machine has other things to do. */
  readonly processor: readonly ProcessorFigure[];
  readonly failures: readonly string[];
}

export interface ProcessorFigure {
  readonly name: string;
  readonly msPerMessage: number;
}

export interface Flow {
  readonly inFlight: number;
  readonly durationMs: number;
  readonly perSecond: number;
  readonly end: Summary;
  readonly processor: readonly ProcessorFigure[];
  readonly failures: readonly string[];
}

export interface Memory {
  readonly what: string;
  readonly idleMib: number;
  readonly afterMib: number;
}

export interface ChatFigures {
  readonly latencies: readonly Latency[];
  readonly flow: Flow;
  readonly memory: readonly Memory[];
}

export type ChatAndHealth = ChatFigures & { readonly health: RawFigure };

export interface ChatLoad {
  readonly messages: number;
  readonly perSecond: number;
  /** Fewer, because each starts a program: a burst of them measures how fast programs start, and nothing else. */
  readonly changesPerSecond: number;
  /** Before what is measured; so many that what is run often is compiled, as in a server that has run for a while. */
  readonly warmUps: number;
  /** Fewer, for the same reason. */
  readonly changeWarmUps: number;
  readonly inFlight: number;
  readonly flowMs: number;
  /** For Node, before the agent's program. */
  readonly agentArguments: readonly string[];
}

const WARM = { name: "warm runner process (read action)", sentence: "run the empty measurement" };
const FRESH = { name: "fresh runner process (change action)", sentence: "perform the isolated measurement" };

/** Message to final card through a real server, agent, socket and SQLite file, one at a time and many at once. */
export async function measureChat(folders: BenchFolders, folder: string, load: ChatLoad): Promise<ChatAndHealth> {
  const server = await startBenchServer(folders, join(folder, "chat"), {
    tokens: load.inFlight,
    agentArguments: load.agentArguments,
  });
  try {
    const stopwatch = new Stopwatch(server.composed);
    const measure = (what: typeof WARM, pace: ChatLoad) => latency(folders, server, stopwatch, what, pace);
    const health = await measureHealth(server.url, 1_000);
    const idle = memoryOf(server);
    const changes = { perSecond: load.changesPerSecond, warmUps: load.changeWarmUps };
    const paced = { ...load, ...changes, messages: Math.ceil(load.messages / 4) };
    const latencies = [await measure(WARM, load), await measure(FRESH, paced)];
    const flowed = await flow(folders, server, load);
    const after = memoryOf(server);
    const memory = idle.map(([what, idleMib], at) => ({ what, idleMib, afterMib: after[at]?.[1] ?? Number.NaN }));
    return { latencies, flow: flowed, memory, health };
  } finally {
    await server.stop();
  }
}

async function latency(
  { client }: BenchFolders,
  server: BenchServer,
  stopwatch: Stopwatch,
  { name, sentence }: typeof WARM,
  { messages, perSecond, warmUps }: ChatLoad,
): Promise<Latency> {
  const { url, tokens } = server;
  const load = { kind: "paced", messages, perSecond } as const;
  const plan: ChatPlan = { ...PERSON, url, tokens: tokens.slice(0, 1), sentence, warmUps, load };
  const used = processorOf(server);
  const { exchanges, failures } = await runChat(client, plan, used.begin);
  return {
    name,
    perSecond,
    answer: summarise(exchanges.map(({ sentAt, answeredAt }) => answeredAt - sentAt)),
    end: endOf(exchanges),
    kept: summarise(exchanges.map(({ sentAt, keptAt }) => keptAt - sentAt)),
    warmUps,
    parts: partsOfAll(exchanges, stopwatch),
    processor: used.end(exchanges.length),
    failures,
  };
}

async function flow({ client }: BenchFolders, server: BenchServer, load: ChatLoad): Promise<Flow> {
  const { url, tokens } = server;
  const work = { kind: "flow", durationMs: load.flowMs } as const;
  const plan: ChatPlan = { ...PERSON, url, tokens, sentence: WARM.sentence, warmUps: 0, load: work };
  const used = processorOf(server);
  const { exchanges, durationMs, failures } = await runChat(client, plan, used.begin);
  const perSecond = (exchanges.length * 1000) / durationMs;
  const processor = used.end(exchanges.length);
  return { inFlight: tokens.length, durationMs, perSecond, end: endOf(exchanges), processor, failures };
}

function endOf(exchanges: readonly Exchange[]): Summary {
  return summarise(exchanges.map(({ sentAt, endedAt }) => endedAt - sentAt));
}

function partsOfAll(exchanges: readonly Exchange[], stopwatch: Stopwatch): Latency["parts"] {
  const values = new Map<string, number[]>();
  for (const exchange of exchanges) {
    const seen = { ...stopwatch.marksOf(exchange.runId), shownAt: stopwatch.shownAt(exchange.messageId) };
    for (const { name, ms } of partsOf(exchange, seen) ?? []) values.set(name, [...(values.get(name) ?? []), ms]);
  }
  return [...values].map(([name, ms]) => ({ name, summary: summarise(ms) }));
}

/** What server and agent take of the processors between `begin` and `end`, shared out among the messages. */
function processorOf({ agent }: BenchServer) {
  const taken = () => {
    const { user, system } = process.cpuUsage();
    return { server: (user + system) / 1000, agent: processorMs(agent.pid) };
  };
  let from = taken();
  return {
    begin: () => {
      from = taken();
    },
    end: (messages: number): readonly ProcessorFigure[] => {
      const to = taken();
      return [
        { name: "server (with the measuring in the same process)", msPerMessage: (to.server - from.server) / messages },
        { name: "agent, without its runner processes", msPerMessage: (to.agent - from.agent) / messages },
      ];
    },
  };
}

function memoryOf({ agent }: BenchServer): readonly (readonly [string, number])[] {
  const runners = childrenOf(agent.pid).map(residentMib);
  return [
    ["server (with the measuring in the same process)", residentMib(process.pid)],
    ["agent", residentMib(agent.pid)],
    ["its runner processes, together", runners.reduce((sum, one) => sum + one, 0)],
  ];
}
