import { type FileSystem, fileSystem } from "./file-system.ts";

const KIB = 1024;

/** What `df -kP` prints, for machines without /proc. File systems without blocks, and macOS's own, are left out. */
export function parseDf(output: string): readonly FileSystem[] {
  const found: FileSystem[] = [];
  for (const line of output.split("\n").slice(1)) {
    const match = /^(.+?)\s+(\d+)\s+(\d+)\s+(-?\d+)\s+\d+%\s+(\/.*)$/.exec(line);
    if (!match) continue;
    const [, device = "", total = "", used = "", free = "", mount = ""] = match;
    if (Number(total) === 0 || isSystemVolume(mount)) continue;
    const counts = { totalBytes: Number(total) * KIB, usedBytes: Number(used) * KIB, freeBytes: Number(free) * KIB };
    found.push(fileSystem({ mount, device, type: "unknown" }, { ...counts, files: 0, freeFiles: 0 }));
  }
  return found;
}

function isSystemVolume(mount: string): boolean {
  return mount === "/dev" || (mount.startsWith("/System/Volumes/") && mount !== "/System/Volumes/Data");
}
