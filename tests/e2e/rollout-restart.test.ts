import { afterAll, describe, expect, it } from "vitest";
import type { ExecutionDto } from "../../web/contract/execution.ts";
import type { RunDto } from "../../web/contract/run.ts";
import { ApiSession } from "../support/api-session.ts";
import { KillableFleet, LOGIN } from "../support/killable-fleet.ts";
import { freePort } from "../support/octopus-process.ts";
import { until } from "../support/processes.ts";

const NAMES = ["web-1", "web-2", "web-3"];
const ROLLOUT = {
  action: "journal.write",
  params: { entry: "slow-first" },
  targets: { include: ["all"], exclude: [] },
  policy: { concurrency: 1 },
  // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
  then: [{ when: "success", action: "journal.write", params: { entry: "second" } }],
};

describe("a server killed in the middle of a rollout", () => {
  let fleet: KillableFleet | undefined;
  afterAll(async () => fleet?.remove());

  it("goes on with the next batch, and then with the next step, each once and one machine at a time", {
    timeout: 420_000,
  }, async () => {
    fleet = new KillableFleet(await freePort());
    const { journal } = fleet;
    await fleet.startServer();
    const session = await ApiSession.signIn(fleet.url, LOGIN.OCTOPUS_ADMIN_USER, LOGIN.OCTOPUS_ADMIN_PASSWORD);
    for (const name of NAMES) {
      await fleet.join(session, name);
      fleet.startAgent(name);
    }
    const online = async () => {
      const { items } = await session.get<{ items: readonly { liveness: string }[] }>("/agents");
      return items.filter((agent) => agent.liveness === "online").length === NAMES.length;
    };
    await until("all machines are there", online);

    const { run } = await session.post<{ run: RunDto }>("/tasks", ROLLOUT);
    const started = (count: number) => async () =>
      journal.lines().filter((line) => line.what === "start").length >= count;
    for (const count of [1, 2]) {
      await until(`machine ${count} is at work`, started(count), 60_000);
      await fleet.killServer();
      await fleet.startServer();
    }
    const runs = async () => (await session.get<{ items: readonly RunDto[] }>("/runs")).items;
    const over = async () => (await runs()).filter((one) => one.state === "succeeded").length === 2;
    await until("both steps are done", over, 180_000);

    expect((await runs()).map(({ id, step }) => [id, step]).sort()).toEqual([
      [run.id, 0],
      ["R-2", 1],
    ]);
    const { items } = await session.get<{ items: readonly ExecutionDto[] }>(`/runs/${run.id}/executions`);
    expect(items.map((one) => [one.state, one.batch])).toEqual([1, 2, 3].map((batch) => ["succeeded", batch]));
    const first = new Set<string>(items.map((one) => one.id));
    const lines = journal.lines();
    // One machine at a time: every start is followed by its own end; all of the first step before the second.
    expect(lines.map((line) => line.what)).toEqual(
      NAMES.flatMap(() => ["start", "end"]).concat(NAMES.flatMap(() => ["start", "end"])),
    );
    expect(lines.map((line) => first.has(line.execution))).toEqual([...Array(6).fill(true), ...Array(6).fill(false)]);
    expect(new Set(lines.map((line) => line.execution)).size).toBe(6);
  });
});
