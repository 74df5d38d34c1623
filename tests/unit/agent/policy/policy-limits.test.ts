import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../../../../agent/policy/attempt-limits.ts";
import { readPolicy } from "../../../../agent/policy/policy-file.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

function policyOf(value: unknown) {
  const path = join(temporaryFolder(), "policy.json");
  writeFileSync(path, JSON.stringify(value));
  return readPolicy(path);
}

describe("the limits of an attempt in policy.json", () => {
  it("are there without a word, and each can be set by itself", async () => {
    expect((await readPolicy(join(temporaryFolder(), "absent.json"))).limits).toEqual(DEFAULT_LIMITS);
    const set = await policyOf({ limits: { memoryMiB: 512 } });
    expect(set.limits).toEqual({ ...DEFAULT_LIMITS, memoryMiB: 512 });
  });

  it("are taken away by 0", async () => {
    expect((await policyOf({ limits: { memoryMiB: 0, fileMiB: 0, processes: 0 } })).limits).toEqual({
      memoryMiB: 0,
      fileMiB: 0,
      processes: 0,
    });
  });

  it.each([{ memoryMiB: 20 }, { processes: 2 }, { fileMiB: -1 }, { memoryMb: 512 }, { memoryMiB: "1g" }])(
    "are not guessed where they make no sense: %j",
    async (limits) => {
      await expect(policyOf({ limits })).rejects.toMatchObject({ code: "config.invalid" });
    },
  );
});

describe("the private networks in policy.json", () => {
  it("are none without a word, and only what looks like a network is taken", async () => {
    expect((await policyOf({})).privateNetworks).toEqual([]);
    const networks = ["10.0.0.0/8", "fd00::/8", "192.168.1.4", "*"];
    expect((await policyOf({ privateNetworks: networks })).privateNetworks).toEqual(networks);
    await expect(policyOf({ privateNetworks: ["intranet"] })).rejects.toMatchObject({ code: "config.invalid" });
  });
});
