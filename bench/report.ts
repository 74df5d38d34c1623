import type { Machine } from "./machine.ts";
import { figure, markdownTable } from "./markdown-table.ts";
import type { ChatFigures, Latency, ProcessorFigure } from "./measure-chat.ts";
import type { RawFigure } from "./measure-raw.ts";
import type { ReadyFigure } from "./measure-ready.ts";
import type { ScheduleFigures } from "./measure-schedules.ts";
import type { SlackFigures } from "./measure-slack.ts";
import type { StoreFigure } from "./store.ts";
import type { Summary } from "./summarise.ts";

export interface Figures {
  readonly machine: Machine;
  readonly loadBefore: number;
  readonly loadAfter: number;
  readonly ranOn: string;
  readonly raw: readonly RawFigure[];
  readonly store: readonly StoreFigure[];
  readonly chat: ChatFigures;
  readonly schedules: ScheduleFigures;
  readonly slack: SlackFigures;
  readonly ready: readonly ReadyFigure[];
}

const GOAL = { p50: 12, p99: 50, readyMs: 3000, latenessMs: 1200, acknowledgeMs: 300 };
const SUMMARY_HEAD = ["p50", "p90", "p99", "longest"];

/** The page docs/performance.md; also what is printed. Pure. */
export function renderReport(figures: Figures): string {
  return [
    intro(figures),
    renderChat(figures.chat),
    renderSchedules(figures.schedules),
    renderSlack(figures.slack),
    renderReady(figures),
    renderRaw(figures),
    EQUALITY,
  ].join("\n\n");
}

export function renderChat(chat: ChatFigures): string {
  return [...chat.latencies.map(renderLatency), renderFlow(chat)].join("\n\n");
}

function intro({ machine, loadBefore, loadAfter, ranOn }: Figures): string {
  const { cpu, cores, memoryGib, system, node, sqlite } = machine;
  return `# Performance

Made by \`npm run bench -- --write\` on ${ranOn}; every figure of this page is from that one run
but those that say otherwise.

Machine: ${cpu}, ${cores} cores, ${figure(memoryGib)} GiB, ${system}, Node ${node}, SQLite ${sqlite}. Load average ${figure(loadBefore)} before
the run and ${figure(loadAfter)} at its end: everything measured here (server, agent, its runners, the people) shares the ${cores} cores${busy(loadBefore, cores)}.`;
}

function busy(load: number, cores: number): string {
  return load > cores / 2 ? ", and other programs were running" : "";
}

function renderLatency({ name, perSecond, answer, end, kept, warmUps, parts, processor, failures }: Latency): string {
  const rows = [
    summaryRow("first visible answer (the request is answered)", answer),
    summaryRow("final card at the browser", end),
    summaryRow("the message at the browser that is stored with it", kept),
  ];
  const partRows = parts.map((part) => summaryRow(part.name, part.summary));
  const told = parts[0]?.summary.count ?? 0;
  const verdict = end.p50 < GOAL.p50 && end.p99 < GOAL.p99 ? "met" : "missed";
  return `## One message at a time: ${name}

${end.count} messages, ${perSecond} a second, after ${warmUps} that did not count; message sent to final card shown, in ms. Goal p50 under ${GOAL.p50} ms, p99 under ${GOAL.p99} ms: **${verdict}**.${failed(failures)}

${markdownTable(["", ...SUMMARY_HEAD], rows)}

The same way in parts, of the ${told} messages that did not overlap with another (parts add up for one message, not down a column of percentiles):

${markdownTable(["part", ...SUMMARY_HEAD], partRows)}

${renderProcessor(processor)}`;
}

