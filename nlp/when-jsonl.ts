import { validator } from "../core/kernel/validator.ts";
import { wallMsAt } from "../core/kernel/wall-time.ts";
import type { Schedule } from "../core/model/schedule.ts";
import type { ActionManifest } from "../core/plugin-api/manifest.ts";
import { instantFromText } from "./instant.ts";
import { readSchedule } from "./read-schedule.ts";

export interface WhenAnswer {
  readonly id: string | number;
  /** Undefined when no schedule was understood. */
  readonly schedule?: Schedule;
  /** UTC instants, ascending. */
  readonly runs: readonly string[];
  readonly problem?: string;
}

/** Computes due times; passed in, because the language knows nothing of the scheduler. */
export type NextRuns = (
  schedule: Schedule,
  after: number,
  limit: number,
  options: { readonly timeZone: string; readonly anchorAt: number },
) => readonly number[];

const decodeLine = validator<{ id?: string | number; text?: string; schedule?: Schedule }>({
  type: "object",
  properties: {
    id: { type: ["string", "number"] },
    text: { type: "string" },
    schedule: {
      type: "object",
      required: ["kind"],
      properties: { kind: { enum: ["once", "cron", "interval", "rrule"] } },
    },
  },
});

/** One line of `octopus when --jsonl`: `{id, text}` or `{id, schedule}`. */
export function whenLine(
  input: unknown,
  _actions: readonly ActionManifest[],
  now: string,
  tz: string,
  count: number,
  nextRuns: NextRuns,
): WhenAnswer {
  const line = decodeLine(input);
  if (!line.ok) throw new RangeError(`A line has another shape: ${line.problem}.`);
  const at = instantFromText(now, tz);
  const { id = "", text = "", schedule: given } = line.value;
  const schedule = given ?? readSchedule(text, { nowWall: wallMsAt(at, tz), wallIn: (zone) => wallMsAt(at, zone) });
  if (!schedule) return { id, runs: [] };
  const runs = nextRuns(schedule, at, Math.max(0, Math.min(count, 1_000)), { timeZone: tz, anchorAt: at });
  return { id, schedule, runs: runs.map((run) => new Date(run).toISOString()) };
}
