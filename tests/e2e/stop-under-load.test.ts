import { afterAll, describe, expect, it } from "vitest";
import { FaultFleet } from "../support/fault-fleet.ts";
import { judgeJournal } from "../support/journal-referee.ts";
import { until } from "../support/processes.ts";

const STOPS = process.env["OCTOPUS_TEST_TIER"] === "nightly" ? 60 : 4;

describe("an orderly stop in the middle of work", () => {
  let fleet: FaultFleet | undefined;
  afterAll(async () => fleet?.remove());

  /** Talks until it is over; what was not acknowledged is said again under the same key. */
  async function talk(on: FaultFleet, isOver: () => boolean): Promise<readonly string[]> {
    const acknowledged: string[] = [];
    const conversation = await on.session.conversation();
    while (!isOver()) {
      const key = `stop-${acknowledged.length}`;
      const said = async () =>
        await on.session.say(conversation, `write journal entry ${key} on web-1`, key).then(
          () => true,
          () => false,
        );
      await until(`${key} is acknowledged`, said);
      acknowledged.push(key);
      const begun = async () => (await on.executions().catch(() => [])).length >= acknowledged.length;
      await until(`${key} became work`, begun);
    }
    return acknowledged;
  }

  it(`F28, P1, P2, P4, P7, P8: ${STOPS} times of server and agent: everything acknowledged is done once, nothing fails`, {
    timeout: 300_000 + STOPS * 120_000,
  }, async () => {
    fleet = await FaultFleet.start(["web-1"], "real");
    const on = fleet;
    let over = false;
    const talking = talk(on, () => over);
    for (let stop = 0; stop < STOPS; stop += 1) {
      const lines = on.journal.lines().length;
      await until("work goes on", () => on.journal.lines().length > lines + 4);
      if (stop % 2 === 0) await on.restartServer();
      else expect(await on.restartAgent("web-1")).toBe(0);
    }
    over = true;
    const acknowledged = await talking;
    const open = async () => (await on.executions()).filter(({ state }) => state !== "succeeded");
    await until("everything has succeeded", async () => (await open()).length === 0, 300_000);
    expect((await on.executions()).length).toBe(acknowledged.length);
    expect(judgeJournal(on.journal.lines(), await on.executions())).toEqual([]);
    console.info(`${STOPS} stops under load: ${acknowledged.length} of ${acknowledged.length} succeeded`);
  });
});
