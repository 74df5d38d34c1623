import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { approvalTable } from "../../core/store/tables/approval-table.ts";
import { runTable } from "../../core/store/tables/run-table.ts";
import { userTable } from "../../core/store/tables/user-table.ts";
import { anActor } from "../support/actors.ts";
import { ApprovalWorld, approvalService, restart } from "../support/approval-world.ts";
import { storeEngines } from "../support/store-engines.ts";

const APPROVERS = Array.from({ length: 10 }, (_, at) => anActor("approver", `approver-${at}`));

describe.each(storeEngines())("P3: a hundred yeses at once on $name", (engine) => {
  beforeAll(async () => engine.start(), 60_000);
  afterAll(async () => engine.stop());

  it("of ten people are one run, one answer and one row of the audit log", { timeout: 120_000 }, async () => {
    const store = await engine.open();
    const world = new ApprovalWorld();
    const rita = anActor("requester", "rita");
    const rows = [rita, ...APPROVERS].map(({ name, role, userId }) => ({
      ...{ id: String(userId), name, name_key: name, role, state: "active" },
      ...{ password_hash: null, time_zone: null, created_at: 0 },
    }));
    await store.write((writer) => writer.insert(userTable, rows));
    const approvals = approvalService(world);
    const work = restart();
    const { id } = await store.write((writer) => approvals.request(writer, rita, work));
    const presses = Array.from({ length: 100 }, (_, at) => APPROVERS[at % 10] ?? rita);
    const outcomes = await Promise.allSettled(
      presses.map((person) => store.write((writer) => approvals.approve(writer, person, id))),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await store.count(runTable, {})).toBe(1);
    const [row] = await store.select(approvalTable, {});
    expect(row).toMatchObject({ state: "approved", run_id: "R-1", machines: [{ name: "web-1" }], result: null });
    expect(world.audited.filter(({ action }) => action === "approval.approved")).toHaveLength(1);
    await store.close();
  });
});
