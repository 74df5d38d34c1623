import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { systemRandomness } from "../../../../core/kernel/randomness.ts";
import { keyFile } from "../../../../web/compose/key-file.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const keyIn = (folder: string) => keyFile(folder, "secrets.key", systemRandomness);

describe("a key of the server", () => {
  it("is made once, for its owner alone, and leaves nothing beside it", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "secrets.key.new"), "left by a killed server", { mode: 0o600 });
    const key = keyIn(folder);
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(keyIn(folder)).toBe(key);
    expect(readFileSync(join(folder, "secrets.key"), "utf8")).toBe(`${key}\n`);
    expect(statSync(join(folder, "secrets.key")).mode & 0o777).toBe(0o600);
    expect(existsSync(join(folder, "secrets.key.new"))).toBe(false);
  });

  it.each(["", "\n", "0123456789abcdef"])("is not %j, which a full disk or a kill may leave", (left) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "secrets.key"), left, { mode: 0o600 });
    expect(() => keyIn(folder)).toThrow(
      expect.objectContaining({ code: "storage.corrupt", message: expect.stringContaining("no whole key") }),
    );
    expect(readFileSync(join(folder, "secrets.key"), "utf8")).toBe(left);
  });
});
