import type { WallMs } from "../core/kernel/wall-time.ts";
import type { Schedule } from "../core/model/schedule.ts";
import { DAY_PARTS } from "./day-parts.ts";
import { normalise } from "./text/normalise.ts";
import { tokenise } from "./text/tokenise.ts";
import { buildSchedule } from "./time/build-schedule.ts";
import { findTime } from "./time/find-time.ts";

/** The schedule in a sentence, wherever it is in it; undefined when there is none, or none that is clear. */
export function readSchedule(text: string, { nowWall }: { readonly nowWall: WallMs }): Schedule | undefined {
  const setting = { nowWall, dayParts: DAY_PARTS };
  return buildSchedule(findTime(tokenise(normalise(text)), [], setting).facts, setting).schedule;
}
