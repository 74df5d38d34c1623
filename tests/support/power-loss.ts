import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** Kinds of records; any other is a write. */
const [SYNC, CUT] = [2, 3];
const HEAD_BYTES = 32;

interface Change {
  readonly kind: number;
  readonly path: string;
  /** Where it writes; of a cut, the new size. */
  readonly offset: number;
  /** Of the file before it. */
  readonly size: number;
  readonly old: Buffer;
  readonly data: Buffer;
}

/**
 * Makes each file that the log of `power-loss.c` speaks of what it is after the power came back: what was flushed, and of
 * what was written since only the parts that `survives` lets through, as a disk may have written them in any order.
 */
export function losePower(log: string, survives: () => boolean): void {
  const byPath = new Map<string, Change[]>();
  for (const change of readLog(readFileSync(log))) {
    const changes = byPath.get(change.path) ?? [];
    if (change.kind === SYNC) changes.length = 0;
    else changes.push(change);
    byPath.set(change.path, changes);
  }
  for (const [path, changes] of byPath) {
    if (!existsSync(path)) continue;
    const flushed = changes.reduceRight(undo, readFileSync(path));
    writeFileSync(path, changes.filter(survives).reduce(redo, flushed));
  }
}

function* readLog(bytes: Buffer): Generator<Change> {
  for (let at = 0; at + HEAD_BYTES <= bytes.length; ) {
    const [kind = 0, pathLength = 0, oldLength = 0, length = 0] = [0, 4, 8, 12].map((part) =>
      bytes.readUInt32LE(at + part),
    );
    const end = at + HEAD_BYTES + pathLength + oldLength + length;
    if (end > bytes.length) return;
    const pathAt = at + HEAD_BYTES;
    const oldAt = pathAt + pathLength;
    yield {
      kind,
      path: bytes.toString("utf8", pathAt, oldAt),
      offset: Number(bytes.readBigInt64LE(at + 16)),
      size: Number(bytes.readBigInt64LE(at + 24)),
      old: bytes.subarray(oldAt, oldAt + oldLength),
      data: bytes.subarray(oldAt + oldLength, end),
    };
    at = end;
  }
}

function undo(content: Buffer, { offset, old, size }: Change): Buffer {
  const before = sized(content, size);
  old.copy(before, offset);
  return before;
}

function redo(content: Buffer, { kind, offset, data }: Change): Buffer {
  if (kind === CUT) return sized(content, offset);
  const after = sized(content, Math.max(content.length, offset + data.length));
  data.copy(after, offset);
  return after;
}

/** A copy of just this length; what is new is zeros, as in a file with a hole. */
function sized(content: Buffer, length: number): Buffer {
  const copy = Buffer.alloc(length);
  content.copy(copy, 0, 0, Math.min(length, content.length));
  return copy;
}
