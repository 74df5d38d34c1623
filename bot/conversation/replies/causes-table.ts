import type { CardTable } from "../../../core/model/card.ts";
import type { ActionManifest } from "../../../core/plugin-api/manifest.ts";
import type { FailureCause } from "../failure-causes.ts";
import { sayInstant } from "../local-time.ts";
import { sayWhere } from "./say-machines.ts";

interface View {
  readonly timeZone: string;
  readonly now: number;
}

interface Titles {
  readonly plugins: { find(action: string): { readonly action: ActionManifest } | undefined };
}

/** One row for each cause of failures: what, where, why, how often, and the latest run of it. Pure. */
export function causesTable(causes: readonly FailureCause[], { timeZone, now }: View, { plugins }: Titles): CardTable {
  const rows = causes.map(({ action, machines, reason, runs }) => {
    const [latest] = runs;
    const when = latest ? sayInstant(latest.createdAt, timeZone, now) : "";
    const title = plugins.find(action)?.action.title ?? action;
    return [latest?.id ?? "", when, title, machines.length === 0 ? "" : sayWhere(machines), reason, runs.length];
  });
  return { columns: ["Id", "Latest", "What", "Where", "Why", "Failures"], rows };
}
