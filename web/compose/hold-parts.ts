import type { AuditRecorder } from "../../core/audit/audit-recorder.ts";
import { CalendarService } from "../../core/calendars/calendar-service.ts";
import type { CoreEvents } from "../../core/events/core-events.ts";
import { findFrozen, sayFrozen } from "../../core/freezes/find-frozen.ts";
import { FreezeDirectory } from "../../core/freezes/freeze-directory.ts";
import { FreezeQueries } from "../../core/freezes/freeze-queries.ts";
import { FreezeService } from "../../core/freezes/freeze-service.ts";
import type { Clock } from "../../core/kernel/clock.ts";
import type { EventBus } from "../../core/kernel/event-bus.ts";
import { LimitDirectory } from "../../core/limits/limit-directory.ts";
import { LimitGate } from "../../core/limits/limit-gate.ts";
import { LimitService } from "../../core/limits/limit-service.ts";
import type { Agent } from "../../core/model/agent.ts";
import type { Risk } from "../../core/model/risk.ts";
import { LedgerQueries } from "../../core/schedules/ledger-queries.ts";
import type { Store } from "../../core/store/rows.ts";
import type { RunRow } from "../../core/store/tables/run-table.ts";
import type { ActionCatalog, MachineDirectory } from "../../core/tasks/action-catalog.ts";

interface Input {
  readonly store: Store;
  readonly clock: Clock;
  readonly events: EventBus<CoreEvents>;
  readonly audit: AuditRecorder;
  readonly directory: MachineDirectory<Agent>;
  readonly timeZone: string;
  readonly actions: Pick<ActionCatalog, "find">;
  /** Whether a machine could begin at once. */
  ready(agentId: string): boolean;
}

/** What holds work up, and the book in which that is written down. */
export interface HoldParts {
  readonly freezes: FreezeService;
  readonly freezeDirectory: FreezeDirectory;
  readonly freezeQueries: FreezeQueries;
  readonly calendars: CalendarService;
  readonly ledger: LedgerQueries;
  readonly limits: LimitService;
  readonly limitDirectory: LimitDirectory;
  readonly limitGate: LimitGate;
  /** Why a run must not start on a machine at this moment. */
  readonly blocked: (agentId: string, run: RunRow) => string | undefined;
}

export async function holdParts({ directory: machines, ...input }: Input): Promise<HoldParts> {
  const { store } = input;
  const freezeDirectory = new FreezeDirectory(store);
  const calendars = new CalendarService(input);
  const limitDirectory = new LimitDirectory(store);
  await Promise.all([freezeDirectory.load(), calendars.load(), limitDirectory.load()]);
  return {
    freezes: new FreezeService({ ...input, directory: freezeDirectory, machines }),
    freezeDirectory,
    freezeQueries: new FreezeQueries(store),
    calendars,
    ledger: new LedgerQueries(store),
    limits: new LimitService({ ...input, directory: limitDirectory, machines }),
    limitDirectory,
    limitGate: new LimitGate({ limits: limitDirectory, machines, events: input.events, ready: input.ready }),
    blocked: blockedBy({ ...input, freezes: freezeDirectory, machines }),
  };
}

interface BlockedBy {
  readonly clock: Clock;
  readonly freezes: FreezeDirectory;
  readonly machines: MachineDirectory<Agent>;
  readonly timeZone: string;
}

/** Whether a freeze holds a machine at the moment when something is about to start on it. */
function blockedBy({ clock, freezes, machines, timeZone }: BlockedBy) {
  return (agentId: string, run: RunRow): string | undefined => {
    const open = freezes.open();
    const machine = open.length > 0 ? machines.get(agentId) : undefined;
    if (!machine) return undefined;
    const now = clock.now();
    const risk = run.risk as Risk;
    const [frozen] = findFrozen(open, { risk, chosen: [machine], all: machines.all(), now });
    return frozen && sayFrozen(frozen, timeZone, now);
  };
}
