import { isBiting } from "../../core/freezes/find-frozen.ts";
import type { FreezeRequest } from "../../core/freezes/freeze-service.ts";
import type { Clock } from "../../core/kernel/clock.ts";
import type { Freeze } from "../../core/model/freeze.ts";
import type { Page, PageRequest } from "../../core/model/page.ts";
import type { Run } from "../../core/model/run.ts";
import type { Actor } from "../../core/model/user.ts";
import type { LedgerFilter } from "../../core/schedules/ledger-queries.ts";
import type { Store, Writer } from "../../core/store/rows.ts";
import type { FreezeDto } from "../contract/freeze.ts";
import type { LedgerEntryDto } from "../contract/ledger.ts";
import type { SCHEDULE_ROUTES } from "../contract/routes/schedule-routes.ts";
import { pageRequest } from "./page-request.ts";
import type { Handlers } from "./route-handler.ts";
import { withoutUndefined } from "./without-undefined.ts";

export interface LedgerReads {
  list(filter: LedgerFilter, page: PageRequest): Promise<Page<Run>>;
}

export interface FreezeUseCases {
  start(writer: Writer, actor: Actor, request: FreezeRequest): Promise<Freeze>;
  end(writer: Writer, actor: Actor, id: string): Promise<Freeze>;
}

export interface FreezeReads {
  get(id: string): Promise<Freeze>;
  list(page: PageRequest): Promise<Page<Freeze>>;
}

interface Deps {
  readonly store: Pick<Store, "write">;
  readonly clock: Clock;
  readonly ledger: LedgerReads;
  readonly freezes: FreezeUseCases;
  readonly freezeQueries: FreezeReads;
}

export function scheduleHandlers({
  clock,
  freezes,
  freezeQueries,
  ledger,
  store,
}: Deps): Handlers<keyof typeof SCHEDULE_ROUTES> {
  const shown = (freeze: Freeze): FreezeDto => withoutUndefined({ ...freeze, biting: isBiting(freeze, clock.now()) });
  return {
    "ledger.list": async ({ query }) => {
      const { task: taskId, cause: causes, from, to, missed } = query;
      const page = await ledger.list(withoutUndefined({ taskId, causes, from, to, missed }), pageRequest(query));
      return withoutUndefined({ items: page.items.map(ledgerEntry), next: page.next });
    },
    "freeze.list": async ({ query }) => {
      const page = await freezeQueries.list(pageRequest(query));
      return withoutUndefined({ items: page.items.map(shown), next: page.next });
    },
    "freeze.show": async ({ params }) => shown(await freezeQueries.get(params.id)),
    "freeze.start": async ({ actor, body }) => {
      const request: FreezeRequest = { reason: "", ...body };
      return shown(await store.write((writer) => freezes.start(writer, actor, request)));
    },
    "freeze.end": async ({ actor, params }) =>
      shown(await store.write((writer) => freezes.end(writer, actor, params.id))),
  };
}

function ledgerEntry(run: Run): LedgerEntryDto {
  const { id, taskId, action, dueAt, dueSince, dueCount = 1, cause = "on-time", state, reason, finishedAt } = run;
  const lateMs = Math.max(0, run.createdAt - dueAt);
  return withoutUndefined({
    ...{ runId: id, taskId, action, dueAt, dueSince, dueCount },
    ...{ lateMs, cause, state, reason, finishedAt },
  });
}