function renderFlow({ flow, memory }: ChatFigures): string {
  const { inFlight, durationMs, perSecond, end, processor, failures } = flow;
  return `## Many at once

${inFlight} people who each say the next sentence when the last has ended, for ${figure(durationMs / 1000)} s, one agent (it holds at most 10 attempts at a
time): **${figure(perSecond)} tasks per second** from sentence to final card, ${end.count} in all.${failed(failures)}

${markdownTable(["", ...SUMMARY_HEAD], [summaryRow("message to final card, ms", end)])}

${renderProcessor(processor)}

${markdownTable(
  ["resident memory, MiB", "idle", "after the flow"],
  memory.map(({ what, idleMib, afterMib }) => [what, figure(idleMib), figure(afterMib)]),
)}`;
}

function renderProcessor(processor: readonly ProcessorFigure[]): string {
  const rows = processor.map(({ name, msPerMessage }) => [name, figure(msPerMessage)]);
  return markdownTable(["processor time for each message", "ms"], rows);
}

export function renderSchedules({ loaded, due, lateness, offered, idleTurn, processorMs }: ScheduleFigures): string {
  const verdict = lateness.p99 <= GOAL.latenessMs ? "met" : "missed";
  return `## Schedules

${loaded} schedules in a SQLite file, ${due} of them due in the same second, after as many that did not count: due time to the commit
of the run, in ms. Goal p99 at most ${GOAL.latenessMs} ms: **${verdict}**. All of it took ${figure(processorMs)} ms of processor time.

${markdownTable(
  ["", ...SUMMARY_HEAD],
  [
    summaryRow("due time to run", lateness),
    summaryRow("due time to the offer to its machine (100 machines)", offered),
    summaryRow("a turn with nothing due", idleTurn),
  ],
)}`;
}

export function renderSlack({ acknowledged, handledMs, messages, perSecond, refused }: SlackFigures): string {
  const verdict = acknowledged.p99 <= GOAL.acknowledgeMs && refused === 0 ? "met" : "missed";
  return `## Slack

${messages} messages over HTTP, ${figure(perSecond)} a second, by one person in 50 channels; each is committed before it is acknowledged. Goal
p99 under ${GOAL.acknowledgeMs} ms, none refused: **${verdict}** (${refused} refused). The last was answered ${figure(handledMs)} ms after the last acknowledgement.

${markdownTable(["", ...SUMMARY_HEAD], [summaryRow("request to acknowledgement, ms", acknowledged)])}`;
}

function renderReady({ ready }: Figures): string {
  return `## Ready

Process started to "Octopus is ready". Goal for a second start: under ${GOAL.readyMs} ms.

${markdownTable(
  ["", "ms"],
  ready.map(({ name, ms }) => [name, figure(ms)]),
)}`;
}

function renderRaw({ raw, store }: Figures): string {
  return `## What the machine can do

${markdownTable(
  ["one at a time, ms", ...SUMMARY_HEAD],
  raw.map(({ name, summary }) => summaryRow(name, summary)),
)}

${markdownTable(
  ["SQLite, synchronous=FULL", "per second"],
  store.map(({ name, perSecond }) => [name, figure(perSecond)]),
)}`;
}

function failed(failures: readonly string[]): string {
  if (failures.length === 0) return "";
  return ` **${failures.length} failed**, the first: ${failures[0]}.`;
}

function summaryRow(name: string, { p50, p90, p99, longest }: Summary): readonly string[] {
  return [name, ...[p50, p90, p99, longest].map(figure)];
}

const EQUALITY = `## What was equal, and what was not

Equal to real use: the server as it is put together for \`octopus server\` (sign-in, rights, audit, rate limits), a SQLite file with
synchronous=FULL, the built agent as its own process with its own fsynced spool, offer, want, go, result over a websocket, a plugin
through a runner process under the agent's isolation, the message over REST with a token and the cards over the live socket. A card
is at the browser when the console shows it: as soon as the result is stored, which is before the card itself is; the last row says
when that is done too.

Not equal: everything is on one machine and loopback, so there is no network; the action does nothing; the server runs in the
process that measures (wrapping three of its parts costs microseconds); the people are one process, and one
person to the server, so its limit of requests for one person is lifted. No peer product is measured here.`;
