import type { RoomValues } from "../../core/channels/room-settings.ts";
import { isOctopusError } from "../../core/kernel/errors.ts";
import { Loop, type Service } from "../../core/kernel/service.ts";
import type { Card } from "../../core/model/card.ts";
import { LARGEST_PAGE_SIZE } from "../../core/model/page.ts";
import type { Run } from "../../core/model/run.ts";
import { nextRuns } from "../../core/schedules/next-runs.ts";
import type { HeldNoticeRow, RoomSettingRow } from "../../core/store/tables/room-table.ts";
import { roomSettingTable } from "../../core/store/tables/room-table.ts";
import { runTable } from "../../core/store/tables/run-table.ts";
import { digestCard } from "./digest-card.ts";
import { type FailureCause, failureCauses } from "./failure-causes.ts";
import { dueNotices, foldedCard, release } from "./held-notices.ts";
import { MessageLog } from "./message-log.ts";
import { noticeThread } from "./notice-thread.ts";
import type { ConversationServices } from "./services.ts";

const EVERY_MS = 10_000;
const DAY_MS = 86_400_000;
const AT_ONCE = 100;
const BAD = ["failed", "missed", "unknown"];

type Services = Pick<
  ConversationServices,
  "store" | "clock" | "log" | "events" | "randomness" | "runQueries" | "plugins" | "rooms" | "carry"
>;

/** Digests at their time, and what waited for the end of quiet hours: each told once, whatever server comes first. */
export class RoomRounds implements Service {
  readonly #services: Services;
  readonly #messages: MessageLog;
  readonly #loop: Loop;

  constructor(services: Services) {
    const { clock, log, store, randomness, events, carry } = services;
    this.#services = services;
    this.#messages = new MessageLog({ reader: store, randomness, events, ...(carry && { carry }) });
    this.#loop = new Loop(() => this.runOnce(), {
      everyMs: EVERY_MS,
      clock,
      onError: (error) => log.warn({ error }, "digests and held notices could not be told"),
    });
  }

  async start(): Promise<void> {
    await this.#loop.start();
    this.#loop.wake();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
  }

  /** Tells what is due. */
  async runOnce(): Promise<void> {
    const { clock, store } = this.#services;
    const now = clock.now();
    for (const rows of await dueNotices(store, now)) await this.#guarded(() => this.#tellHeld(rows, now));
    const where = { kind: "digest", next_at: { lte: now } };
    const due = await store.select(roomSettingTable, { where, orderBy: [{ column: "next_at" }], limit: AT_ONCE });
    for (const row of due) await this.#guarded(() => this.#tellDigest(row, now));
  }

  /** What cannot be told to one must not keep from the others what they wait for. */
  async #guarded(tell: () => Promise<void>): Promise<void> {
    try {
      await tell();
    } catch (error) {
      this.#services.log.warn({ error }, "a digest or held notices could not be told");
    }
  }

  async #tellHeld(rows: readonly HeldNoticeRow[], now: number): Promise<void> {
    const { store, rooms, randomness } = this.#services;
    const [first] = rows;
    if (!first) return;
    const ended = (await Promise.all(rows.map(async ({ run_id }) => await this.#endedRun(run_id)))).flat();
    const own = first.user_id === "" ? undefined : await rooms.get(`user/${first.user_id}`, "quiet");
    const timeZone = own?.value.timeZone ?? "UTC";
    const card = foldedCard(ended, { timeZone, now });
    const context = { lastList: ended.map(({ run }) => run.id), timeZone };
    const { channel, base, user_id: userId } = first;
    const thread = { channel, base, userId, name: `quiet-${now}`, title: "While it was quiet", context };
    await store.write(async (writer) => {
      if (!(await release(writer, rows, now)) || ended.length === 0) return;
      await this.#messages.post(writer, await noticeThread(writer, randomness, thread, now), { card }, now);
    });
  }

  /** Empty: it went with its task, which somebody deleted meanwhile. */
  async #endedRun(id: string): Promise<readonly { readonly run: Run; readonly title: string }[]> {
    const { runQueries, plugins } = this.#services;
    try {
      const run = await runQueries.getRun(id);
      return [{ run, title: plugins.find(run.action)?.action.title ?? run.action }];
    } catch (error) {
      if (isOctopusError(error) && error.code === "run.not-found") return [];
      throw error;
    }
  }

  async #tellDigest(row: RoomSettingRow, now: number): Promise<void> {
    const { store, rooms } = this.#services;
    const setting = await rooms.get(row.scope, "digest");
    if (!setting) {
      await store.write((writer) =>
        writer.update(roomSettingTable, { scope: row.scope, kind: row.kind }, { next_at: null }),
      );
      return;
    }
    const { schedule, timeZone } = setting.value;
    const [next_at = null] = nextRuns(schedule, now, 1, { timeZone, anchorAt: setting.setAt });
    const { card, lastList } = await this.#digest(setting.value, now);
    await store.write(async (writer) => {
      const value = { ...row.value, lastAt: now };
      const mine = { scope: row.scope, kind: row.kind, next_at: row.next_at };
      if ((await writer.update(roomSettingTable, mine, { next_at, value })) === 0) return;
      const [channel = "", ...rest] = row.scope.split("/");
      const context = { lastList, timeZone };
      const thread = { channel, base: rest.join("/"), userId: "", name: `digest-${now}`, title: "Digest", context };
      const [own = ""] = rest;
      const id = own.startsWith("cnv_") ? own : await noticeThread(writer, this.#services.randomness, thread, now);
      await this.#messages.post(writer, id, { card }, now);
    });
  }

  async #digest(
    value: RoomValues["digest"],
    now: number,
  ): Promise<{ readonly card: Card; readonly lastList: readonly string[] }> {
    const { runQueries, store } = this.#services;
    const { lastAt: since, timeZone } = value;
    // Those that were begun the day before may have ended only now.
    const from = since - DAY_MS;
    const bad = await runQueries.listRuns({ from, state: BAD }, { limit: LARGEST_PAGE_SIZE });
    const failed = bad.items.filter((run) => (run.finishedAt ?? run.createdAt) >= since);
    const endless = failed.filter((run) => run.finishedAt === undefined);
    const where = { created_at: { gte: from }, finished_at: { gte: since } };
    const ended = (await store.count(runTable, where)) + endless.length;
    const succeeded = await store.count(runTable, { ...where, state: "succeeded" });
    const executions = await Promise.all(
      failed.map(async (run) => ({ run, executions: await runQueries.executionsOf(run.id, AT_ONCE) })),
    );
    const causes = failureCauses(executions);
    const works = await Promise.all(causes.map((cause) => this.#worksAgain(cause)));
    const open = causes.filter((_cause, index) => !works[index]);
    const recovered = causes.filter((_cause, index) => works[index]);
    const view = { open, recovered, ended, succeeded, since, timeZone, now, isCut: bad.next !== undefined };
    return { card: digestCard(view, this.#services), lastList: open.flatMap(({ runs: [latest] }) => latest?.id ?? []) };
  }

  /** Every task of it has succeeded since. */
  async #worksAgain({ runs }: FailureCause): Promise<boolean> {
    const tasks = [...new Set(runs.map((run) => run.taskId))];
    const latest = await Promise.all(
      tasks.map(async (taskId) => (await this.#services.runQueries.listRuns({ taskId }, { limit: 1 })).items[0]),
    );
    return latest.every((run) => run?.state === "succeeded");
  }
}
