import { describe, expect, it } from "vitest";
import { answerUsage } from "../../../../plugins/disk/answer-usage.ts";
import { type FileSystem, fileSystem } from "../../../../plugins/disk/file-system.ts";
import { parseDf } from "../../../../plugins/disk/parse-df.ts";
import { mountOf, parseAllMounts, parseMounts } from "../../../../plugins/disk/parse-mounts.ts";

const MOUNTINFO = `22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
23 22 0:21 / /proc rw - proc proc rw
24 22 0:22 / /dev rw - devtmpfs devtmpfs rw
25 24 0:23 / /dev/shm rw - tmpfs tmpfs rw
26 22 0:30 / /tmp rw - tmpfs tmpfs rw
27 22 8:17 / /mnt/my\\040disk rw - xfs /dev/sdb1 rw
28 22 8:17 /logs /var/log rw - xfs /dev/sdb1 rw
29 22 7:1 / /snap/core/1 ro - squashfs /dev/loop1 ro
30 22 0:50 / /var/lib/docker/overlay2/x/merged rw - overlay overlay rw
31 22 0:60 / /srv/share rw - nfs4 nas:/export rw
garbage
`;

describe("reading mounts", () => {
  it("leaves out what cannot fill up, and shows each file system once", () => {
    expect(parseMounts(MOUNTINFO)).toEqual([
      { mount: "/", device: "/dev/vda", type: "ext4" },
      { mount: "/tmp", device: "tmpfs", type: "tmpfs" },
      { mount: "/var/log", device: "/dev/sdb1", type: "xfs" },
      { mount: "/srv/share", device: "nas:/export", type: "nfs4" },
    ]);
  });

  it("shows the root of a container although it is an overlay", () => {
    const root = parseMounts("1 0 0:99 / / rw - overlay overlay rw,lowerdir=/x");
    expect(root).toEqual([{ mount: "/", device: "overlay", type: "overlay" }]);
  });

  it.each([
    ["/var/log/syslog", "/var/log"],
    ["/var/logs", "/"],
    ["/mnt/my disk/a", "/mnt/my disk"],
    ["/proc/cpuinfo", "/proc"],
    ["/", "/"],
  ])("finds that %s lives on %s", (path, mount) => {
    expect(mountOf(parseAllMounts(MOUNTINFO), path)?.mount).toBe(mount);
  });
});

describe("reading df", () => {
  it("reads the POSIX format of macOS, with spaces and without its own volumes", () => {
    const output = `Filesystem     1024-blocks      Used Available Capacity  Mounted on
/dev/disk3s1s1   482797652  10000000 241398826     4%    /
devfs                  205       205         0   100%    /dev
/dev/disk3s6     482797652   1048600 241398826     1%    /System/Volumes/VM
/dev/disk3s5     482797652 220000000 241398826    48%    /System/Volumes/Data
map auto_home            0         0         0   100%    /System/Volumes/Data/home
//me@nas/My Share  1000000    900000    100000    90%    /Volumes/My Share
`;
    expect(parseDf(output).map(({ mount, usedPct }) => [mount, usedPct])).toEqual([
      ["/", 4],
      ["/System/Volumes/Data", 47.7],
      ["/Volumes/My Share", 90],
    ]);
  });

  it("finds nothing in an error", () => expect(parseDf("df: illegal option -- k\n")).toEqual([]));
});

const GIB = 1024 ** 3;
const at = (mount: string, usedPct: number, inodesUsedPct = 0): FileSystem => ({
  ...fileSystem(
    { mount, device: `/dev${mount}`, type: "ext4" },
    { totalBytes: 100 * GIB, usedBytes: usedPct * GIB, freeBytes: (100 - usedPct) * GIB, files: 100, freeFiles: 100 },
  ),
  inodesUsedPct,
});
const ask = (found: readonly FileSystem[], change: { path?: string; silent?: readonly string[] } = {}) =>
  answerUsage(found, { thresholdPct: 80, path: change.path, silent: change.silent ?? [] });

describe("the answer of disk.usage", () => {
  it("names the fullest file system", () => {
    const answer = ask([at("/", 41), at("/data", 12)]);
    expect(answer).toMatchObject({ headline: "2 file systems, fullest is / at 41 % (59 GiB free)", attention: false });
    expect(answer.table?.rows[0]).toEqual(["/", "41 %", "59 GiB", "100 GiB", "0 %", "/dev/"]);
  });

  it("wants attention at the threshold, not below", () => {
    expect(ask([at("/", 80)])).toMatchObject({
      attention: true,
      headline: "/ is at 80 % (20 GiB free), at or above 80 %",
    });
    expect(ask([at("/", 79.9)]).attention).toBe(false);
  });

  it("names all that are too full, the fullest first", () => {
    const answer = ask([at("/", 84), at("/var", 91), at("/home", 10)]);
    expect(answer.headline).toBe("2 of 3 file systems are at or above 80 %: /var 91 %, / 84 %");
    expect(answer.data["aboveThreshold"]).toEqual(["/var", "/"]);
  });

  it("takes a lack of file numbers for fullness", () => {
    expect(ask([at("/", 20, 97)])).toMatchObject({
      attention: true,
      headline: "/ is at 97 % of its file numbers (80 GiB free), at or above 80 %",
    });
  });

  it("answers about the path that was asked for", () => {
    expect(ask([at("/", 41)], { path: "/var" }).headline).toBe("/var is at 41 % (59 GiB free), on /");
  });

  it("says which mounts did not answer", () => {
    expect(ask([at("/", 41)], { silent: ["/nfs"] })).toMatchObject({
      attention: true,
      headline: "fullest is / at 41 % (59 GiB free); no answer from /nfs",
    });
  });
});
