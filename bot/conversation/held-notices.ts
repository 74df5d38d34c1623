import type { NoticePlace } from "../../core/channels/notice-places.ts";
import type { Card } from "../../core/model/card.ts";
import type { Run } from "../../core/model/run.ts";
import type { Reader, Writer } from "../../core/store/rows.ts";
import { type HeldNoticeRow, heldNoticeTable } from "../../core/store/tables/room-table.ts";
import { sayInstant } from "./local-time.ts";

/** Of what has been released: kept a while, so that nothing is told twice. */
const RELEASED = Number.MAX_SAFE_INTEGER;
const KEPT_MS = 7 * 86_400_000;
const AT_ONCE = 500;

/** Whether a notice of this name waits, or has waited and was told with others. */
export async function isHeld(reader: Reader, topic: string): Promise<boolean> {
  return (await reader.count(heldNoticeTable, { topic })) > 0;
}

/** In the unit: it waits until then. */
export async function hold(
  writer: Writer,
  notice: { readonly topic: string; readonly runId: string; readonly place: NoticePlace },
  times: { readonly now: number; readonly until: number },
): Promise<void> {
  const { topic, runId, place } = notice;
  const { channel, base, userId } = place;
  const where = { topic, run_id: runId, channel, base, user_id: userId };
  await writer.insertNew(heldNoticeTable, { ...where, held_at: times.now, release_at: times.until });
}

/** What may be told by now, by the place it goes to. Also forgets what was told long ago. */
export async function dueNotices(reader: Reader, now: number): Promise<readonly (readonly HeldNoticeRow[])[]> {
  const where = { release_at: { lte: now } };
  const rows = await reader.select(heldNoticeTable, { where, orderBy: [{ column: "held_at" }], limit: AT_ONCE });
  const places = new Map<string, HeldNoticeRow[]>();
  for (const row of rows) {
    const key = `${row.channel} ${row.base}`;
    places.set(key, [...(places.get(key) ?? []), row]);
  }
  return [...places.values()];
}

/** In the unit that tells them: false where another server was faster. Throws where it was so with some: then all wait. */
export async function release(writer: Writer, rows: readonly HeldNoticeRow[], now: number): Promise<boolean> {
  const topics = rows.map((row) => row.topic);
  const mine = await writer.update(
    heldNoticeTable,
    { topic: { in: topics }, release_at: { lte: now } },
    { release_at: RELEASED },
  );
  await writer.delete(heldNoticeTable, { release_at: RELEASED, held_at: { lte: now - KEPT_MS } });
  if (mine !== 0 && mine !== rows.length) throw new Error("some of these notices were told elsewhere meanwhile");
  return mine > 0;
}

/** What ended while it was quiet, one line for each; what failed comes first. Pure. */
export function foldedCard(
  runs: readonly { readonly run: Run; readonly title: string }[],
  { timeZone, now }: { readonly timeZone: string; readonly now: number },
): Card {
  const failed = runs.filter(({ run }) => run.state !== "succeeded");
  const sorted = [...failed, ...runs.filter((one) => !failed.includes(one))];
  const rows = sorted.map(({ run, title }) => {
    const at = sayInstant(run.finishedAt ?? run.dueAt, timeZone, now);
    return [run.id, title, run.state, at, run.reason ?? ""];
  });
  return {
    tone: failed.length > 0 ? "attention" : "info",
    headline: `While it was quiet: ${runs.length} ended, ${failed.length} of them not well`,
    lines: [],
    table: { columns: ["Id", "What", "State", "Ended", "Why"], rows },
    link: "/runs",
  };
}
