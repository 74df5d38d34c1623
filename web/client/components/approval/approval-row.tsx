import { useState } from "react";
import { Link } from "wouter";
import type { ApprovalDto } from "../../../contract/approval.ts";
import { call } from "../../api/call.ts";
import { approvalState, decisionText, machinesText } from "../../model/approval-words.ts";
import { paramsText } from "../../model/describe.ts";
import { ConfirmDialog, type Question } from "../confirm-dialog.tsx";
import { TimeText } from "../time-text.tsx";
import { WordPill } from "../word-pill.tsx";

interface Props {
  readonly approval: ApprovalDto;
  readonly changed: () => void;
}

/** What somebody asked for, why it needs a yes, and the buttons for whoever may give it. */
export function ApprovalRow({ approval, changed }: Props) {
  const [question, setQuestion] = useState<Question>();
  const { action, askerName, id, mayAnswer, own, params, reasons, risk, runId, state, text } = approval;
  const said = paramsText(params ?? {});
  const decision = decisionText(approval);
  const act = (made: Question) => async (note: string) => {
    await made.act(note);
    changed();
  };
  const ask = (made: Question) => setQuestion({ ...made, act: act(made) });
  return (
    <li className="plain-row approval-row">
      <WordPill words={approvalState(approval)} />
      <div className="row-text">
        <p>
          <strong>{text === "" ? action : text}</strong> <span className="faint">on {machinesText(approval)}</span>
        </p>
        <p className="faint small">
          {id} · {askerName} · {action}
          {said !== "" && ` (${said})`} · {risk}
        </p>
        {state === "pending" && <p className="small">It needs approval because {reasons.join(", and ")}.</p>}
        {decision !== undefined && <p className="small">{decision}</p>}
        {runId !== undefined && (
          <p className="small">
            <Link href={`/runs/${runId}`}>{runId}</Link>
            {approval.result !== undefined && ` ${approval.result}`}
          </p>
        )}
      </div>
      <span className="small approval-time">
        {state === "pending" ? (
          <>
            <span className="faint">until</span> <TimeText at={approval.expiresAt} />
          </>
        ) : (
          <TimeText at={approval.decidedAt ?? approval.createdAt} />
        )}
      </span>
      <span className="row-act approval-act">
        {mayAnswer && (
          <>
            <button type="button" className="button small primary" onClick={() => ask(approving(approval))}>
              Approve<span className="sr-only"> {id}</span>
            </button>
            <button type="button" className="button small" onClick={() => ask(refusing(approval))}>
              Refuse<span className="sr-only"> {id}</span>
            </button>
          </>
        )}
        {own && state === "pending" && (
          <button type="button" className="button small" onClick={() => ask(withdrawing(approval))}>
            Withdraw<span className="sr-only"> {id}</span>
          </button>
        )}
      </span>
      {question && <ConfirmDialog question={question} close={() => setQuestion(undefined)} />}
    </li>
  );
}

function approving({ action, askerName, id, machines, risk }: ApprovalDto): Question {
  const where = machines.map(({ name }) => name).join(", ");
  return {
    title: `Approve ${id}?`,
    text: `${action} runs once on ${where}, as ${askerName} asked for it. If anything has changed since, nothing runs.`,
    verb: "Approve",
    reason: true,
    ...(risk === "destructive" && { danger: true }),
    act: async (note) => await call("approval.approve", { params: { id }, body: { note } }),
  };
}

function refusing({ askerName, id }: ApprovalDto): Question {
  return {
    title: `Refuse ${id}?`,
    text: `Nothing runs, and ${askerName} is told why.`,
    verb: "Refuse",
    danger: true,
    reason: true,
    act: async (note) => await call("approval.refuse", { params: { id }, body: { note } }),
  };
}

function withdrawing({ id }: ApprovalDto): Question {
  return {
    title: `Withdraw ${id}?`,
    text: "Nobody is asked any more, and nothing runs.",
    verb: "Withdraw",
    act: async () => await call("approval.withdraw", { params: { id } }),
  };
}
