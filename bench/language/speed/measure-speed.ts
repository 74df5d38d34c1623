import { execFileSync } from "node:child_process";
import { join } from "node:path";
import compromise from "compromise/two";
import { wallMsAt } from "../../../core/kernel/wall-time.ts";
import { LONGEST_MESSAGE, parse } from "../../../nlp/parse.ts";
import type { ParseContext } from "../../../nlp/parse-context.ts";
import { readSchedule } from "../../../nlp/read-schedule.ts";
import { describeMachine, loadNow, type Machine } from "../../machine.ts";
import { nowMs } from "../../now-ms.ts";
import { type Summary, summarise } from "../../summarise.ts";
import { largeCatalog, smallCatalog } from "./large-catalog.ts";
import { pastedList, pastedLog, SPEED_SENTENCES } from "./speed-sentences.ts";

/** All in milliseconds. */
export interface SpeedFigures {
  readonly machine: Machine;
  readonly load: number;
  readonly ranOn: string;
  /** compromise alone on the same sentences, in turn with the others: the measure of this machine. */
  readonly peer: Summary;
  readonly message: Summary;
  readonly time: Summary;
  readonly large: Summary;
  readonly paste4: Summary;
  readonly paste40: Summary;
  /** The longest message that is read at all. */
  readonly longest: Summary;
  readonly worst: Summary;
  readonly start: { readonly ms: number; readonly mib: number };
}

const ROUNDS = 120;
const WARM_ROUNDS = 40;
const PASTES = 15;
const STARTS = 3;
const now = Date.UTC(2026, 10, 21, 9, 15);
const context: ParseContext = { now, timeZone: "Europe/Paris", addressed: true };

/** `programs`: the folder of the built measurements. */
export function measureSpeed(programs: string): SpeedFigures {
  const load = loadNow();
  const [small, large] = [smallCatalog(), largeCatalog()];
  const nowWall = wallMsAt(now, context.timeZone);
  const [peer, message, time, inLarge] = inTurn([
    (text) => compromise(text),
    (text) => parse(text, small, context),
    (text) => readSchedule(text, { nowWall }),
    (text) => parse(text, large, context),
  ]);
  const paste = (text: string) => repeated(PASTES, () => parse(text, small, context));
  return {
    machine: describeMachine(),
    load,
    ranOn: new Date().toISOString().slice(0, 10),
    peer,
    message,
    time,
    large: inLarge,
    paste4: paste(pastedLog(4_000)),
    paste40: paste(pastedLog(40_000)),
    longest: paste(pastedLog(LONGEST_MESSAGE)),
    worst: paste(pastedList(LONGEST_MESSAGE)),
    start: started(join(programs, "load.mjs")),
  };
}

type Acts = readonly [Act, Act, Act, Act];
type Act = (text: string) => unknown;

/** Every act on every sentence, one after the other, so that what else the machine does hits all of them alike. */
function inTurn(acts: Acts): readonly [Summary, Summary, Summary, Summary] {
  const durations = acts.map((): number[] => []);
  for (let round = -WARM_ROUNDS; round < ROUNDS; round += 1) {
    for (const text of SPEED_SENTENCES) {
      for (const [index, act] of acts.entries()) {
        const startedAt = nowMs();
        act(text);
        if (round >= 0) durations[index]?.push(nowMs() - startedAt);
      }
    }
  }
  const [first = [], second = [], third = [], fourth = []] = durations;
  return [summarise(first), summarise(second), summarise(third), summarise(fourth)];
}

function repeated(times: number, act: () => unknown): Summary {
  const durations = Array.from({ length: times }, () => {
    const startedAt = nowMs();
    act();
    return nowMs() - startedAt;
  });
  return summarise(durations);
}

/** The middle one of several starts. */
function started(program: string): SpeedFigures["start"] {
  const starts = Array.from({ length: STARTS }, () => {
    const said = execFileSync(process.execPath, [program], { encoding: "utf8" });
    return JSON.parse(said) as SpeedFigures["start"];
  });
  return starts.sort((one, other) => one.ms - other.ms)[Math.floor(STARTS / 2)] ?? { ms: Number.NaN, mib: Number.NaN };
}
