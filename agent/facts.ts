import { accessSync, constants, existsSync } from "node:fs";
import { readFile, statfs } from "node:fs/promises";
import { arch, availableParallelism, freemem, hostname, loadavg, platform, release, totalmem, uptime } from "node:os";
import { delimiter, join } from "node:path";
import type { AgentFacts } from "../core/model/agent.ts";

const BINARIES =
  "apt-get dnf yum zypper apk pacman brew choco winget tar ping ps journalctl docker podman python3 bash sh git rsync sudo".split(
    " ",
  );
const SYSTEMS: Readonly<Partial<Record<NodeJS.Platform, AgentFacts["os"]>>> = {
  linux: "linux",
  darwin: "macos",
  win32: "windows",
};

interface FactsInput {
  readonly agentVersion: string;
  readonly runsAs: string;
  readonly dataDir: string;
  /** Value of the PATH variable. */
  readonly path: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

const MINUTE_MS = 60_000;

/** What this machine says of itself. Never decides anything by itself. */
export async function collectFacts(input: FactsInput): Promise<AgentFacts> {
  return {
    hostname: hostname().slice(0, 255),
    os: SYSTEMS[platform()] ?? "other",
    osRelease: release().slice(0, 200),
    arch: arch(),
    cpuCount: availableParallelism(),
    memoryBytes: totalmem(),
    nodeVersion: process.version,
    agentVersion: input.agentVersion,
    runsAs: input.runsAs,
    capabilities: capabilities(input.path),
    ...(await fullerDisk([input.dataDir, "/"])),
    memoryFreeBytes: await availableMemory(),
    ...(platform() === "win32" ? {} : { load: Math.round((loadavg()[0] ?? 0) * 100) / 100 }),
    bootedAt: Math.round((input.now - uptime() * 1000) / MINUTE_MS) * MINUTE_MS,
  };
}

/** The volume with the smallest share left. */
async function fullerDisk(folders: readonly string[]): Promise<Pick<AgentFacts, "diskFreeBytes" | "diskBytes">> {
  const disks = await Promise.all(folders.map((folder) => statfs(folder).catch(() => undefined)));
  const known = disks.flatMap((disk) => (disk && disk.blocks > 0 ? [disk] : []));
  // as df counts: what is kept back for root is neither used nor free
  const whole = (disk: (typeof known)[number]) => disk.blocks - disk.bfree + disk.bavail;
  const [first, ...rest] = known;
  if (!first) return {};
  const share = (disk: typeof first) => disk.bavail / whole(disk);
  const fuller = rest.reduce((full, disk) => (share(disk) < share(full) ? disk : full), first);
  return { diskFreeBytes: fuller.bavail * fuller.bsize, diskBytes: whole(fuller) * fuller.bsize };
}

/** What programs may still take: on Linux with what the file cache gives back (MemAvailable of /proc/meminfo). */
async function availableMemory(): Promise<number> {
  const text = platform() === "linux" ? await readFile("/proc/meminfo", "utf8").catch(() => "") : "";
  const kib = /^MemAvailable:\s{1,20}(\d{1,15}) kB$/m.exec(text)?.[1];
  return kib === undefined ? freemem() : Number(kib) * 1024;
}

function capabilities(path: string): readonly string[] {
  const folders = path.split(delimiter).filter((folder) => folder !== "");
  const found = BINARIES.filter((name) => folders.some((folder) => isExecutable(join(folder, name))));
  return existsSync("/run/systemd/system") ? ["systemd", ...found] : found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
