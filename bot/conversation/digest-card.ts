import type { Card } from "../../core/model/card.ts";
import type { ActionManifest } from "../../core/plugin-api/manifest.ts";
import type { FailureCause } from "./failure-causes.ts";
import { sayDayAndTime } from "./local-time.ts";
import { causesTable } from "./replies/causes-table.ts";

interface View {
  /** Those whose task has not worked since. */
  readonly open: readonly FailureCause[];
  /** Those whose task works again. */
  readonly recovered: readonly FailureCause[];
  /** Runs that ended since then, and those of them that worked. */
  readonly ended: number;
  readonly succeeded: number;
  /** More failed than were looked at. */
  readonly isCut: boolean;
  readonly since: number;
  readonly timeZone: string;
  readonly now: number;
}

const count = (causes: readonly FailureCause[]) => causes.reduce((sum, cause) => sum + cause.runs.length, 0);

/** What failed since the digest before: one row for each cause; what works again is folded into a line. Pure. */
export function digestCard(
  view: View,
  titles: { readonly plugins: { find(action: string): { readonly action: ActionManifest } | undefined } },
): Card {
  const { ended, isCut, open, recovered, since, succeeded, timeZone, now } = view;
  const from = `Since ${sayDayAndTime(since, timeZone, now)} (${timeZone}): ${ended} ended, ${succeeded} well.`;
  const again = recovered.map(({ action }) => titles.plugins.find(action)?.action.title ?? action);
  const cut = isCut ? ["More failed than I list here; the oldest are left out."] : [];
  const folded =
    again.length === 0 ? [] : [`${count(recovered)} failed and work again since: ${[...new Set(again)].join(", ")}.`];
  if (open.length === 0)
    return { tone: "success", headline: "Nothing waits to be mended", lines: [from, ...folded, ...cut] };
  const failures = count(open);
  const causes = open.length === 1 ? "one cause" : `${open.length} causes`;
  return {
    tone: "attention",
    headline: `${failures} ${failures === 1 ? "failure" : "failures"}, ${causes}`,
    lines: [from, ...folded, ...cut, 'Say "why did the first one fail" or "retry the first one" here.'],
    table: causesTable(open, { timeZone, now }, titles),
    link: "/runs",
  };
}
