import { appendFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { problemIn } from "../web/support/ask.ts";
import { Victim } from "./support/victim.ts";

const FILE = "/plugins/journal/1.0.0/files/journal.sh";

function replaceByLink(path: string): void {
  rmSync(path);
  symlinkSync(join(path, "../../../data/audit.key"), path);
}

describe("S12: a plugin folder that changes after it was registered", () => {
  let victim: Victim;
  beforeEach(async () => {
    victim = await Victim.start();
  });
  afterEach(() => victim.stop());
  const script = () => join(victim.folder, "plugins/journal/journal.sh");

  it.each<readonly [string, (path: string) => void]>([
    ["another content", (path) => appendFileSync(path, "\nrm -rf /")],
    ["the same length and another content", (path) => writeFileSync(path, "#".repeat(700))],
    ["a link to a secret", replaceByLink],
    ["nothing", (path) => renameSync(path, `${path}.away`)],
  ])("hands out no byte of %s", async (_what, change) => {
    expect((await victim.as("admin", FILE)).status).toBe(200);
    change(script());
    const answer = await victim.as("admin", FILE);
    expect(problemIn(answer).code).toBe("plugin.version-changed");
    expect(answer.text).not.toContain(victim.folder);
  });

  it("does not hand out a file that was added", async () => {
    writeFileSync(join(victim.folder, "plugins/journal/extra.sh"), "echo");
    expect((await victim.as("admin", FILE.replace("journal.sh", "extra.sh"))).status).toBe(404);
  });
});
