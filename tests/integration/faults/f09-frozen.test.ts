import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FaultFleet } from "../../support/fault-fleet.ts";
import { FAULT_TIMES, RESOLVED_WITHIN_MS } from "../../support/fault-times.ts";
import { judgeJournal } from "../../support/journal-referee.ts";
import { until } from "../../support/processes.ts";

const nightly = process.env["OCTOPUS_TEST_TIER"] === "nightly";
const ROUNDS = nightly ? 12 : 1;
const PATIENCE_MS = 240_000;

/** Longer than anybody waits: lease and margin, and a little more. */
const PAST_LEASE_MS = FAULT_TIMES.leaseMs + FAULT_TIMES.marginMs + 1_000;

describe("a process that stands still past the lease", () => {
  let fleet: FaultFleet;
  beforeAll(async () => {
    fleet = await FaultFleet.start(["web-1"]);
  }, 300_000);
  afterAll(() => fleet.remove());

  const judged = async () => judgeJournal(fleet.journal.lines(), await fleet.executions());

  async function atWork(round: string) {
    const once = await fleet.ask("web-1", `write journal entry ticking-${round}`);
    const again = await fleet.ask("web-1", `note journal mark ticking-${round}`);
    await fleet.begun(once.id);
    await fleet.begun(again.id);
    return { once, again };
  }

  it("F09, P4, P5, P6, P8: an agent: what it ran is unknown in time, and a second attempt begins when the first is gone", {
    timeout: ROUNDS * 900_000,
  }, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { once, again } = await atWork(`agent-${round}`);
      fleet.agent("web-1").kill("SIGSTOP");
      expect((await fleet.settled(once.id, RESOLVED_WITHIN_MS)).state).toBe("unknown");
      const second = async () => (await fleet.execution(again.id)).attempt > 1;
      await until("the repeatable one has its next attempt", second, RESOLVED_WITHIN_MS);
      const startsOf = (id: string) =>
        fleet.journal.lines().filter((line) => line.execution === id && line.attempt > 1);
      expect([...startsOf(once.id), ...startsOf(again.id)]).toEqual([]);
      fleet.agent("web-1").kill("SIGCONT");
      expect((await fleet.settled(again.id, PATIENCE_MS)).state).toBe("succeeded");
      await until("it is back", async () => (await fleet.liveness("web-1")) === "online", PATIENCE_MS);
      expect(await judged()).toEqual([]);
    }
  });

  it("F09, P4, P5, P6, P7, P8: a server: its agent ends what it may not go on with, and nothing begins twice", {
    timeout: ROUNDS * 900_000,
  }, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { once, again } = await atWork(`server-${round}`);
      const ticks = () => fleet.journal.lines().length;
      fleet.signalServer("SIGSTOP");
      const frozenAt = performance.now();
      let last = { count: ticks(), at: frozenAt };
      const quiet = () => {
        if (ticks() !== last.count) last = { count: ticks(), at: performance.now() };
        return performance.now() - last.at > 2_000;
      };
      await until("the agent has ended both attempts", quiet, PATIENCE_MS);
      // On a busy computer the last line may be written late; that nothing overlaps is judged below in any case.
      if (nightly) expect(last.at - frozenAt).toBeLessThan(FAULT_TIMES.leaseMs);
      await until("the lease is over", () => performance.now() - frozenAt > PAST_LEASE_MS, PATIENCE_MS);
      fleet.signalServer("SIGCONT");
      expect((await fleet.settled(once.id, PATIENCE_MS)).state).toBe("unknown");
      expect((await fleet.settled(again.id, PATIENCE_MS)).state).toBe("succeeded");
      expect(await judged()).toEqual([]);
    }
  });
});
