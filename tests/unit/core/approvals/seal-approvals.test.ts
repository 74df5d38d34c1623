import { expect, it } from "vitest";
import { sealApprovals } from "../../../../core/approvals/seal-approvals.ts";
import { uncovered } from "../../../../core/approvals/standing-approval.ts";
import { sealRequest } from "../../../../core/secrets/seal-request.ts";
import { SealedCatalog } from "../../../../core/secrets/sealed-catalog.ts";
import { approvalTable } from "../../../../core/store/tables/approval-table.ts";
import type { ActionCatalog } from "../../../../core/tasks/action-catalog.ts";
import { ApprovalWorld, restart } from "../../../support/approval-world.ts";
import { aFleetMachine } from "../../../support/core-world.ts";

/** The same actions, where every parameter is secret by now. */
function secretly(actions: ActionCatalog): ActionCatalog {
  return {
    ...actions,
    find: (name) => {
      const found = actions.find(name);
      if (!found) return undefined;
      const named = Object.entries(found.action.params.properties);
      const properties = Object.fromEntries(named.map(([key, one]) => [key, { ...one, "x-secret": true }]));
      return { ...found, action: { ...found.action, params: { ...found.action.params, properties } } };
    },
  };
}

it("a schedule that was approved before its secrets were sealed goes on by the same yes", async () => {
  const world = new ApprovalWorld();
  const olga = await world.person("olga", "operator");
  const grace = await world.person("grace", "approver");
  world.machines = [aFleetMachine("web-1", { labels: ["web"] })];
  await world.protect("label:web");
  const schedule = { kind: "cron", cron: "0 2 * * *" } as const;
  const request = { ...restart().request, targets: { include: ["label:web"], exclude: [] }, schedule };
  await world.ask(olga, { kind: "create", request });
  await world.approve(grace, "A-1");
  const catalog = new SealedCatalog(secretly(world.actions), "a".repeat(64));
  const preview = world.tasks.preview(olga, request);
  const sealed = { ...preview, request: sealRequest(catalog, preview.request) };
  const said = JSON.stringify(Object.values(request.params));
  expect(await uncovered(world.store, "T-1", sealed)).toContain("It is not what A-1 was given for");

  expect(await sealApprovals(world.store, catalog)).toBe(1);
  expect(await uncovered(world.store, "T-1", sealed)).toBeUndefined();
  const [row] = await world.store.select(approvalTable, {});
  expect(JSON.stringify(row?.work)).not.toContain(said.slice(1, -1));
  expect(await sealApprovals(world.store, catalog)).toBe(0);
});
