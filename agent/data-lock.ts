import { open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { OctopusError } from "../core/kernel/errors.ts";

/**
 * Keeps a second agent out of a data folder: the server would take the two for copies of one machine. Returns what
 * gives the folder free. A lock whose process is gone is taken over. Throws `request.conflict`.
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  const path = join(dataDir, "agent.lock");
  const mine = await describeProcess(process.pid);
  for (let round = 0; round < 3; round += 1) {
    const file = await open(path, "wx", 0o600).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") return undefined;
      throw error;
    });
    if (file) {
      await file.writeFile(mine);
      await file.close();
      return () => rm(path, { force: true });
    }
    const holder = await readFile(path, "utf8").catch(() => "");
    const pid = Number(holder.split(" ")[0]);
    if (holder !== "" && holder !== mine && (await describeProcess(pid)) === holder) {
      throw new OctopusError("request.conflict", `Another agent (process ${pid}) already runs on ${dataDir}.`, { pid });
    }
    await rm(path, { force: true });
  }
  throw new OctopusError("request.conflict", `${path} cannot be taken; another agent is starting.`);
}

/** Process id and, where the system tells, when it started: ids are used again. */
async function describeProcess(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state] = fields;
  // Dead, but nobody has asked how it ended: in a container that may last for ever.
  if (state === "Z" || state === "X") return "gone";
  const startedAt = fields[19];
  if (startedAt !== undefined) return `${pid} ${startedAt}`;
  try {
    process.kill(pid, 0);
    return `${pid} running`;
  } catch {
    return "gone";
  }
}
