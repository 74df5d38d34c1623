import { percentOf } from "../../core/plugin-api/human-units.ts";

/** A mounted file system and how full it is. */
export interface FileSystem {
  readonly mount: string;
  readonly device: string;
  readonly type: string;
  readonly totalBytes: number;
  readonly usedBytes: number;
  /** Free for ordinary users: what is reserved for root is neither used nor free. */
  readonly freeBytes: number;
  readonly usedPct: number;
  /** 0 where the file system has no fixed number of files. */
  readonly inodesUsedPct: number;
}

export type Mount = Pick<FileSystem, "mount" | "device" | "type">;

interface Counts {
  readonly totalBytes: number;
  readonly usedBytes: number;
  readonly freeBytes: number;
  readonly files: number;
  readonly freeFiles: number;
}

/** Percentages as df counts them: used of what ordinary users can use. */
export function fileSystem({ mount, device, type }: Mount, counts: Counts): FileSystem {
  const { totalBytes, usedBytes, freeBytes, files, freeFiles } = counts;
  return {
    mount,
    device,
    type,
    totalBytes,
    usedBytes,
    freeBytes,
    usedPct: percentOf(usedBytes, usedBytes + freeBytes),
    inodesUsedPct: percentOf(files - freeFiles, files),
  };
}
