import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { silentLogger } from "../../../../core/kernel/logger.ts";
import { dropBallast, takeBallast } from "../../../../core/maintenance/ballast.ts";
import { DiskSpace } from "../../../../core/maintenance/disk-space.ts";
import { saySpace, spaceLevel } from "../../../../core/maintenance/space-level.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const MIB = 1024 * 1024;

describe("how much room is left", () => {
  it.each([
    [2000, 300, "ample", "ample"],
    [1000, 300, "ample", "low"],
    [300, 300, "ample", "low"],
    [299, 300, "ample", "scarce"],
    [310, 300, "scarce", "scarce"],
    [330, 300, "scarce", "low"],
    [31, 300, "low", "full"],
    [95, 300, "full", "scarce"],
    [1, 0, "ample", "ample"],
    [5000, 6000, "ample", "scarce"],
  ] as const)("%d MiB with %d wanted, %s before, is %s", (free, wanted, before, level) => {
    expect(spaceLevel(free * MIB, wanted, before)).toBe(level);
  });

  it("is said with what it means and until when", () => {
    expect(saySpace("ample", 5000 * MIB, 300)).toBeUndefined();
    expect(saySpace("low", 900 * MIB, 300)).toMatch(/only 900 MiB .*below 300 MiB new work is refused$/);
    expect(saySpace("low", 40 * MIB, 10)).toMatch(/below 32 MiB new work is refused$/);
    expect(saySpace("full", 20 * MIB, 10)).toMatch(/until there are 32 MiB/);
    expect(saySpace("scarce", 200 * MIB, 300)).toMatch(
      /new work is refused and schedules wait until there are 330 MiB/,
    );
  });
});

function setup(freeMiB: number) {
  const disk = { freeMiB };
  const asked: string[] = [];
  const ballast = {
    take: async () => {
      asked.push("take");
      return true;
    },
    drop: () => {
      asked.push("drop");
      return true;
    },
  };
  const freeBytes = async () => disk.freeMiB * MIB;
  const space = new DiskSpace({ clock: new FakeClock(), logger: silentLogger, scarceMiB: 300, freeBytes, ballast });
  const turns = async (count: number) => {
    for (let turn = 0; turn < count; turn += 1) await space.runOnce();
  };
  return { disk, asked, space, turns };
}

describe("the watch over the disk", () => {
  it("takes the ballast after a minute of room, gives it back when the disk is full, and takes it again", async () => {
    const { asked, disk, turns } = setup(9000);
    await turns(29);
    expect(asked).toEqual([]);
    await turns(2);
    disk.freeMiB = 5;
    await turns(3);
    disk.freeMiB = 9000;
    await turns(40);
    expect(asked.filter((one, index) => one !== asked[index - 1])).toEqual(["take", "drop", "take"]);
  });

  it("takes the ballast wherever there is enough for new work behind it, and nowhere else", async () => {
    const [some, little] = [setup(400), setup(390)];
    await some.turns(40);
    await little.turns(40);
    expect([some.asked[0], little.asked[0]]).toEqual(["take", undefined]);
  });

  it("refuses new work with a sentence while room is short, and takes it again afterwards", async () => {
    const { disk, space, turns } = setup(200);
    expect(space.isScarce).toBe(false); // not looked yet
    await turns(1);
    expect(() => space.assertRoom()).toThrow(
      expect.objectContaining({
        code: "storage.low",
        message: expect.stringMatching(/^Only 200 MiB are free.*ask again\.$/),
      }),
    );
    disk.freeMiB = 400;
    await turns(1);
    expect(space.trouble).toMatch(/below 300 MiB/);
    space.assertRoom();
  });
});

describe("the ballast", () => {
  it("is a private file of 64 MiB that is there once, and gone when it is given back", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "ballast");
    expect(dropBallast(folder)).toBe(false);
    expect(await takeBallast(folder)).toBe(true);
    expect(await takeBallast(folder)).toBe(true);
    expect(statSync(path).size).toBe(64 * MIB);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(dropBallast(folder)).toBe(true);
    expect(existsSync(path)).toBe(false);
  });

  it("is made whole where a server was killed while it took it", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "ballast"), "a beginning");
    expect(await takeBallast(folder)).toBe(true);
    expect(statSync(join(folder, "ballast")).size).toBe(64 * MIB);
  });

  it("is not there, and no error, where none can be written", async () => {
    expect(await takeBallast(join(temporaryFolder(), "nowhere"))).toBe(false);
  });
});
