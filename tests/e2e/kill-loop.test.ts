import { setTimeout as delay } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import type { Card } from "../../core/model/card.ts";
import type { MessageDto } from "../../web/contract/conversation.ts";
import type { ExecutionDto } from "../../web/contract/execution.ts";
import type { RunDto } from "../../web/contract/run.ts";
import { ApiSession } from "../support/api-session.ts";
import { KillableFleet, LOGIN } from "../support/killable-fleet.ts";
import { freePort } from "../support/octopus-process.ts";
import { until } from "../support/processes.ts";

const KILLS = process.env["OCTOPUS_TEST_TIER"] === "nightly" ? 500 : 30;
const CLIENTS = 4;
/** However slow the machine is: so many that enough of it is left to succeed. */
const LEAST_OF_EACH = KILLS / 2;
const OPEN = ["queued", "offered", "running", "cancelling"];

/** Says one thing after another, each until it is acknowledged, over every restart. Returns what was acknowledged. */
async function talk(url: string, name: string, isOver: () => boolean): Promise<readonly string[]> {
  const acknowledged: string[] = [];
  let session: ApiSession | undefined;
  let conversation: string | undefined;
  for (let count = 0; count < LEAST_OF_EACH || !isOver(); count += 1) {
    const key = `${name}-${count}`;
    const sentence = count % 2 === 0 ? `write journal entry ${key}` : `note journal mark ${key}`;
    for (let taken = false; !taken; ) {
      try {
        session ??= await ApiSession.signIn(url, LOGIN.OCTOPUS_ADMIN_USER, LOGIN.OCTOPUS_ADMIN_PASSWORD);
        conversation ??= await session.conversation();
        await session.say(conversation, sentence, key);
        acknowledged.push(key);
        taken = true;
      } catch {
        await delay(100);
      }
    }
    await delay(50);
  }
  return acknowledged;
}

async function all<T>(session: ApiSession, path: string): Promise<readonly T[]> {
  const items: T[] = [];
  for (let cursor: string | undefined = ""; cursor !== undefined; ) {
    const page: { items: T[]; next?: string } = await session.get(
      `${path}?limit=500${cursor ? `&cursor=${cursor}` : ""}`,
    );
    items.push(...page.items);
    cursor = page.next;
  }
  return items;
}

/** The executions, once none of them is open any more. */
async function settled(session: ApiSession, withinMs: number): Promise<readonly ExecutionDto[]> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const executions = await all<ExecutionDto>(session, "/executions");
    const open = executions.filter((execution) => OPEN.includes(execution.state));
    if (open.length === 0) return executions;
    if (performance.now() > deadline) throw new Error(`still open: ${JSON.stringify(open.slice(0, 3))}`);
    await delay(500);
  }
}

/** Kills what chance chooses after some traffic, and starts it again. Returns how many processes were killed. */
async function killOne(fleet: KillableFleet): Promise<number> {
  await delay(100 + Math.random() * 700);
  const chance = Math.random();
  const [server, agent] = [chance < 0.6, chance > 0.45];
  await Promise.all([server && fleet.killServer(), agent && fleet.killAgent()]);
  const inStart = server && Math.random() < 0.2;
  if (inStart) await fleet.failToStartServer();
  if (agent) fleet.startAgent();
  if (server) await fleet.startServer();
  return Number(server) + Number(agent) + Number(inStart);
}

/** Every card of every conversation that does not show an end. */
async function openCards(session: ApiSession): Promise<readonly string[]> {
  const open: string[] = [];
  for (const { id } of await all<{ id: string }>(session, "/conversations")) {
    for (let before: number | undefined = Number.MAX_SAFE_INTEGER; before !== undefined; ) {
      const { items }: { items: MessageDto[] } = await session.get(
        `/conversations/${id}/messages?limit=200&before=${before}`,
      );
      const tones = items.map((message) => (message.card as Card | undefined)?.tone);
      items.forEach((message, index) => {
        if (tones[index] === "running" || tones[index] === "understood") open.push(message.text);
      });
      before = items.length < 200 ? undefined : Math.min(...items.map((message) => message.seq));
    }
  }
  return open;
}

describe(`server and agent killed ${KILLS} times under traffic`, () => {
  let fleet: KillableFleet | undefined;
  afterAll(async () => fleet?.remove());

  it("F01 F07 P1 P2 P4 P5 P7 P8: nothing acknowledged is lost, nothing runs twice, nothing stays running", {
    timeout: 2_400_000,
  }, async () => {
    fleet = new KillableFleet(await freePort());
    await fleet.startServer();
    const session = await ApiSession.signIn(fleet.url, LOGIN.OCTOPUS_ADMIN_USER, LOGIN.OCTOPUS_ADMIN_PASSWORD);
    await fleet.join(session);
    fleet.startAgent();

    let over = false;
    const talks = Array.from({ length: CLIENTS }, (_, index) => talk(fleet?.url ?? "", `c${index}`, () => over));
    for (let kills = 0; kills < KILLS; ) kills += await killOne(fleet);
    over = true;
    const acknowledged = (await Promise.all(talks)).flat();

    const executions = await settled(session, 600_000);
    const runs = await all<RunDto>(session, "/runs");
    const entries = runs.map((run) => String(run.params["entry"])).sort();
    expect(entries).toEqual([...acknowledged].sort());

    const starts = fleet.journal.lines().filter((line) => line.what === "start");
    const attempts = starts.map((line) => `${line.execution}/${line.attempt}`);
    expect(new Set(attempts).size).toBe(attempts.length);
    const unsafe = new Set(runs.filter((run) => run.action === "journal.write").map((run) => run.id));
    const unsafeStarts = starts.filter((line) => {
      const execution = executions.find((one) => one.id === line.execution);
      return execution && unsafe.has(execution.runId);
    });
    expect(new Set(unsafeStarts.map((line) => line.execution)).size).toBe(unsafeStarts.length);

    const ends = new Set(
      fleet.journal
        .lines()
        .filter((line) => line.what === "end")
        .map((line) => line.execution),
    );
    const succeeded = executions.filter((execution) => execution.state === "succeeded");
    expect(succeeded.filter((execution) => !ends.has(execution.id))).toEqual([]);
    expect(succeeded.length).toBeGreaterThan(KILLS);
    const begun = new Set(starts.map((line) => line.execution));
    const never = executions.filter((execution) =>
      ["failed", "cancelled", "expired", "skipped"].includes(execution.state),
    );
    expect(never.filter((execution) => !execution.idempotent && begun.has(execution.id))).toEqual([]);
    const lateCards = async () => (await openCards(session)).length === 0;
    await until("every card shows how it ended", lateCards);
    const unknown = executions.filter((execution) => execution.state === "unknown").length;
    console.info(
      `kill loop: ${acknowledged.length} messages, ${succeeded.length} succeeded, ${unknown} honestly unknown`,
    );
  });
});
