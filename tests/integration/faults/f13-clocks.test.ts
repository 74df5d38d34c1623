import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FaultFleet, SERVER } from "../../support/fault-fleet.ts";
import { judgeJournal } from "../../support/journal-referee.ts";
import { until } from "../../support/processes.ts";

const HOUR_MS = 3_600_000;
const STEPS = [HOUR_MS, -HOUR_MS, 120_000, -120_000];
const ROUNDS = process.env["OCTOPUS_TEST_TIER"] === "nightly" ? 8 : 1;
const PATIENCE_MS = 240_000;

describe("clocks that are set while work runs", () => {
  let fleet: FaultFleet;
  beforeAll(async () => {
    fleet = await FaultFleet.start(["web-1"]);
  }, 240_000);
  afterAll(() => fleet.remove());

  const offsetShown = async () => (await fleet.agents()).find(({ name }) => name === "web-1")?.clockOffsetMs ?? 0;

  it("F13, P4, P5, P6, P7, P8: of the server and of a machine, by an hour and by minutes: nothing is lost or done twice, and the difference is shown", {
    timeout: 900_000 * ROUNDS,
  }, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const whose of [SERVER, "web-1"]) {
        for (const [index, byMs] of STEPS.entries()) {
          const name = `${whose}-${round}-${index}`;
          const once = await fleet.ask("web-1", `write journal entry slow-${name}`);
          const again = await fleet.ask("web-1", `note journal mark slow-${name}`);
          await fleet.begun(once.id);
          fleet.shiftClock(whose, byMs);
          const states = [once.id, again.id].map(async (id) => (await fleet.settled(id, PATIENCE_MS)).state);
          expect(await Promise.all(states), name).toEqual(["succeeded", "succeeded"]);
          // The machine's clock less the server's, to within a heartbeat's way and a minute of a busy computer.
          const expected = whose === SERVER ? -byMs : byMs;
          const isShown = async () => Math.abs((await offsetShown()) - expected) < 60_000;
          await until(`${name}: the difference of the clocks is shown`, isShown, PATIENCE_MS);
        }
        fleet.shiftClock(whose, 0);
      }
    }
    expect(judgeJournal(fleet.journal.lines(), await fleet.executions())).toEqual([]);
  });
});
