import type { ActionResponse } from "../../core/model/action-response.ts";
import { countOf, describeBytes } from "../../core/plugin-api/human-units.ts";
import type { FileSystem } from "./file-system.ts";

const ROWS = 100;

interface Question {
  readonly thresholdPct: number;
  /** Set when one place was asked for. */
  readonly path: string | undefined;
  /** Mounts that did not answer. */
  readonly silent: readonly string[];
}

/** Says which file system is the fullest, or which ones are at or above the threshold. */
export function answerUsage(found: readonly FileSystem[], { thresholdPct, path, silent }: Question): ActionResponse {
  const sorted = [...found].sort((a, b) => fullness(b) - fullness(a) || (a.mount < b.mount ? -1 : 1));
  const above = sorted.filter((one) => fullness(one) >= thresholdPct);
  const mute = silent.length > 0 ? `; no answer from ${silent.slice(0, 3).join(", ")}` : "";
  return {
    ok: true,
    headline: headline(sorted, above, thresholdPct, path) + mute,
    attention: above.length > 0 || silent.length > 0,
    data: {
      thresholdPct,
      fullestPct: sorted[0] ? fullness(sorted[0]) : 0,
      aboveThreshold: above.map(({ mount }) => mount),
      fileSystems: sorted.map((one) => ({ ...one })),
    },
    table: {
      columns: ["Mounted on", "Used", "Free", "Size", "Files used", "Device"],
      rows: sorted
        .slice(0, ROWS)
        .map((one) => [
          one.mount,
          percent(one.usedPct),
          describeBytes(one.freeBytes),
          describeBytes(one.totalBytes),
          percent(one.inodesUsedPct),
          one.device,
        ]),
    },
  };
}

function headline(
  sorted: readonly FileSystem[],
  above: readonly FileSystem[],
  thresholdPct: number,
  path: string | undefined,
): string {
  const [first] = sorted;
  if (!first) return "no file system that can fill up";
  const limit = `at or above ${thresholdPct} %`;
  if (path !== undefined) {
    const place = path === first.mount ? "" : `, on ${first.mount}`;
    return `${path} is at ${state(first)}${above.length > 0 ? `, ${limit}` : ""}${place}`;
  }
  if (above.length === 1) return `${first.mount} is at ${state(first)}, ${limit}`;
  if (above.length > 1) {
    const names = above.slice(0, 5).map((one) => `${one.mount} ${percent(fullness(one))}`);
    return `${above.length} of ${countOf(sorted.length, "file system")} are ${limit}: ${names.join(", ")}`;
  }
  const count = sorted.length === 1 ? "" : `${countOf(sorted.length, "file system")}, `;
  return `${count}fullest is ${first.mount} at ${state(first)}`;
}

/** A file system without free file numbers is as full as one without space. */
function fullness(one: FileSystem): number {
  return Math.max(one.usedPct, one.inodesUsedPct);
}

function state(one: FileSystem): string {
  const free = `${describeBytes(one.freeBytes)} free`;
  if (one.inodesUsedPct <= one.usedPct) return `${percent(one.usedPct)} (${free})`;
  return `${percent(one.inodesUsedPct)} of its file numbers (${free})`;
}

/** Rounded up, as df does: 99.2 is nearly full, not 99. */
function percent(value: number): string {
  return `${Math.ceil(value)} %`;
}
