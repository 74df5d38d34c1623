import { describe, expect, it } from "vitest";
import { defaultDestinations, isInside, namedDestination } from "../../../../plugins/backup/choose-destination.ts";

const NOW = Date.UTC(2026, 10, 21, 10, 35, 0);

describe("where a backup goes", () => {
  it("puts a dated archive into a named folder, and takes an archive's own name as it is", () => {
    expect(namedDestination("/etc", "/backups", NOW).file).toBe("/backups/etc-2026-11-21-103500.tar.gz");
    expect(namedDestination("/etc", "/backups/my.tgz", NOW)).toEqual({ folder: "/backups", file: "/backups/my.tgz" });
  });

  it("tries the machine's place for backups, next to the source, a scratch place", () => {
    const folders = (source: string) => defaultDestinations(source, NOW).map(({ folder }) => folder);
    expect(folders("/srv/data")).toEqual(["/var/backups/octopus", "/srv", "/var/tmp/octopus-backups"]);
  });

  it("never proposes a place inside of what is packed", () => {
    const folders = (source: string) => defaultDestinations(source, NOW).map(({ folder }) => folder);
    expect(folders("/var")).toEqual(["/"]);
    expect(folders("/")).toEqual([]);
  });

  it.each([
    ["/etc/x", "/etc", true],
    ["/etc", "/etc", true],
    ["/etcetera", "/etc", false],
    ["/anything", "/", true],
  ])("knows whether %s is inside of %s", (path, folder, inside) => expect(isInside(path, folder)).toBe(inside));
});
