import { accessSync, constants, existsSync, statfsSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { dirname } from "node:path";
import type { Finding } from "./finding.ts";

const WARN_FREE_BYTES = 1024 ** 3;

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return { level: "ok", what: `Node ${version}` };
  return { level: "fail", what: `Node ${version} is too old`, fix: "Install Node 20.19 or newer." };
}

/** The database driver is native code: it breaks when Node changes under it. */
export function checkDatabaseDriver(loads: boolean): Finding {
  if (loads) return { level: "ok", what: "the SQLite driver loads" };
  const fix = 'Remove node_modules and run "npm start"; to compile it, python3, make and g++ are needed.';
  return { level: "fail", what: "the SQLite driver does not load", fix };
}

export function checkDataFolder(folder: string): readonly Finding[] {
  const nearest = existing(folder);
  if (!statSync(nearest).isDirectory()) {
    const fix = "Remove that file, or set OCTOPUS_DATA_DIR to another folder.";
    return [{ level: "fail", what: `the data folder ${folder} cannot be made: ${nearest} is a file`, fix }];
  }
  try {
    accessSync(nearest, constants.W_OK | constants.X_OK);
  } catch {
    const fix = `Give this user the right to write there, or set OCTOPUS_DATA_DIR to another folder.`;
    return [{ level: "fail", what: `the data folder ${folder} cannot be written`, fix }];
  }
  const { bavail, bsize } = statfsSync(nearest);
  const freeBytes = bavail * bsize;
  const free = `${(freeBytes / 1024 ** 3).toFixed(1)} GiB free`;
  const space: Finding =
    freeBytes < WARN_FREE_BYTES
      ? {
          level: "warn",
          what: `little space for ${folder}: ${free}`,
          fix: "Make room; below 300 MiB (OCTOPUS_MIN_FREE_SPACE) new work is refused and schedules wait.",
        }
      : { level: "ok", what: `data folder ${folder}, ${free}` };
  return [space, ...checkFolderMode(folder)];
}

function checkFolderMode(folder: string): readonly Finding[] {
  if (process.platform === "win32" || !existsSync(folder)) return [];
  if ((statSync(folder).mode & 0o077) === 0) return [];
  return [{ level: "warn", what: `others can read ${folder}`, fix: `Run: chmod 700 ${folder}` }];
}

function existing(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder));
}

/** Whether the port could be taken now. A running Octopus there is fine, anything else is not. */
export async function checkPort(host: string, port: number, isOctopus: () => Promise<boolean>): Promise<Finding> {
  const free = await new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ host, port }, () => server.close(() => resolve(true)));
  });
  if (free) return { level: "ok", what: `port ${port} on ${host} is free; no server runs there` };
  if (await isOctopus()) return { level: "ok", what: `a server answers on ${host}:${port}` };
  return {
    level: "fail",
    what: `port ${port} on ${host} is used by another program`,
    fix: "Stop that program, or set OCTOPUS_PORT to another port.",
  };
}
