import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FaultFleet } from "../../support/fault-fleet.ts";
import { FAULT_TIMES, NO_CONTACT_WITHIN_MS, RESOLVED_WITHIN_MS } from "../../support/fault-times.ts";
import { judgeJournal } from "../../support/journal-referee.ts";
import { until } from "../../support/processes.ts";
import type { Weather } from "../../support/tcp-proxy.ts";

/** In these nothing gets through one way or both. */
const SILENT: readonly Weather[] = ["cut", "half-open", "deaf-server", "deaf-agent"];
/** In these something does. */
const BAD: readonly Weather[] = ["slow", "resets", "mid-frame"];

/** The agent has to notice that nobody answers before it falls silent itself. */
const noticed = (weather: Weather) => (weather === "deaf-agent" ? 2 * FAULT_TIMES.heartbeatMs : 0);

const PATIENCE_MS = 240_000;

const seconds = (fromMs: number) => `${((performance.now() - fromMs) / 1000).toFixed(1)} s`;

describe("a network that fails", () => {
  let fleet: FaultFleet;
  beforeAll(async () => {
    fleet = await FaultFleet.start([...SILENT, ...BAD].map((weather) => `web-${weather}`));
  }, 300_000);
  afterAll(() => fleet.remove());

  async function workThrough(weather: Weather): Promise<string> {
    const machine = `web-${weather}`;
    const once = await fleet.ask(machine, `write journal entry ticking-${weather}`);
    const again = await fleet.ask(machine, `note journal mark ticking-${weather}`);
    await fleet.begun(once.id);
    await fleet.begun(again.id);
    await until(`${machine} is online`, async () => (await fleet.liveness(machine)) === "online");
    const from = performance.now();
    fleet.network(machine).weather = weather;
    const silent = async () => (await fleet.liveness(machine)) === "no-contact";
    await until(`${machine} is shown as silent`, silent, NO_CONTACT_WITHIN_MS + noticed(weather));
    const shown = seconds(from);
    expect((await fleet.settled(once.id, RESOLVED_WITHIN_MS + noticed(weather))).state).toBe("unknown");
    const resolved = seconds(from);
    await until("the other waits for its turn", async () => (await fleet.execution(again.id)).attempt > 1, PATIENCE_MS);
    const healed = performance.now();
    fleet.network(machine).weather = "clear";
    await until(`${machine} is back`, async () => (await fleet.liveness(machine)) === "online", PATIENCE_MS);
    const back = seconds(healed);
    expect((await fleet.settled(again.id, PATIENCE_MS)).state).toBe("succeeded");
    return `${weather}: no contact ${shown}, resolved ${resolved}, back ${back}`;
  }

  async function workUnder(weather: Weather): Promise<string> {
    const machine = `web-${weather}`;
    fleet.network(machine).weather = weather;
    const from = performance.now();
    const asked = [];
    for (let count = 0; count < 3; count += 1) {
      asked.push(await fleet.ask(machine, `write journal entry once-${weather}-${count}`));
      asked.push(await fleet.ask(machine, `note journal mark again-${weather}-${count}`));
    }
    if (weather === "slow") for (const { id } of asked) await fleet.settled(id, PATIENCE_MS);
    else await until("connections have broken", () => fleet.network(machine).connections > 4, PATIENCE_MS);
    fleet.network(machine).weather = "clear";
    const states = await Promise.all(asked.map(async ({ id }) => (await fleet.settled(id, PATIENCE_MS)).state));
    expect(states.filter((state) => state !== "succeeded" && state !== "unknown")).toEqual([]);
    return `${weather}: ${states.filter((state) => state === "succeeded").length} of ${states.length} in ${seconds(from)}`;
  }

  it("F05, P4, P5, P6, P7, P8: cut, half-open, one-way, slow, reset and torn: silence is shown, work resolved, nothing runs twice", {
    timeout: 1_200_000,
  }, async () => {
    const lines = await Promise.all([...SILENT.map(workThrough), ...BAD.map(workUnder)]);
    for (const weather of [...SILENT, ...BAD]) {
      const after = await fleet.ask(`web-${weather}`, `write journal entry after-${weather}`);
      expect((await fleet.settled(after.id, PATIENCE_MS)).state, weather).toBe("succeeded");
    }
    expect(judgeJournal(fleet.journal.lines(), await fleet.executions())).toEqual([]);
    console.info(lines.join("\n"));
  });
});
