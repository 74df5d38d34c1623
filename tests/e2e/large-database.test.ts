import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../core/kernel/clock.ts";
import { silentLogger } from "../../core/kernel/logger.ts";
import { openStore } from "../../core/storage/open-store.ts";
import type { Store } from "../../core/store/rows.ts";
import { conversationTable, outboxTable } from "../../core/store/tables/conversation-table.ts";
import { executionTable, runTable } from "../../core/store/tables/run-table.ts";
import { ApiSession } from "../support/api-session.ts";
import { freePort, OctopusProcess, temporaryFolder } from "../support/octopus-process.ts";
import { until } from "../support/processes.ts";
import { addRun } from "../support/run-history.ts";
import { aConversationRow, anExecutionRow, anOutboxRow } from "../support/store-rows.ts";

const nightly = process.env["OCTOPUS_TEST_TIER"] === "nightly";
const EXECUTIONS = nightly ? 1_000_000 : 20_000;
const POSTS = nightly ? 100_000 : 2_000;
const EXPIRED = nightly ? 10_000 : 300;
const AT_ONCE = 1_000;
const PASSWORD = "eight arms hold twelve things";
const PATIENCE_MS = 600_000;

describe("a start on a database with a long past", () => {
  const folder = temporaryFolder("large");
  const dataDir = join(folder.path, "data");
  let octopus: OctopusProcess;
  beforeAll(() => fill(dataDir), PATIENCE_MS * 4);
  afterAll(async () => {
    await octopus?.stop();
    folder.remove();
  });

  it(`F26, P8: ${EXECUTIONS} executions, ${POSTS} posts that wait, ${EXPIRED} leases that ended: it serves, and what ran is decided without a storm`, {
    timeout: PATIENCE_MS * 3,
  }, async () => {
    const environment = { OCTOPUS_ADMIN_USER: "ada", OCTOPUS_ADMIN_PASSWORD: PASSWORD };
    const from = performance.now();
    octopus = new OctopusProcess({ command: "server", dataDir, port: await freePort(), environment });
    await octopus.printed(/Octopus is ready/, PATIENCE_MS);
    const readyMs = performance.now() - from;
    const ada = await ApiSession.signIn(octopus.url, "ada", PASSWORD);
    const running = async () => (await states(ada))["running"] ?? 0;
    await until("no lease is left that ended", async () => (await running()) === 0, PATIENCE_MS);
    const settledMs = performance.now() - from;
    // They may not be repeated, and nobody knows how they ended: never "failed", never begun again.
    expect(await states(ada)).toMatchObject({ unknown: EXPIRED });
    const shown = await ada.get<{ items: readonly object[] }>("/runs?limit=50");
    expect(shown.items).toHaveLength(50);
    console.info(
      `ready after ${(readyMs / 1000).toFixed(1)} s with ${EXECUTIONS} executions; ${EXPIRED} leases settled after ${(settledMs / 1000).toFixed(1)} s`,
    );
  });
});

/** Open executions by state, as everybody may see them. */
async function states(session: ApiSession): Promise<Readonly<Record<string, number>>> {
  return (await session.get<{ openExecutionsByState: Record<string, number> }>("/stats")).openExecutionsByState;
}

async function fill(dataDir: string): Promise<void> {
  const { store, close } = await openStore({ dataDir }, { clock: systemClock, logger: silentLogger });
  const now = Date.now();
  await addRun(store, { seq: 1, createdAt: now - 86_400_000, executions: 0 });
  await addRun(store, { seq: 2, createdAt: now - 600_000, state: "running", executions: 0 });
  await inSlices(EXECUTIONS, (seq) => insertPast(store, seq));
  await inSlices(EXPIRED, (seq) => insertExpired(store, seq, now));
  await inSlices(POSTS, (seq) => insertPost(store, seq));
  for (let seq = 3; seq < 60; seq += 1) await addRun(store, { seq, createdAt: now - 3_600_000, executions: 0 });
  await store.write(async (writer) => {
    await writer.update(runTable, { id: "R-2" }, { execution_count: EXPIRED });
  });
  await close();
}

/** All of a slice go into the database in one commit. */
async function inSlices(count: number, insert: (seq: number) => Promise<void>): Promise<void> {
  for (let first = 1; first <= count; first += AT_ONCE) {
    const last = Math.min(count, first + AT_ONCE - 1);
    await Promise.all(Array.from({ length: last - first + 1 }, (_, index) => insert(first + index)));
  }
}

async function insertPast(store: Store, seq: number): Promise<void> {
  const row = anExecutionRow({ id: `E-${seq}`, seq, state: "succeeded", attempt: 1, finished_at: 1 });
  await store.write((writer) => writer.insert(executionTable, [row]));
}

async function insertExpired(store: Store, seq: number, now: number): Promise<void> {
  const at = { id: `E-${EXECUTIONS + seq}`, seq: EXECUTIONS + seq, run_id: "R-2", task_id: "T-2" };
  const lease = { attempt: 1, started_at: now - 300_000, lease_until: now - 200_000, idempotent: false };
  const row = anExecutionRow({ ...at, ...lease, state: "running", agent_id: `agt_gone-${seq % 50}` });
  await store.write((writer) => writer.insert(executionTable, [row]));
}

async function insertPost(store: Store, seq: number): Promise<void> {
  await store.write(async (writer) => {
    await writer.insert(conversationTable, [aConversationRow({ id: `cnv_${seq}` })]);
    await writer.insert(outboxTable, [anOutboxRow({ topic: `run:R-${1_000 + seq}`, conversation_id: `cnv_${seq}` })]);
  });
}
