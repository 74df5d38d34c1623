import { readFile } from "node:fs/promises";

export interface TreeUse {
  readonly processes: number;
  /** Resident memory without what is shared with others. */
  readonly memoryBytes: number;
}

/** Linux counts in pages; 4 KiB on all but a few machines, where the limit is then too generous. */
const PAGE_BYTES = 4096;
/** More than any limit: a fork bomb is not walked to its end. */
const MOST = 20_000;

/**
 * What a process and all its descendants use now; undefined when it is gone or the system does not tell (no Linux). What
 * left the tree, by outliving its parent without a PID namespace, is not counted.
 */
export async function treeUse(root: number): Promise<TreeUse | undefined> {
  let memoryBytes = 0;
  let processes = 0;
  let level: readonly number[] = [root];
  while (level.length > 0 && processes < MOST) {
    const found = await Promise.all(level.map(useOf));
    const alive = found.filter((one) => one !== undefined);
    if (level[0] === root && alive.length === 0) return undefined;
    processes += alive.length;
    for (const one of alive) memoryBytes += one.memoryBytes;
    level = alive.flatMap(({ children }) => children);
  }
  return { processes, memoryBytes };
}

async function useOf(pid: number): Promise<{ memoryBytes: number; children: readonly number[] } | undefined> {
  try {
    const [statm, children] = await Promise.all([
      readFile(`/proc/${pid}/statm`, "utf8"),
      readFile(`/proc/${pid}/task/${pid}/children`, "utf8"),
    ]);
    const [, resident = 0, shared = 0] = statm.split(" ").map(Number);
    const pids = children.split(" ").filter((one) => one !== "");
    return { memoryBytes: Math.max(0, resident - shared) * PAGE_BYTES, children: pids.map(Number) };
  } catch {
    return undefined; // it ended while it was looked at
  }
}
