import { useState } from "react";
import { call } from "../api/call.ts";
import { useMay } from "../api/session.tsx";
import { ApprovalRow } from "../components/approval/approval-row.tsx";
import { ProtectedPlaces } from "../components/approval/protected-places.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { RowList } from "../components/row-list.tsx";
import { usePoll } from "../hooks/use-poll.ts";
import { useResource } from "../hooks/use-resource.ts";
import { useTitle } from "../hooks/use-title.ts";
import { inOrder } from "../model/approval-words.ts";

const PAGE = 50;
const POLL_MS = 5_000;

/** What waits for a second person's yes, for me first; what became of the rest; and where changes need one. */
export function ApprovalsPage() {
  useTitle("Approvals");
  const [limit, setLimit] = useState(PAGE);
  const mayDecide = useMay("approval.decide");
  const approvals = useResource(`approvals ${limit}`, async (signal) => {
    const page = await call("approval.list", { query: { limit }, signal });
    return { ...page, items: inOrder(page.items) };
  });
  usePoll(POLL_MS, approvals.reload);
  const waiting = approvals.data?.items.filter(({ mayAnswer }) => mayAnswer).length ?? 0;
  return (
    <div className="page">
      <header className="page-head">
        <div className="head-text">
          <h1>Approvals</h1>
          <p className="faint" role="status">
            {mayDecide
              ? waiting === 0
                ? "Nothing waits for your answer."
                : `${waiting} ${waiting === 1 ? "request waits" : "requests wait"} for your answer.`
              : "What was asked for and needs another person's yes."}
          </p>
        </div>
      </header>
      <RowList
        label="Approvals"
        resource={approvals}
        row={(approval) => <ApprovalRow key={approval.id} approval={approval} changed={approvals.reload} />}
        {...(limit < 500 ? { more: () => setLimit(Math.min(500, limit + PAGE)) } : {})}
        empty={
          <EmptyState
            title="Nothing needed approval yet"
            text="What a role may only ask for, and changes in protected places, wait here until somebody else says yes."
          />
        }
      />
      <ProtectedPlaces />
    </div>
  );
}
