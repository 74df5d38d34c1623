import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FileSpool } from "../../../agent/spool/file-spool.ts";
import { silentLogger } from "../../../core/kernel/logger.ts";
import type { ResultMessage } from "../../../core/protocol/messages.ts";
import { anOffer } from "../../support/agent-engine-world.ts";

const started = (execution: string) => ({ kind: "started", execution, attempt: 1 }) as const;
const result = (execution: string): ResultMessage => ({
  type: "result",
  execution,
  attempt: 1,
  outcome: "succeeded",
  durationMs: 1,
  ranAs: "tester",
  logChunks: 0,
});

describe("a file spool", () => {
  let folder: string;
  let opened: FileSpool[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "octopus-spool-"));
  });
  afterEach(async () => {
    for (const spool of opened) await spool.close();
    opened = [];
    rmSync(folder, { recursive: true, force: true });
  });

  const path = () => join(folder, "spool.log");
  const open = async (change: { maxBytes?: number; compactAboveBytes?: number } = {}) => {
    const spool = new FileSpool({ folder, logger: silentLogger, ...change });
    opened.push(spool);
    const entries = await spool.load();
    return { spool, phases: entries.map(({ phase }) => phase) };
  };

  it("remembers the step each attempt has reached", async () => {
    const { spool } = await open();
    await Promise.all([
      spool.append([{ kind: "accepted", offer: anOffer("E-1") }]),
      spool.append([{ kind: "accepted", offer: anOffer("E-2") }, started("E-2")]),
      spool.append([{ kind: "accepted", offer: anOffer("E-3") }, started("E-3")]),
      spool.append([{ kind: "finished", result: result("E-3") }]),
    ]);
    await spool.close();
    expect((await open()).phases).toEqual(["accepted", "started", "finished"]);
  });

  it("keeps nothing of what is over once it is tidied, and all of what is not", async () => {
    const { spool } = await open();
    const offer = { ...anOffer("E-1"), params: { token: "hunter2" } };
    await spool.append([
      { kind: "accepted", offer },
      { kind: "finished", result: result("E-1") },
    ]);
    await spool.tidy();
    expect(readFileSync(path(), "utf8")).toContain("hunter2");
    spool.forget({ execution: "E-1", attempt: 1 });
    const next = anOffer("E-2");
    await Promise.all([spool.tidy(), spool.append([{ kind: "accepted", offer: next }]), spool.tidy()]);
    expect(readFileSync(path(), "utf8")).not.toContain("hunter2");
    await spool.append([started("E-2")]);
    await spool.close();
    expect((await open()).phases).toEqual(["started"]);
  });

  it("forgets what was confirmed, with the next write", async () => {
    const { spool } = await open();
    await spool.append([{ kind: "finished", result: result("E-1") }]);
    spool.forget({ execution: "E-1", attempt: 1 });
    await spool.close();
    expect((await open()).phases).toEqual([]);
  });

  it("F07, P7: recovers from a cut at every byte of its last record and goes on appending", async () => {
    const { spool } = await open();
    await spool.append([{ kind: "accepted", offer: anOffer("E-1") }, started("E-1")]);
    await spool.close();
    const before = statSync(path()).size;
    const { spool: again } = await open();
    await again.append([{ kind: "finished", result: result("E-1") }]);
    await again.close();
    const content = readFileSync(path());
    for (let length = before; length < content.length; length += 1) {
      writeFileSync(path(), content);
      truncateSync(path(), length);
      const { spool: cut, phases } = await open();
      expect(phases).toEqual(["started"]);
      await cut.append([{ kind: "accepted", offer: anOffer("E-2") }]);
      await cut.close();
      expect((await open()).phases).toEqual(["started", "accepted"]);
    }
  });

  it("F07, P4: regards accepted attempts as started when an inner record is lost", async () => {
    const { spool } = await open();
    await spool.append([{ kind: "accepted", offer: anOffer("E-1") }]);
    await spool.close();
    appendFileSync(path(), "garbage\n");
    const { spool: again } = await open();
    await again.append([{ kind: "accepted", offer: anOffer("E-2") }]);
    await again.close();
    expect((await open()).phases).toEqual(["accepted", "accepted"]); // the bad end was cut off before the append
    const good = readFileSync(path());
    writeFileSync(path(), Buffer.concat([good.subarray(0, 3), Buffer.from("garbage\n"), good]));
    expect((await open()).phases).toEqual(["started", "started"]);
    expect((await open()).phases).toEqual(["started", "started"]);
  });

  it("stays small however many attempts pass through", async () => {
    const { spool } = await open({ compactAboveBytes: 20_000 });
    for (let round = 0; round < 400; round += 1) {
      const id = `E-${round}`;
      await spool.append([{ kind: "accepted", offer: anOffer(id) }, started(id)]);
      await spool.append([{ kind: "finished", result: result(id) }]);
      if (round !== 7) spool.forget({ execution: id, attempt: 1 });
    }
    await spool.close();
    expect(statSync(path()).size).toBeLessThan(25_000);
    expect((await open()).phases).toEqual(["finished"]);
  });

  it("F07, P7: says that it is full, and still takes results", async () => {
    const { spool } = await open({ maxBytes: 300 });
    expect(spool.isFull()).toBe(false);
    await spool.append([{ kind: "accepted", offer: anOffer("E-1") }, started("E-1")]);
    expect(spool.isFull()).toBe(true);
    await spool.append([{ kind: "finished", result: result("E-1") }]);
    await spool.close();
    expect((await open()).phases).toEqual(["finished"]);
  });
});
