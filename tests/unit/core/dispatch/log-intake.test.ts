import { describe, expect, it } from "vitest";
import { LogIntake } from "../../../../core/dispatch/log-intake.ts";
import { offerWork } from "../../../../core/dispatch/offer-work.ts";
import { silentLogger } from "../../../../core/kernel/logger.ts";
import type { LogMessage } from "../../../../core/protocol/messages.ts";
import { PROTOCOL_LIMITS } from "../../../../core/protocol/version.ts";
import { CoreWorld } from "../../../support/core-world.ts";

const WEB = "agt_web-1";

function chunk(seq: number, overrides: Partial<LogMessage> = {}): LogMessage {
  return {
    type: "log",
    execution: "E-1",
    attempt: 1,
    seq,
    stream: "out",
    text: `line ${seq}`,
    sinceStartMs: 0,
    ...overrides,
  };
}

async function scene(): Promise<{
  world: CoreWorld;
  intake: LogIntake;
  heard: string[];
  stored: () => Promise<readonly number[]>;
}> {
  const world = new CoreWorld();
  await world.create();
  const { store, clock, events, actions } = world;
  await store.write((writer) => offerWork(writer, { actions, events }, WEB, clock.now()));
  const heard: string[] = [];
  events.on("log.appended", ({ chunks }) => void heard.push(...chunks.map((one) => one.text)));
  events.on("progress.reported", ({ percent }) => void heard.push(`${percent}%`));
  const stored = async () => (await world.runQueries.logs("E-1", 1, -1)).map((one) => one.seq);
  return { world, intake: new LogIntake({ store, clock, events, logger: silentLogger }), heard, stored };
}

describe("taking output", () => {
  it("gathers for a moment, then stores and tells", async () => {
    const { world, intake, heard, stored } = await scene();
    await intake.take(WEB, chunk(0));
    await intake.take(WEB, chunk(1));
    expect(await stored()).toEqual([]);
    await world.clock.advance(50);
    expect([await stored(), heard]).toEqual([
      [0, 1],
      ["line 0", "line 1"],
    ]);
  });

  it("F12, P13: counts a chunk once however often it arrives, and puts those out of order in order", async () => {
    const { intake, heard, stored } = await scene();
    for (const seq of [2, 0, 2]) await intake.take(WEB, chunk(seq));
    await intake.flush();
    for (const seq of [0, 1]) await intake.take(WEB, chunk(seq));
    await intake.flush();
    expect(await stored()).toEqual([0, 1, 2]);
    expect(heard).toHaveLength(3);
  });

  it.each([
    ["another agent", "agt_web-2", {}],
    ["an attempt that does not exist", WEB, { attempt: 2 }],
    ["an execution that does not exist", WEB, { execution: "E-9" }],
  ])("drops what comes from %s", async (_who, agentId, overrides) => {
    const { intake, heard, stored } = await scene();
    await intake.take(agentId, chunk(0, overrides));
    await intake.take(agentId, { type: "progress", execution: "E-1", attempt: 1, percent: 5, text: "", ...overrides });
    await intake.flush();
    expect([await stored(), heard]).toEqual([[], []]);
  });

  it("P14: stores up to its limit for each attempt, and beyond it only the marks of gaps", async () => {
    const { intake, stored } = await scene();
    const text = "x".repeat(PROTOCOL_LIMITS.logChunkBytes);
    const fits = PROTOCOL_LIMITS.logBytesPerAttempt / PROTOCOL_LIMITS.logChunkBytes;
    for (let seq = 0; seq < fits + 1; seq += 1) await intake.take(WEB, chunk(seq, { text }));
    await intake.take(WEB, chunk(fits + 1, { stream: "gap", text: "1 dropped" }));
    await intake.flush();
    expect((await stored()).slice(-2)).toEqual([fits - 1, fits + 1]);
  });

  it("passes progress on at once and stores none of it", async () => {
    const { intake, heard, stored } = await scene();
    await intake.take(WEB, { type: "progress", execution: "E-1", attempt: 1, percent: 40, text: "half" });
    expect([heard, await stored()]).toEqual([["40%"], []]);
  });

  it("loses chunks rather than break when the store refuses them", async () => {
    const { world, intake } = await scene();
    await intake.take(WEB, chunk(0));
    await world.store.close();
    await expect(intake.flush()).resolves.toBeUndefined();
  });
});
