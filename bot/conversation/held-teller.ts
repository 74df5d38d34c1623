import { isOctopusError } from "../../core/kernel/errors.ts";
import type { Run } from "../../core/model/run.ts";
import type { HeldNoticeRow } from "../../core/store/tables/room-table.ts";
import { foldedCard, release } from "./held-notices.ts";
import type { MessageLog } from "./message-log.ts";
import { noticeThread } from "./notice-thread.ts";
import { zoneOfPlace } from "./reader-zone.ts";
import type { ConversationServices } from "./services.ts";

type Services = Pick<
  ConversationServices,
  "store" | "randomness" | "runQueries" | "plugins" | "rooms" | "places" | "timeZone"
>;

/** Tells what waited for the end of quiet hours. */
export class HeldTeller {
  readonly #services: Services;
  readonly #messages: MessageLog;

  constructor(services: Services, messages: MessageLog) {
    this.#services = services;
    this.#messages = messages;
  }

  /** In one message. News of a run that went with its task meanwhile is left out. */
  async tell(rows: readonly HeldNoticeRow[], now: number): Promise<void> {
    const { store, randomness } = this.#services;
    const [first] = rows;
    if (!first) return;
    const ended = (await Promise.all(rows.map(async ({ run_id }) => await this.#endedRun(run_id)))).flat();
    const { channel, base, user_id: userId } = first;
    const timeZone = await zoneOfPlace(this.#services, { channel, base, userId });
    const card = foldedCard(ended, { timeZone, now });
    const context = { lastList: ended.map(({ run }) => run.id), timeZone };
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
}
