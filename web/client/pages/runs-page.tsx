import { useState } from "react";
import { Link } from "wouter";
import type { RunQueryDto } from "../../contract/run.ts";
import { call } from "../api/call.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { FilterBar } from "../components/filter-bar.tsx";
import { RowList } from "../components/row-list.tsx";
import { RunRow } from "../components/run/run-row.tsx";
import { usePoll } from "../hooks/use-poll.ts";
import { useResource } from "../hooks/use-resource.ts";
import { useTitle } from "../hooks/use-title.ts";

const FILTERS: Readonly<Record<string, RunQueryDto["state"]>> = {
  all: undefined,
  running: ["running"],
  failed: ["failed", "unknown", "missed"],
  succeeded: ["succeeded"],
};
const CHOICES = [
  { value: "all", name: "All" },
  { value: "running", name: "Running" },
  { value: "failed", name: "Failed or unclear" },
  { value: "succeeded", name: "Succeeded" },
];
const PAGE = 50;
const POLL_MS = 5000;

/** What ran, the newest first. */
export function RunsPage() {
  useTitle("Runs");
  const [filter, setFilter] = useState("all");
  const [limit, setLimit] = useState(PAGE);
  const state = FILTERS[filter];
  const runs = useResource(`runs ${filter} ${limit}`, (signal) =>
    call("run.list", { query: state ? { state, limit } : { limit }, signal }),
  );
  usePoll(POLL_MS, runs.reload);
  return (
    <div className="page">
      <header className="page-head">
        <h1>Runs</h1>
        <FilterBar label="Show" choices={CHOICES} value={filter} change={setFilter} />
      </header>
      <RowList
        label="Runs"
        resource={runs}
        row={(run) => <RunRow key={run.id} run={run} />}
        {...(limit < 500 ? { more: () => setLimit(Math.min(500, limit + PAGE)) } : {})}
        empty={
          filter === "all" ? (
            <EmptyState
              title="Nothing has run yet"
              text="Ask for something in the chat; every run is kept here with its output."
            >
              <Link className="button primary" href="/chat">
                Go to the chat
              </Link>
            </EmptyState>
          ) : (
            <EmptyState title="None" text="No run is in this state. That may be good news." />
          )
        }
      />
    </div>
  );
}
