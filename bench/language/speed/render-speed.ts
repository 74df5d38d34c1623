import { figure, markdownTable } from "../../markdown-table.ts";
import type { SpeedFigures } from "./measure-speed.ts";
import { SPEED_HEADING } from "./performance-page.ts";

/** What compromise alone takes for such a message on the machine the goals were set on, in ms. */
const PEER_MS = 0.24;

interface Row {
  readonly what: string;
  readonly measured: number;
  readonly goal: number;
  readonly unit: string;
  /** Depends on the machine: told in units of compromise alone, too. */
  readonly paced?: true;
}

/** The part of docs/performance.md; also what is printed. Pure. */
export function renderSpeed(figures: SpeedFigures): string {
  const { machine, load, ranOn, peer, message } = figures;
  const pace = peer.p50 / PEER_MS;
  return `${SPEED_HEADING}

Made by \`npm run bench:language -- --only speed --write\` on ${ranOn}: ${message.count} messages of about twelve words, the acts in turn.
Machine: ${machine.cpu}, ${machine.cores} cores, ${machine.system}, Node ${machine.node}; load average ${figure(load)}${busy(load, machine.cores)}. compromise
alone, the peer, takes p50 ${ms(peer.p50)} and p99 ${ms(peer.p99)} for the same messages here, ${figure(pace)} times the ${PEER_MS} ms it takes where the goals were
set; the last column divides by that.

${markdownTable(
  ["", "measured", "goal", "", "at the goals' pace"],
  rowsOf(figures).map((row) => cells(row, pace)),
)}

A message of more than 2,000 characters is not read, and says so; the two rows of pastes show what refusing costs, the row
"longest" what a log of exactly 2,000 characters costs, "list" a list of 80 requests in as many.`;
}

const ms = (value: number): string => `${value.toFixed(3)} ms`;

const busy = (load: number, cores: number): string => (load > cores / 2 ? ", so other programs were running" : "");

function rowsOf({ message, time, large, paste4, paste40, longest, worst, start }: SpeedFigures): readonly Row[] {
  return [
    { what: "message of 12 words, p50", measured: message.p50, goal: 0.35, unit: "ms", paced: true },
    { what: "message of 12 words, p99", measured: message.p99, goal: 1, unit: "ms", paced: true },
    { what: "time alone, text to schedule, p50", measured: time.p50 * 1000, goal: 30, unit: "us", paced: true },
    {
      what: "p50 with 3,000 machines, 200 actions, 1,000 tasks: times the small one",
      measured: large.p50 / message.p50,
      goal: 2,
      unit: "",
    },
    { what: "paste of 4 kB, p50", measured: paste4.p50, goal: 5, unit: "ms" },
    { what: "paste of 40 kB, p50", measured: paste40.p50, goal: 20, unit: "ms" },
    { what: "longest, p50", measured: longest.p50, goal: 5, unit: "ms", paced: true },
    { what: "list, p50", measured: worst.p50, goal: 20, unit: "ms", paced: true },
    { what: "nothing loaded to the first sentence read", measured: start.ms, goal: 650, unit: "ms", paced: true },
    { what: "memory that takes", measured: start.mib, goal: 70, unit: "MiB" },
  ];
}

function cells({ what, measured, goal, unit, paced }: Row, pace: number): readonly string[] {
  const shown = (value: number) => `${figure(value)}${unit === "" ? "" : ` ${unit}`}`;
  const verdict = measured <= goal ? "met" : "missed";
  const atPace = paced ? `${shown(measured / pace)}, ${measured / pace <= goal ? "met" : "missed"}` : "";
  return [what, shown(measured), `${goal}${unit === "" ? "" : ` ${unit}`}`, verdict, atPace];
}
