import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Approval, ApprovalState } from "../../../../core/model/approval.ts";
import type { Actor } from "../../../../core/model/user.ts";
import { approvalTable } from "../../../../core/store/tables/approval-table.ts";
import "../../../support/fixed-chance.ts";
import { ApprovalWorld, restart } from "../../../support/approval-world.ts";

const PEOPLE = ["rita", "grace", "gil", "ada", "vera"] as const;
type Person = (typeof PEOPLE)[number];

type Move =
  | { readonly kind: "approve" | "refuse" | "withdraw" | "override"; readonly by: Person }
  | { readonly kind: "wait"; readonly minutes: number }
  | { readonly kind: "rounds" | "restart" | "demote" };

const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("approve" as const, "refuse" as const, "withdraw" as const, "override" as const),
    by: fc.constantFrom(...PEOPLE),
  }),
  fc.record({ kind: fc.constant("wait" as const), minutes: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ kind: fc.constantFrom("rounds" as const, "restart" as const, "demote" as const) }),
);

async function play(world: ApprovalWorld, people: Readonly<Record<Person, Actor>>, id: string, one: Move) {
  switch (one.kind) {
    case "approve":
      return await world.approve(people[one.by], id);
    case "refuse":
      return await world.refuse(people[one.by], id);
    case "withdraw":
      return await world.withdraw(people[one.by], id);
    case "override":
      return await world.override(people[one.by], id, "the shop is down");
    case "wait":
      return await world.wait(one.minutes);
    case "rounds":
      return await world.rounds.runOnce();
    case "restart":
      return world.restart();
    default:
      return void (await world.person("gil", "operator"));
  }
}

async function begin() {
  const world = new ApprovalWorld();
  const people = {
    rita: await world.person("rita", "requester"),
    grace: await world.person("grace", "approver"),
    gil: await world.person("gil", "approver"),
    ada: await world.person("ada", "admin"),
    vera: await world.person("vera", "viewer"),
  };
  const asked = await world.ask(people.rita);
  return { world, people, asked };
}

/** Who can have brought it into each state. */
const ANSWERED_BY: Readonly<Partial<Record<ApprovalState, readonly string[]>>> = {
  approved: ["grace", "gil", "ada"],
  refused: ["grace", "gil", "ada"],
  overridden: ["ada"],
  withdrawn: ["rita"],
};

function assertHonest({ state, decidedByName, decidedAt, expiresAt }: Approval, runs: number): void {
  expect(runs).toBe(state === "approved" || state === "overridden" ? 1 : 0);
  const by = ANSWERED_BY[state];
  if (by) expect(by).toContain(decidedByName);
  if (runs === 1) expect(decidedAt ?? Number.POSITIVE_INFINITY).toBeLessThan(expiresAt);
}

describe("whatever is pressed in whatever order, by whomever", () => {
  it("one yes is one run at most; nobody answers their own; nothing runs late, refused or taken back", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 14 }), async (moves) => {
        const { world, people, asked } = await begin();
        let closed: string | undefined;
        for (const one of moves) {
          const outcome = await play(world, people, asked.id, one);
          const { approval } = await world.queries.get(asked.id);
          assertHonest(approval, await world.runCount());
          if (outcome === "granted") expect(closed).toBeUndefined();
          expect(approval.state).toBe(closed ?? approval.state);
          if (approval.state !== "pending") closed = approval.state;
        }
      }),
      { numRuns: 150 },
    );
  });

  it("a hundred yeses of ten people at the same moment are one run", async () => {
    const { world } = await begin();
    const asker = await world.person("remy", "requester");
    const { id } = await world.ask(asker, restart("web-2"));
    const ten = await Promise.all(Array.from({ length: 10 }, (_, at) => world.person(`approver-${at}`, "approver")));
    const presses = Array.from({ length: 100 }, (_, at) => ten[at % 10] ?? asker);
    const outcomes = await Promise.all(presses.map((person) => world.approve(person, id)));
    expect(outcomes.filter((outcome) => outcome === "granted")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === "request.conflict")).toHaveLength(99);
    expect(await world.runCount()).toBe(1);
  });
});

describe("what happens by itself", () => {
  it("a reminder, and word to somebody else, of every request, however many wait", async () => {
    const world = new ApprovalWorld();
    const people = await Promise.all(Array.from({ length: 13 }, (_, at) => world.person(`rita-${at}`, "requester")));
    await world.person("grace", "approver");
    world.escalation = { afterMs: 60_000 };
    world.restart();
    const asked = await Promise.all(
      people.flatMap((person) => ["web-1", "web-2"].map((name) => world.ask(person, restart(name)))),
    );
    const rows = await Promise.all(
      Array.from({ length: 10 }, async (_, at) =>
        asked.map(({ id }) => ({ id: `${id}x${at}`, seq: Number(id.slice(2)) + 100 * (at + 1) })),
      ),
    );
    await world.store.write(async (writer) => {
      const [first] = await writer.select(approvalTable, { limit: 1 });
      if (first)
        await writer.insert(
          approvalTable,
          rows.flat().map((row) => ({ ...first, ...row })),
        );
    });
    await world.wait(11);
    await world.rounds.runOnce();
    const left = await world.store.count(approvalTable, { reminded_at: null });
    expect(await world.store.count(approvalTable, {})).toBe(286);
    expect([left, await world.store.count(approvalTable, { escalated_at: null })]).toEqual([0, 0]);
  });

  it("a reminder once, after ten minutes", async () => {
    const { world, asked } = await begin();
    await world.wait(9);
    await world.rounds.runOnce();
    expect((await world.queries.get(asked.id)).approval.remindedAt).toBeUndefined();
    await world.wait(2);
    await world.rounds.runOnce();
    const { remindedAt } = (await world.queries.get(asked.id)).approval;
    await world.wait(5);
    world.restart();
    await world.rounds.runOnce();
    expect((await world.queries.get(asked.id)).approval.remindedAt).toBe(remindedAt);
  });

  it("the end of its time, whether or not anybody looked, and who asked is shown", async () => {
    const { world, people, asked } = await begin();
    await world.wait(30);
    expect(await world.approve(people.grace, asked.id)).toBe("expired");
    const other = await world.ask(people.rita);
    await world.wait(30);
    world.topics.length = 0;
    await world.rounds.runOnce();
    expect(await world.stateOf(other.id)).toBe("expired");
    expect(world.topics).toEqual([`approval:${other.id}`]);
  });
});
