import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LedgerPageDto } from "../../../web/contract/ledger.ts";
import { FaultFleet } from "../../support/fault-fleet.ts";
import { until } from "../../support/processes.ts";

describe("a schedule whose machine does not come in time", () => {
  let fleet: FaultFleet;
  beforeAll(async () => {
    fleet = await FaultFleet.start(["web-1"]);
  }, 300_000);
  afterAll(() => fleet.remove());

  it("P8: is given up at its end, says so in its thread and in the ledger, and does not run when the machine is back", {
    timeout: 600_000,
  }, async () => {
    const { session } = fleet;
    fleet.agent("web-1").kill("SIGKILL");
    await until("the machine is away", async () => (await fleet.liveness("web-1")) !== "online");
    const conversation = await session.conversation();
    await session.post("/tasks", {
      action: "journal.write",
      params: { entry: "too-late" },
      targets: { include: ["host:web-1"], exclude: [] },
      schedule: { kind: "once", at: new Date(Date.now() + 2_000).toISOString().slice(0, 19), tz: "UTC" },
      policy: { waitForMachine: "PT3S" },
      conversationId: conversation,
    });
    const ledger = async () => (await session.get<LedgerPageDto>("/ledger")).items[0];
    await until("the ledger knows it", async () => (await ledger())?.cause === "expired", 240_000);
    const said = "web-1 did not take this within 3.0 s: it was away or busy.";
    expect(await ledger()).toMatchObject({ state: "failed", reason: said });
    const texts = async () => (await session.messages(conversation)).map((message) => JSON.stringify(message.card));
    const isTold = async () => (await texts()).some((text) => text.includes("did not start") && text.includes(said));
    await until("the thread is told", isTold, 240_000);
    await fleet.restartAgent("web-1");
    await until("the machine is back", async () => (await fleet.liveness("web-1")) === "online");
    const later = await fleet.ask("web-1", "write journal entry later");
    expect((await fleet.settled(later.id)).state).toBe("succeeded");
    expect((await fleet.executions()).map(({ state }) => state).sort()).toEqual(["expired", "succeeded"]);
    expect(new Set(fleet.journal.lines().map(({ execution }) => execution))).toEqual(new Set([later.id]));
  });
});
