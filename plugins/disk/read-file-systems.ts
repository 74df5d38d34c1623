import { readFile, realpath, statfs } from "node:fs/promises";
import { systemClock } from "../../core/kernel/clock.ts";
import { runTool } from "../../core/plugin-api/run-tool.ts";
import { type FileSystem, fileSystem, type Mount } from "./file-system.ts";
import { parseDf } from "./parse-df.ts";
import { mountOf, parseAllMounts, parseMounts } from "./parse-mounts.ts";

/** A network file system whose server is gone never answers; the others should not wait for it. */
const PATIENCE_MS = 3000;
/** Below this it is no place where anything is kept. */
const SMALLEST_BYTES = 1024 * 1024;

interface Found {
  readonly fileSystems: readonly FileSystem[];
  /** Mounts that did not say how full they are. */
  readonly silent: readonly string[];
}

/** Every file system that can fill up. Undefined where this machine has no way to tell. */
export async function readFileSystems(signal: AbortSignal): Promise<Found | undefined> {
  const mountinfo = await readMountinfo();
  if (mountinfo === undefined) return viaDf([], signal);
  const measured = await Promise.all(parseMounts(mountinfo).map(measure));
  const fileSystems = measured.filter((one) => typeof one === "object" && one.totalBytes >= SMALLEST_BYTES);
  return {
    fileSystems: fileSystems as readonly FileSystem[],
    silent: measured.filter((one) => typeof one === "string"),
  };
}

/** The one file system that the path lives on. Rejects like node:fs when there is no such path. */
export async function readFileSystemOf(path: string, signal: AbortSignal): Promise<Found | undefined> {
  const real = await realpath(path);
  const mountinfo = await readMountinfo();
  if (mountinfo === undefined) return viaDf(["--", real], signal);
  const mount = mountOf(parseAllMounts(mountinfo), real) ?? { mount: real, device: "unknown", type: "unknown" };
  const one = await measure(mount, real);
  if (one === undefined) return { fileSystems: [], silent: [] };
  return typeof one === "string" ? { fileSystems: [], silent: [one] } : { fileSystems: [one], silent: [] };
}

async function readMountinfo(): Promise<string | undefined> {
  return readFile("/proc/self/mountinfo", "utf8").catch(() => undefined);
}

/** Undefined when this user may not look at it; the mount's name when it does not answer in time. */
async function measure(mount: Mount, path: unknown = mount.mount): Promise<FileSystem | string | undefined> {
  const place = typeof path === "string" ? path : mount.mount;
  let cancel = () => {};
  const late = new Promise<string>((resolve) => {
    cancel = systemClock.after(PATIENCE_MS, () => resolve(mount.mount));
  });
  const answer = await Promise.race([statfs(place).catch(() => undefined), late]);
  cancel();
  if (answer === undefined || typeof answer === "string") return answer;
  return fileSystem(mount, {
    totalBytes: answer.blocks * answer.bsize,
    usedBytes: (answer.blocks - answer.bfree) * answer.bsize,
    freeBytes: answer.bavail * answer.bsize,
    files: answer.files,
    freeFiles: answer.ffree,
  });
}

async function viaDf(args: readonly string[], signal: AbortSignal): Promise<Found | undefined> {
  const df = await runTool("df", ["-kP", ...args], { signal });
  if (df.kind !== "ended") return undefined;
  return { fileSystems: parseDf(df.stdout), silent: [] };
}
