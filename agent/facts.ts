import { accessSync, constants, existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { arch, availableParallelism, hostname, platform, release, totalmem } from "node:os";
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
}

/** What this machine says of itself. Never decides anything by itself. */
export async function collectFacts(input: FactsInput): Promise<AgentFacts> {
  const free = await statfs(input.dataDir).catch(() => undefined);
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
    ...(free ? { diskFreeBytes: free.bavail * free.bsize } : {}),
  };
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
