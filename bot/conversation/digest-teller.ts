import type { RoomValues } from "../../core/channels/room-settings.ts";
import type { Card } from "../../core/model/card.ts";
import { LARGEST_PAGE_SIZE } from "../../core/model/page.ts";
import { nextRuns } from "../../core/schedules/next-runs.ts";
import type { Reader } from "../../core/store/rows.ts";
import { type RoomSettingRow, roomSettingTable } from "../../core/store/tables/room-table.ts";
import { runTable } from "../../core/store/tables/run-table.ts";
import { digestCard } from "./digest-card.ts";
import { type FailureCause, failureCauses } from "./failure-causes.ts";
import type { MessageLog } from "./message-log.ts";
import { noticeThread } from "./notice-thread.ts";
import type { ConversationServices } from "./services.ts";

const DAY_MS = 86_400_000;
const AT_ONCE = 100;
const BAD = ["failed", "missed", "unknown"];

type Services = Pick<ConversationServices, "store" | "randomness" | "runQueries" | "plugins" | "rooms">;

/** The rooms whose digest is due, the longest waiting first. */
export async function dueDigests(reader: Reader, now: number): Promise<readonly RoomSettingRow[]> {
  const where = { kind: "digest", next_at: { lte: now } };
  return await reader.select(roomSettingTable, { where, orderBy: [{ column: "next_at" }], limit: AT_ONCE });
}

/** Tells rooms what failed, at the times that they have said. */
export class DigestTeller {
  readonly #services: Services;
  readonly #messages: MessageLog;

  constructor(services: Services, messages: MessageLog) {
    this.#services = services;
    this.#messages = messages;
  }

  /** What failed since the digest before; where another server was faster, nothing. */
  async tell(row: RoomSettingRow, now: number): Promise<void> {
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
