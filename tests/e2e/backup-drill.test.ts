import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { ExecutionDto } from "../../web/contract/execution.ts";
import type { RunDto } from "../../web/contract/run.ts";
import { ApiSession } from "../support/api-session.ts";
import { judgeJournal } from "../support/journal-referee.ts";
import { KillableFleet, LOGIN } from "../support/killable-fleet.ts";
import { freePort, runOctopus } from "../support/octopus-process.ts";
import { until } from "../support/processes.ts";

const ROUNDS = process.env["OCTOPUS_TEST_TIER"] === "nightly" ? 10 : 1;
const PATIENCE_MS = 240_000;
const OPEN = ["queued", "offered", "running", "cancelling"];

const signIn = (url: string) => ApiSession.signIn(url, LOGIN.OCTOPUS_ADMIN_USER, LOGIN.OCTOPUS_ADMIN_PASSWORD);

/** One message after another; each is in the list once it was acknowledged. */
async function talk(session: ApiSession, name: string, isOver: () => boolean, said: string[]): Promise<void> {
  const conversation = await session.conversation();
  for (let count = 0; !isOver(); count += 1) {
    const key = `${name}-${count}`;
    const sentence = count % 2 === 0 ? `write journal entry ${key}` : `note journal mark ${key}`;
    const taken = await session.say(conversation, sentence, key).then(
      () => true,
      () => false,
    );
    if (taken) said.push(key);
  }
}

async function all<T>(session: ApiSession, path: string): Promise<readonly T[]> {
  const items: T[] = [];
  for (let cursor: string | undefined = ""; cursor !== undefined; ) {
    const query = `?limit=500${cursor ? `&cursor=${cursor}` : ""}`;
    const page: { items: T[]; next?: string } = await session.get(`${path}${query}`);
    items.push(...page.items);
    cursor = page.next;
  }
  return items;
}

const highest = (executions: readonly ExecutionDto[]) => Math.max(...executions.map(({ id }) => Number(id.slice(2))));

describe("a backup that is taken and restored under load", () => {
  let fleet: KillableFleet | undefined;
  afterAll(async () => fleet?.remove());

  const ends = (on: KillableFleet) =>
    new Set(on.journal.lines().flatMap((line) => (line.what === "end" ? [line.execution] : [])));

  /** Returns the executions whose end was not yet written when the backup began: what became of them is judged anew. */
  async function drill(on: KillableFleet, round: number): Promise<ReadonlySet<string>> {
    const session = await signIn(on.url);
    const said: string[] = [];
    let over = false;
    const talks = [1, 2].map((person) => talk(session, `r${round}-p${person}`, () => over, said));
    await until("there is traffic", () => said.length >= 12, PATIENCE_MS);
    const before = [...said];
    const ended = ends(on);
    const backup = join(dirname(on.dataDir), `backup-${round}.db`);
    const environment = { OCTOPUS_DATA_DIR: on.dataDir };
    const saved = await runOctopus(["backup", backup], { environment });
    expect(saved.code, saved.errors).toBe(0);
    const count = said.length;
    await until("there is traffic after it", () => said.length >= count + 6, PATIENCE_MS);
    const newest = highest(await all<ExecutionDto>(session, "/executions"));
    await on.killServer();
    over = true;
    await Promise.all(talks);

    const restored = await runOctopus(["restore", backup], { environment });
    expect(restored.code, restored.errors).toBe(0);
    await on.startServer();
    const again = await signIn(on.url);
    const entries = new Set((await all<RunDto>(again, "/runs")).map((run) => String(run.params["entry"])));
    expect(before.filter((key) => !entries.has(key))).toEqual([]);
    await again.say(await again.conversation(), `write journal entry after-${round}`, `after-${round}`);
    const known = await all<ExecutionDto>(again, "/executions");
    // What was used since the backup is not given to something else: machines and people still know it.
    expect(highest(known)).toBeGreaterThan(newest);
    return new Set(known.flatMap(({ id }) => (ended.has(id) ? [] : [id])));
  }

  it(`F27, P2, P4, P7, P8: ${ROUNDS} times: what was acknowledged before the backup is there, nothing finished runs again, no number is used twice`, {
    timeout: 600_000 * ROUNDS,
  }, async () => {
    fleet = new KillableFleet(await freePort());
    const on = fleet;
    await on.startServer();
    await on.join(await signIn(on.url));
    on.startAgent();
    const anew = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const id of await drill(on, round)) anew.add(id);
    }
    const session = await signIn(on.url);
    const open = async () =>
      (await all<ExecutionDto>(session, "/executions")).filter(({ state }) => OPEN.includes(state));
    await until("nothing is open any more", async () => (await open()).length === 0, PATIENCE_MS);
    const executions = (await all<ExecutionDto>(session, "/executions")).filter(({ id }) => !anew.has(id));
    const lines = on.journal.lines().filter(({ execution }) => !anew.has(execution));
    expect(judgeJournal(lines, executions)).toEqual([]);
  });
});
