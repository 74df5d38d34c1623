/** Ways to say how something ended, longest first; words in their usual form, without fillers. */
const RUN_STATUS: readonly (readonly [string, string])[] = [
  ["have not started", "not_started"],
  ["has not started", "not_started"],
  ["were not started", "not_started"],
  ["did not start", "not_started"],
  ["did not even start", "not_started"],
  ["not yet started", "not_started"],
  ["did not get started", "not_started"],
  ["was not started", "not_started"],
  ["not started", "not_started"],
  ["never started", "not_started"],
  ["never ran", "not_started"],
  ["never run", "not_started"],
  ["unstarted", "not_started"],
  ["did not get to run", "not_started"],
  ["ran out time", "timed_out"],
  ["run out time", "timed_out"],
  ["timed out", "timed_out"],
  ["time out", "timed_out"],
  ["timing out", "timed_out"],
  ["took too long", "timed_out"],
  ["timeouts", "timed_out"],
  ["timeout", "timed_out"],
  ["timed-out", "timed_out"],
  ["went wrong", "failed"],
  ["go wrong", "failed"],
  ["gone wrong", "failed"],
  ["did not succeed", "failed"],
  ["did not work", "failed"],
  ["not succeed", "failed"],
  ["not work", "failed"],
  ["did not finish", "failed"],
  ["went well", "succeeded"],
  ["go well", "succeeded"],
  ["went fine", "succeeded"],
  ["go fine", "succeeded"],
  ["finished fine", "succeeded"],
  ["finished successfully", "succeeded"],
  ["ran fine", "succeeded"],
  ["ran successfully", "succeeded"],
  ["run successfully", "succeeded"],
  ["did not run", "missed"],
  ["not run", "missed"],
  ["going on", "running"],
  ["in progress", "running"],
  ["still running", "running"],
  ["currently running", "running"],
  ...each(
    "failed",
    "failed fail fails failing failure failures broke break broken breaks crashed crash errors error errored unsuccessful problems problem issues issue trouble red",
  ),
  ...each("succeeded", "succeeded succeed successful successes success passed pass worked work completed green"),
  ...each("missed", "missed miss"),
  ...each("skipped", "skipped skip"),
  ...each("running", "running executing active ongoing"),
  ...each("cancelled", "cancelled aborted"),
  ...each("queued", "queued waiting"),
  ...each("expired", "expired"),
  ...each("unknown", "unknown"),
];

function each(status: string, text: string): readonly (readonly [string, string])[] {
  return text.split(" ").flatMap((word): (readonly [string, string])[] => (word === "" ? [] : [[word, status]]));
}

const TASK_STATUS = new Map(
  [
    ...each("paused", "paused suspended hold"),
    ...each("active", "active enabled live"),
    ...each("finished", "finished done completed ended"),
    ...each("cancelled", "cancelled"),
  ].map(([word, status]) => [word, status]),
);

const MACHINE_STATUS: readonly (readonly [string, string])[] = [
  ["no contact", "no-contact"],
  ["no-contact", "no-contact"],
  ["not connected", "offline"],
  ["not online", "offline"],
  ["not reachable", "offline"],
  ["not responding", "offline"],
  ["not reporting", "offline"],
  ["not up", "offline"],
  ["out rotation", "draining"],
  ["waiting approval", "pending"],
  ["wait approval", "pending"],
  ["await approval", "pending"],
  ["awaiting approval", "pending"],
  ["need approval", "pending"],
  ["be approved", "pending"],
  ["not approved", "pending"],
  ["not yet approved", "pending"],
  ...each("online", "online connected up reachable alive available responding healthy ok"),
  ...each("offline", "offline down disconnected unreachable dead gone missing silent unavailable lost"),
  ...each("disabled", "disabled deactivated"),
  ...each("draining", "draining drained maintenance"),
  ...each("quarantined", "quarantined"),
  ...each("pending", "pending unapproved new waiting"),
  ...each("active", "active enabled"),
];

interface StatusLine {
  readonly parts: readonly string[];
  readonly status: string;
  readonly order: number;
}
/** The ways that begin with a word, in their order. */
type StatusTable = ReadonlyMap<string, readonly StatusLine[]>;

function byFirstWord(lines: readonly (readonly [string, string])[]): StatusTable {
  const table = new Map<string, StatusLine[]>();
  for (const [order, [phrase, status]] of lines.entries()) {
    const parts = phrase.split(" ");
    const known = table.get(parts[0] ?? "") ?? [];
    known.push({ parts, status, order });
    table.set(parts[0] ?? "", known);
  }
  return table;
}

const RUN_TABLE = byFirstWord(RUN_STATUS);
const MACHINE_TABLE = byFirstWord(MACHINE_STATUS);

/** Every word of a state. */
export const STATUS_WORDS: ReadonlySet<string> = new Set([
  ...[...RUN_STATUS, ...MACHINE_STATUS].flatMap(([phrase]) => phrase.split(" ")),
  ...TASK_STATUS.keys(),
]);

export interface StatusFound {
  readonly status: string;
  /** The words without it. */
  readonly rest: readonly string[];
}

/** How runs ended, said anywhere among the words. */
export const runStatus = (words: readonly string[]): StatusFound | undefined => firstOf(RUN_TABLE, words);

/** The state of machines. */
export const machineStatus = (words: readonly string[]): StatusFound | undefined => firstOf(MACHINE_TABLE, words);

/** The state of tasks. */
export function taskStatus(words: readonly string[]): StatusFound | undefined {
  const at = words.findIndex((word) => TASK_STATUS.has(word));
  const status = TASK_STATUS.get(words[at] ?? "");
  return status === undefined ? undefined : { status, rest: words.filter((_, index) => index !== at) };
}

/** Of all that is said the one that stands first in the table. */
function firstOf(table: StatusTable, words: readonly string[]): StatusFound | undefined {
  let best: StatusLine | undefined;
  let place = 0;
  for (const [at, word] of words.entries()) {
    for (const line of table.get(word) ?? []) {
      if (best && line.order >= best.order) break;
      if (!line.parts.every((part, offset) => words[at + offset] === part)) continue;
      best = line;
      place = at;
    }
  }
  if (!best) return undefined;
  return { status: best.status, rest: [...words.slice(0, place), ...words.slice(place + best.parts.length)] };
}
