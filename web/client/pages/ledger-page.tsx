import { useState } from "react";
import { Link, useSearchParams } from "wouter";
import { systemClock } from "../../../core/kernel/clock.ts";
import { call } from "../api/call.ts";
import { useSession } from "../api/session.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { FilterBar } from "../components/filter-bar.tsx";
import { RowList } from "../components/row-list.tsx";
import { SchedulePlaces } from "../components/schedule-places.tsx";
import { SchedulerState } from "../components/scheduler-state.tsx";
import { LedgerRow } from "../components/task/ledger-row.tsx";
import { usePoll } from "../hooks/use-poll.ts";
import { useResource } from "../hooks/use-resource.ts";
import { useTitle } from "../hooks/use-title.ts";
import { LEDGER_SPANS, type LedgerFilter, ledgerFilter, ledgerQuery } from "../model/ledger-filter.ts";
import { LEDGER_CHOICES } from "../model/ledger-words.ts";

const PAGE = 50;
const POLL_MS = 10_000;

/** What was expected of schedules and what became of it: a row for every time, also when nothing ran. */
export function LedgerPage() {
  useTitle("What should have run");
  const [search, setSearch] = useSearchParams();
  const [limit, setLimit] = useState(PAGE);
  const { timeZone } = useSession();
  const filter = ledgerFilter(search);
  const change = (part: Partial<LedgerFilter>) =>
    setSearch(new URLSearchParams(Object.entries({ ...filter, ...part }).filter(([, value]) => value !== "")), {
      replace: true,
    });
  const entries = useResource(`ledger ${JSON.stringify(filter)} ${limit}`, (signal) =>
    call("ledger.list", { query: { ...ledgerQuery(filter, systemClock.now(), timeZone), limit }, signal }),
  );
  usePoll(POLL_MS, entries.reload);
  return (
    <div className="page">
      <SchedulePlaces />
      <header className="page-head">
        <div>
          <h1>What should have run</h1>
          <SchedulerState />
        </div>
      </header>
      <Filters filter={filter} change={change} />
      <RowList
        label="Expected runs"
        resource={entries}
        row={(entry) => <LedgerRow key={entry.runId} entry={entry} />}
        {...(limit < 500 ? { more: () => setLimit(Math.min(500, limit + PAGE)) } : {})}
        empty={
          <EmptyState
            title={filter.show === "missed" ? "Nothing was missed" : "Nothing was expected"}
            text="Every time a schedule is due there is a row here: whether it ran, was late, was skipped and why, or was missed because the server was down."
          >
            <Link className="button" href="/tasks">
              Go to the tasks
            </Link>
          </EmptyState>
        }
      />
    </div>
  );
}

interface FilterProps {
  readonly filter: LedgerFilter;
  readonly change: (part: Partial<LedgerFilter>) => void;
}

function Filters({ filter, change }: FilterProps) {
  return (
    <div className="filters">
      <FilterBar label="Outcome" choices={LEDGER_CHOICES} value={filter.show} change={(show) => change({ show })} />
      <input
        type="search"
        className="input task-id"
        placeholder="Task, such as T-17"
        aria-label="Only this task"
        value={filter.task}
        onChange={(event) => change({ task: event.target.value })}
      />
      <select
        className="input span"
        aria-label="Time"
        value={filter.span}
        onChange={(event) => change({ span: event.target.value })}
      >
        {LEDGER_SPANS.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
      {filter.span === "between" && (
        <span className="row">
          <input
            type="date"
            className="input date"
            aria-label="From"
            value={filter.from}
            onChange={(event) => change({ from: event.target.value })}
          />
          <span className="faint">to</span>
          <input
            type="date"
            className="input date"
            aria-label="To"
            value={filter.to}
            onChange={(event) => change({ to: event.target.value })}
          />
        </span>
      )}
    </div>
  );
}
