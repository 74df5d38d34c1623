import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { ExecutionDto } from "../../../contract/execution.ts";
import { saveText } from "../../api/save-text.ts";
import { type Log, useLog } from "../../hooks/use-log.ts";
import { isOpen } from "../../model/state-words.ts";
import { Icon } from "../icon.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { LogWindow } from "./log-window.tsx";

/** The output of an execution: live, searchable, to be taken away as text. However long it is, few lines are drawn. */
export function LogView({ execution }: { readonly execution: ExecutionDto }) {
  const log = useLog(execution.id, execution.attempt, execution.state);
  const [follow, setFollow] = useState(isOpen(execution.state));
  const search = useSearch(log);
  const { more, loading, loadAll } = log;
  useEffect(() => {
    if (follow && more && !loading) void loadAll();
  }, [follow, more, loading, loadAll]);
  const save = async () => {
    await log.loadAll();
    saveText(`${execution.id}-${execution.agentName}-attempt-${execution.attempt}.log.txt`, log.lines.text());
  };

  return (
    <section className="log" aria-label={`Output of ${execution.agentName}`}>
      <div className="log-bar">
        <input
          type="search"
          className="input"
          placeholder="Search the output"
          aria-label="Search the output"
          value={search.needle}
          onChange={(event) => search.setNeedle(event.target.value)}
          onKeyDown={search.hear}
        />
        {search.needle !== "" && (
          <span className="faint small" role="status">
            {search.hits.length === 0 ? "not found" : `${search.at + 1} of ${search.hits.length}`}
          </span>
        )}
        <span className="spread" />
        <button type="button" className="button small" aria-pressed={follow} onClick={() => setFollow(!follow)}>
          {follow ? "Following" : "Follow"}
        </button>
        <button type="button" className="button small" onClick={() => void save()}>
          Download
        </button>
      </div>
      {log.error !== undefined && <ProblemNotice error={log.error} retry={() => void log.loadMore()} />}
      <LogWindow log={log} follow={follow} setFollow={setFollow} hits={search.hits} current={search.hits[search.at]} />
      <p className="log-foot faint small">
        {log.lines.lines.length.toLocaleString("en")} {log.lines.lines.length === 1 ? "line" : "lines"}
        {log.more && " so far"}
        {log.loading && <Icon name="spinner" size={12} />}
      </p>
    </section>
  );
}

interface Search {
  readonly needle: string;
  readonly setNeedle: (needle: string) => void;
  readonly hits: readonly number[];
  readonly at: number;
  readonly hear: (event: KeyboardEvent) => void;
}

/** Searching reads everything first; Enter goes on, Shift+Enter back, Escape ends it. */
function useSearch(log: Log): Search {
  const [needle, setNeedle] = useState("");
  const [at, setAt] = useState(0);
  const found = useRef<{ key: string; hits: readonly number[] }>({ key: "", hits: [] });
  const key = `${log.version} ${log.lines.nextSeq} ${needle}`;
  if (found.current.key !== key) found.current = { key, hits: log.lines.find(needle) };
  const { hits } = found.current;
  const change = (next: string) => {
    setNeedle(next);
    setAt(0);
    if (next !== "" && log.more) void log.loadAll();
  };
  const hear = (event: KeyboardEvent) => {
    if (event.key === "Escape") change("");
    if (event.key !== "Enter" || hits.length === 0) return;
    event.preventDefault();
    setAt((at + (event.shiftKey ? hits.length - 1 : 1)) % hits.length);
  };
  return { needle, setNeedle: change, hits, at: Math.min(at, Math.max(0, hits.length - 1)), hear };
}
