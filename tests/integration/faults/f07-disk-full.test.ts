import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FaultFleet } from "../../support/fault-fleet.ts";
import { judgeJournal } from "../../support/journal-referee.ts";
import { until } from "../../support/processes.ts";

describe("an agent whose disk is full", () => {
  let fleet: FaultFleet;
  beforeAll(async () => {
    fleet = await FaultFleet.start(["web-1"], "real");
  }, 300_000);
  afterAll(() => fleet.remove());

  /** No file of the agent may grow past this; children that already run are not bound by it. */
  const allow = (bytes: string) =>
    execFileSync("prlimit", ["--pid", String(fleet.agent("web-1").pid), `--fsize=${bytes}:`]);

  const lineOf = (what: string, id: string) =>
    fleet.journal.lines().some((line) => line.what === what && line.execution === id);

  it("F07, P4, P5, P7: takes no new work, says why, loses no result, and goes on when there is space", {
    timeout: 900_000,
  }, async () => {
    const before = await fleet.ask("web-1", "write journal entry slow-before");
    await fleet.begun(before.id);
    allow("16");
    await until("what ran has ended", () => lineOf("end", before.id));
    const refused = await fleet.ask("web-1", "write journal entry refused");
    const turnedBack = () => /spool still cannot be written|could not be made durable/.test(fleet.printed("web-1"));
    await until("the agent has met the full disk", turnedBack);
    expect(lineOf("start", refused.id)).toBe(false);
    allow("unlimited");
    expect((await fleet.settled(before.id)).state).toBe("succeeded");
    expect((await fleet.settled(refused.id)).state).toBe("succeeded");
    expect(judgeJournal(fleet.journal.lines(), await fleet.executions())).toEqual([]);
  });
});
