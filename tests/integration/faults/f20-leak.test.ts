import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FaultFleet } from "../../support/fault-fleet.ts";
import { until } from "../../support/processes.ts";

const nightly = process.env["OCTOPUS_TEST_TIER"] === "nightly";
const EXECUTIONS = nightly ? 20_000 : 400;
/** A heap moves by some hundred kilobytes whatever happens; over few executions that is much for each of them. */
const MOST_BYTES_EACH = nightly ? 100 : 8_000;
const AT_ONCE = 20;
const OPEN = ["queued", "offered", "running", "cancelling"];
const PATIENCE_MS = nightly ? 3_600_000 : 600_000;

describe("memory over many short executions", () => {
  let fleet: FaultFleet;
  beforeAll(async () => {
    fleet = await FaultFleet.start(["web-1"], "real");
  }, 300_000);
  afterAll(() => fleet.remove());

  const openWork = async () => {
    const { openExecutionsByState } = await fleet.session.get<{ openExecutionsByState: Record<string, number> }>(
      "/stats",
    );
    return OPEN.reduce((sum, state) => sum + (openExecutionsByState[state] ?? 0), 0);
  };

  async function work(count: number, name: string): Promise<void> {
    const conversation = await fleet.session.conversation();
    let next = 0;
    const turn = async () => {
      while (next < count) {
        const key = `${name}-${next++}`;
        await fleet.session.say(conversation, `note journal mark ${key} on web-1`, key);
        await until("the queue is short", async () => next >= count || (await openWork()) < 200, PATIENCE_MS);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, turn));
    await until(`${count} are done`, async () => (await openWork()) === 0, PATIENCE_MS);
  }

  it(`F20, P14: the server keeps less than ${MOST_BYTES_EACH} bytes of each of ${EXECUTIONS} that are over`, {
    timeout: 2 * PATIENCE_MS,
  }, async () => {
    await work(EXECUTIONS / 2, "first");
    const first = await fleet.serverHeapBytes();
    await work(EXECUTIONS / 2, "second");
    const second = await fleet.serverHeapBytes();
    const each = (second - first) / (EXECUTIONS / 2);
    console.info(
      `heap ${(first / 1e6).toFixed(1)} MB, then ${(second / 1e6).toFixed(1)} MB: ${Math.round(each)} bytes for each`,
    );
    expect(each).toBeLessThan(MOST_BYTES_EACH);
  });
});
