import type { Mount } from "./file-system.ts";

/** File systems that hold things of the kernel, or that are full by nature. */
const PSEUDO = new Set(
  (
    "autofs binfmt_misc bpf cgroup cgroup2 configfs debugfs devpts devtmpfs efivarfs erofs fuse.gvfsd-fuse " +
    "fuse.lxcfs fuse.portal fuse.snapfuse fusectl hugetlbfs iso9660 mqueue nsfs overlay proc pstore ramfs rpc_pipefs " +
    "securityfs selinuxfs squashfs sysfs tracefs udf"
  ).split(" "),
);

interface KernelMount extends Mount {
  /** Two mounts with the same number show the same file system. */
  readonly deviceNumber: string;
}

/**
 * The file systems that can fill up, from /proc/self/mountinfo: pseudo ones are left out, and of several mounts of one
 * the shortest stands for all.
 */
export function parseMounts(mountinfo: string): readonly Mount[] {
  const byDevice = new Map<string, Mount>();
  for (const line of mountinfo.split("\n")) {
    const found = parseLine(line);
    if (!found || !canFillUp(found)) continue;
    const known = byDevice.get(found.deviceNumber);
    if (known && known.mount.length <= found.mount.length) continue;
    byDevice.set(found.deviceNumber, { mount: found.mount, device: found.device, type: found.type });
  }
  return [...byDevice.values()];
}

/** Every mount point with its file system, pseudo ones too: to find where a path lives. */
export function parseAllMounts(mountinfo: string): readonly Mount[] {
  return mountinfo.split("\n").flatMap((line) => parseLine(line) ?? []);
}

/** The mount that a path, absolute and free of links, lives on; the last one mounted there wins. */
export function mountOf<M extends Mount>(mounts: readonly M[], path: string): M | undefined {
  let best: M | undefined;
  for (const candidate of mounts) {
    const { mount } = candidate;
    const contains = mount === "/" || path === mount || path.startsWith(`${mount}/`);
    if (contains && (!best || mount.length >= best.mount.length)) best = candidate;
  }
  return best;
}

function parseLine(line: string): KernelMount | undefined {
  const [front = "", back = ""] = line.split(" - ", 2);
  const [, , deviceNumber, , mount] = front.split(" ");
  const [type, device] = back.split(" ");
  if (!deviceNumber || !mount || !type || !device) return undefined;
  return { mount: decodeOctal(mount), device: decodeOctal(device), type, deviceNumber };
}

/** The kernel writes space, tab, newline and back-slash as octal numbers. */
function decodeOctal(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_match, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

function canFillUp({ mount, type }: Mount): boolean {
  if (type === "overlay") return mount === "/";
  if (PSEUDO.has(type)) return false;
  return type !== "tmpfs" || !/^\/(dev|run|sys|proc)(\/|$)/.test(mount);
}
