import { Link } from "wouter";
import { describeMs } from "../../../../core/kernel/duration.ts";
import type { LedgerEntryDto } from "../../../contract/ledger.ts";
import { LEDGER_WORDS } from "../../model/ledger-words.ts";
import { StatePill } from "../state-pill.tsx";
import { TimeText } from "../time-text.tsx";
import { WordPill } from "../word-pill.tsx";

const RAN: readonly LedgerEntryDto["cause"][] = ["on-time", "late"];

/** One expected run: what became of it and why; the row leads to the run. */
export function LedgerRow({ entry }: { readonly entry: LedgerEntryDto }) {
  const ran = RAN.includes(entry.cause);
  return (
    <li>
      <Link className="row-link ledger-row" data-row href={`/runs/${entry.runId}`}>
        <span className="number ledger-due">
          <TimeText at={entry.dueAt} />
        </span>
        <span className="ledger-outcome">
          <WordPill words={LEDGER_WORDS[entry.cause]} />
          {ran && entry.state !== "succeeded" && <StatePill state={entry.state} />}
        </span>
        <span className="ledger-what">
          <span>
            <strong>{entry.action}</strong> <span className="faint">{entry.taskId}</span>
          </span>
          <Why entry={entry} />
        </span>
        <span className="faint number ledger-late">
          {entry.cause === "late" && `${describeMs(entry.lateMs)} late`}
          {entry.dueCount > 1 && `${entry.dueCount} times`}
        </span>
        <span className="faint number">{entry.runId}</span>
      </Link>
    </li>
  );
}

/** The sentence of the row, and the span where it stands for several due times. */
function Why({ entry: { dueCount, dueSince, reason } }: { readonly entry: LedgerEntryDto }) {
  if (reason === undefined && dueCount === 1) return null;
  return (
    <span className="faint small">
      {dueCount > 1 && dueSince !== undefined && (
        <>
          From <TimeText at={dueSince} /> on.{" "}
        </>
      )}
      {reason}
    </span>
  );
}
