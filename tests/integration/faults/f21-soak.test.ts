import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FaultFleet, SERVER } from "../../support/fault-fleet.ts";
import { judgeJournal } from "../../support/journal-referee.ts";
import { until } from "../../support/processes.ts";

const MACHINES = ["web-1", "web-2"];
/** Each is one fault of every kind; a release is held to eight hours of them. */
const ROUNDS = Number(process.env["OCTOPUS_SOAK_ROUNDS"] ?? (process.env["OCTOPUS_TEST_TIER"] ? 30 : 1));
const OPEN = ["queued", "offered", "running", "cancelling"];
const PATIENCE_MS = 600_000;

describe("everything that goes wrong, one after another, under load", () => {
  let fleet: FaultFleet;
  beforeAll(async () => {
    fleet = await FaultFleet.start(MACHINES);
  }, 300_000);
  afterAll(() => fleet.remove());

  /** Talks until it is over; what was not acknowledged is said again under the same key. */
  async function talk(machine: string, isOver: () => boolean): Promise<number> {
    const conversation = await fleet.session.conversation();
    let taken = 0;
    for (; !isOver(); taken += 1) {
      const key = `soak-${machine}-${taken}`;
      const words = taken % 2 === 0 ? `write journal entry ${key}` : `note journal mark ${key}`;
      const said = () =>
        fleet.session.say(conversation, `${words} on ${machine}`, key).then(
          () => true,
          () => false,
        );
      await until(`${key} is acknowledged`, said, PATIENCE_MS);
    }
    return taken;
  }

  const workGoesOn = async () => {
    const ends = () => fleet.journal.lines().filter(({ what }) => what === "end").length;
    const before = ends();
    await until("work goes on", () => ends() > before + 3, PATIENCE_MS);
  };

  const faults: readonly (readonly [string, () => Promise<void>])[] = [
    [
      "the server is killed",
      async () => {
        await fleet.killServer();
        await fleet.startServer();
      },
    ],
    ["an agent is stopped and started", async () => void (await fleet.restartAgent("web-1"))],
    [
      "the network is cut",
      async () => {
        fleet.network("web-2").weather = "cut";
        await until("it is missed", async () => (await fleet.liveness("web-2")) !== "online", PATIENCE_MS);
        fleet.network("web-2").weather = "clear";
      },
    ],
    [
      "an agent stands still",
      async () => {
        fleet.agent("web-1").kill("SIGSTOP");
        await until("it is missed", async () => (await fleet.liveness("web-1")) !== "online", PATIENCE_MS);
        fleet.agent("web-1").kill("SIGCONT");
      },
    ],
    [
      "a clock is set",
      async () => {
        fleet.shiftClock(SERVER, 120_000);
        fleet.shiftClock("web-2", -120_000);
      },
    ],
    [
      "and set right",
      async () => {
        fleet.shiftClock(SERVER, 0);
        fleet.shiftClock("web-2", 0);
      },
    ],
  ];

  it(`F21, P1, P2, P4, P5, P6, P7, P8: ${ROUNDS} rounds of kills, cuts, stillness and wrong clocks: nothing is lost, doubled or stuck`, {
    timeout: PATIENCE_MS * (ROUNDS + 3),
  }, async () => {
    let over = false;
    const talks = MACHINES.map((machine) => talk(machine, () => over));
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [, happen] of faults) {
        await workGoesOn();
        await happen();
      }
    }
    await workGoesOn();
    over = true;
    const taken = (await Promise.all(talks)).reduce((sum, count) => sum + count, 0);
    const open = async () => (await fleet.executions()).filter(({ state }) => OPEN.includes(state));
    await until("nothing is open any more", async () => (await open()).length === 0, PATIENCE_MS);
    const executions = await fleet.executions();
    expect(executions.length).toBe(taken);
    expect(judgeJournal(fleet.journal.lines(), executions)).toEqual([]);
    const count = (state: string) => executions.filter((one) => one.state === state).length;
    console.info(
      `${ROUNDS} rounds: ${taken} messages, ${count("succeeded")} succeeded, ${count("unknown")} honestly unknown; server ${Math.round((await fleet.serverHeapBytes()) / 1e6)} MB of heap`,
    );
  });
});
