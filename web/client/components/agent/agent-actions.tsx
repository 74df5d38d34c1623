import { useState } from "react";
import type { AgentDto } from "../../../contract/agent.ts";
import { call } from "../../api/call.ts";
import { useMay } from "../../api/session.tsx";
import { useAction } from "../../hooks/use-action.ts";
import { ConfirmDialog, type Question } from "../confirm-dialog.tsx";
import { ProblemNotice } from "../problem-notice.tsx";

interface Props {
  readonly agent: AgentDto;
  readonly changed: () => void;
  /** In a list: what is seldom wanted stays in the background. */
  readonly quiet?: boolean;
}

/** What an administrator can decide about a machine, as far as the person may and its state allows. */
export function AgentActions({ agent, changed, quiet = false }: Props) {
  const mayManage = useMay("agent.manage");
  const mayDrain = useMay("agent.drain");
  const [question, setQuestion] = useState<Question>();
  const params = { id: agent.id };
  const move = useAction(async (name: "agent.approve" | "agent.enable") => {
    await call(name, { params });
    changed();
  });
  const ask = (name: "agent.drain" | "agent.disable", words: Omit<Question, "act" | "reason">) =>
    setQuestion({
      ...words,
      reason: true,
      act: async (reason) => {
        await call(name, { params, body: reason === "" ? {} : { reason } });
        changed();
      },
    });
  const { state } = agent;
  return (
    <div className="row">
      {state === "pending" && mayManage && (
        <button
          type="button"
          className={quiet ? "button small primary" : "button primary"}
          disabled={move.busy}
          onClick={() => void move.run("agent.approve")}
        >
          Approve
        </button>
      )}
      {state === "active" && mayDrain && (
        <button
          type="button"
          className={quiet ? "ghost small" : "button"}
          onClick={() => ask("agent.drain", drainWords(agent.name))}
        >
          Drain
        </button>
      )}
      {(state === "draining" || state === "disabled" || state === "quarantined") && mayManage && (
        <button
          type="button"
          className={quiet ? "button small" : "button"}
          disabled={move.busy}
          onClick={() => void move.run("agent.enable")}
        >
          Enable
        </button>
      )}
      {state !== "disabled" && mayManage && (
        <button
          type="button"
          className={quiet ? "ghost small" : "button danger"}
          onClick={() => ask("agent.disable", disableWords(agent.name))}
        >
          Disable
        </button>
      )}
      {move.error !== undefined && <ProblemNotice error={move.error} />}
      {question && <ConfirmDialog question={question} close={() => setQuestion(undefined)} />}
    </div>
  );
}

const drainWords = (name: string) => ({
  title: `Drain ${name}?`,
  text: "It finishes what it has and gets nothing new, until somebody enables it again.",
  verb: "Drain",
});

const disableWords = (name: string) => ({
  title: `Disable ${name}?`,
  text: "It is cut off at once: what runs there is given up, and it gets nothing new.",
  verb: "Disable",
  danger: true,
});
