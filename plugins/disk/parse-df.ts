import { type FileSystem, fileSystem } from "./file-system.ts";

const KIB = 1024;

/** What `df -kP` prints, for machines without /proc. File systems without blocks, and macOS's own, are left out. */
export function parseDf(output: string): readonly FileSystem[] {
  const found: FileSystem[] = [];
  for (const line of output.split("\n").slice(1)) {
    const parts = partsOf(line);
    if (!parts) continue;
    const { device, total, used, free, mount } = parts;
    if (Number(total) === 0 || isSystemVolume(mount)) continue;
    const counts = { totalBytes: Number(total) * KIB, usedBytes: Number(used) * KIB, freeBytes: Number(free) * KIB };
    found.push(fileSystem({ mount, device, type: "unknown" }, { ...counts, files: 0, freeFiles: 0 }));
  }
  return found;
}

/** Device and folder may hold blanks; the three counts before the share may not. */
function partsOf(line: string) {
  const fields = line.split(/\s+/);
  const share = fields.findIndex(
    (field, at) => at > 3 && /^\d{1,4}%$/.test(field) && fields.slice(at - 3, at).every((one) => /^-?\d+$/.test(one)),
  );
  const percent = fields[share];
  if (percent === undefined) return undefined;
  const [total = "", used = "", free = ""] = fields.slice(share - 3, share);
  const mount = line.slice(line.indexOf(` ${percent}`) + percent.length + 1).trimStart();
  return mount.startsWith("/") ? { device: fields.slice(0, share - 3).join(" "), total, used, free, mount } : undefined;
}

function isSystemVolume(mount: string): boolean {
  return mount === "/dev" || (mount.startsWith("/System/Volumes/") && mount !== "/System/Volumes/Data");
}
