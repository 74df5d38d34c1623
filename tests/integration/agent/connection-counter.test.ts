import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ConnectionCounter } from "../../../agent/connection-counter.ts";
import { type AgentIdentity, readIdentity } from "../../../agent/identity.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const IDENTITY: AgentIdentity = {
  id: "agt_1",
  name: "web-1",
  serverUrl: "http://127.0.0.1:8000",
  serverId: "srv_1",
  privateKey: "PEM",
  boot: 4,
};
const stored = (folder: string) => (JSON.parse(readFileSync(join(folder, "agent.json"), "utf8")) as AgentIdentity).boot;

describe("the count of connections", () => {
  it("is on the disk before it is handed out, and never handed out twice", async () => {
    const folder = temporaryFolder();
    const counter = new ConnectionCounter(folder, IDENTITY);
    const counts = await Promise.all(
      [1, 2, 3].map(async () => {
        const { boot } = await counter.next();
        expect(stored(folder)).toBeGreaterThanOrEqual(boot);
        return boot;
      }),
    );
    expect(counts).toEqual([5, 6, 7]);
    expect((await readIdentity(folder))?.boot).toBe(7);
  });

  it("goes on although a crash left half a file behind", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, `agent.json.${process.pid}.new`), "half");
    expect((await new ConnectionCounter(folder, IDENTITY).next()).boot).toBe(5);
  });

  it("is not handed out when it cannot be stored", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "a-file");
    writeFileSync(file, "");
    const counter = new ConnectionCounter(join(file, "below"), IDENTITY);
    await expect(counter.next()).rejects.toThrow(/ENOTDIR|EEXIST/);
    await expect(counter.next()).rejects.toThrow(/ENOTDIR|EEXIST/);
  });
});
