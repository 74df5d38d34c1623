import { crc32 } from "node:zlib";
import type { SpoolRecord } from "../engine/spool.ts";

const HEX_DIGITS = 8;

/** One record on one line: checksum, space, JSON. */
export function encodeSpoolLine(record: SpoolRecord): string {
  const json = JSON.stringify(record);
  return `${crc32(json).toString(16).padStart(HEX_DIGITS, "0")} ${json}\n`;
}

/** The record of a line without its newline; undefined when the line is torn or damaged. */
export function decodeSpoolLine(line: string): SpoolRecord | undefined {
  const json = line.slice(HEX_DIGITS + 1);
  if (line[HEX_DIGITS] !== " " || crc32(json) !== Number.parseInt(line.slice(0, HEX_DIGITS), 16)) return undefined;
  return JSON.parse(json) as SpoolRecord;
}

export interface SpoolContent {
  readonly records: readonly SpoolRecord[];
  /** Bytes up to the end of the last whole record that follows only whole ones. */
  readonly soundBytes: number;
  /** A record that others follow is damaged: something that was durable is lost. */
  readonly damagedInside: boolean;
}

/** Reads a whole spool file. A bad end is an append that never completed and was never promised. */
export function parseSpool(content: Buffer): SpoolContent {
  const records: SpoolRecord[] = [];
  let soundBytes = 0;
  let damaged = false;
  let damagedInside = false;
  for (let from = 0; from < content.length; ) {
    const newline = content.indexOf(0x0a, from);
    const end = newline === -1 ? content.length : newline;
    const record = newline === -1 ? undefined : decodeSpoolLine(content.toString("utf8", from, end));
    if (record) {
      records.push(record);
      damagedInside ||= damaged;
      if (!damaged) soundBytes = end + 1;
    } else damaged = true;
    from = end + 1;
  }
  return { records, soundBytes, damagedInside };
}
