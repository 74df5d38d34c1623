import { describeMs } from "../../../core/kernel/duration.ts";
import type { Card, CardTable } from "../../../core/model/card.ts";
import type { Execution } from "../../../core/model/run.ts";
import { isInSubset } from "../../../core/tasks/subset-request.ts";
import type { RunView } from "./run-view.ts";
import { chainLines } from "./say-chain.ts";
import { batchLines } from "./say-rollout.ts";
import { seriesLines } from "./say-series.ts";
import { STATE_WORDS } from "./state-words.ts";

type Body = Pick<Card, "tone" | "headline" | "lines" | "table" | "logTail">;

/** How it ended, the answer or the reason first. Pure. */
export function runResult(view: RunView): Body {
  const body = resultBody(view);
  return view.chain ? { ...body, lines: [...body.lines, ...chainLines(view.chain)] } : body;
}

function resultBody(view: RunView): Body {
  const { executions, run, title } = view;
  const [only] = executions;
  if (!only) return stillborn(view);
  if (executions.length === 1) return single(view, only);
  const ok = executions.filter((execution) => execution.state === "succeeded").length;
  const unbegun = executions.filter((execution) => isInSubset(execution, "not-started")).length;
  if (run.reason !== undefined || unbegun > 0) return partial(view, ok, unbegun);
  const failures = executions.filter((execution) => execution.state !== "succeeded");
  const reason = failures[0] ? `${failures[0].agentName}: ${reasonOf(failures[0])}` : undefined;
  return {
    tone: toneOf(view),
    headline: `${title}: ${ok} of ${executions.length} succeeded`,
    lines: [...(reason ? [reason] : []), ...(run.state === "unknown" ? [UNKNOWN_SENTENCE] : [])],
    table: machineTable(executions),
  };
}

/** Not every machine had its turn: how many worked, failed, and were never begun, and why it went no further. */
function partial(view: RunView, ok: number, unbegun: number): Body {
  const { executions, run, title } = view;
  const failed = executions.filter((execution) => isInSubset(execution, "failed"));
  const counts = [`${ok} succeeded`, `${failed.length} failed`, `${unbegun} not started`];
  const unknown = executions.filter((execution) => execution.state === "unknown").length;
  if (unknown > 0) counts.push(`${unknown} not known`);
  const told =
    failed[0] ?? (run.reason === undefined ? executions.find((one) => one.state !== "succeeded") : undefined);
  const reason = told && `${told.agentName}: ${reasonOf(told)}`;
  const open =
    run.state === "unknown" ? [UNKNOWN_SENTENCE, ...batchLines(executions, run.policy.canary !== undefined)] : [];
  return {
    tone: toneOf(view),
    headline: `${title}: ${run.reason === undefined ? "" : "stopped, "}${counts.join(", ")}`,
    lines: [...(run.reason === undefined ? [] : [run.reason]), ...(reason ? [reason] : []), ...open],
    table: machineTable(executions),
  };
}

const UNKNOWN_SENTENCE =
  "Contact was lost while it ran, and running it twice may do harm. If the machine comes back with a result, it is shown here; otherwise tell me how it ended.";

function single(view: RunView, execution: Execution): Body {
  const { title, tail } = view;
  const { response, agentName } = execution;
  const withTail = tail.length > 0 ? { logTail: tail } : {};
  if (execution.state === "succeeded") {
    const table = response?.table;
    const headline = response?.headline ?? `${title} on ${agentName}: done`;
    return { tone: toneOf(view), headline, lines: seriesLines(response?.series), ...(table && { table }) };
  }
  if (execution.state === "unknown") {
    return {
      tone: "unknown",
      headline: `${title} on ${agentName}: I do not know how it ended`,
      lines: [UNKNOWN_SENTENCE],
    };
  }
  const reason = reasonOf(execution);
  const headline = `${title} on ${agentName} ${pastWords(execution)}`;
  const table = response?.table;
  const lines = [reason, ...seriesLines(response?.series)];
  return { tone: toneOf(view), headline, lines, ...(table && { table }), ...withTail };
}

function pastWords(execution: Execution): string {
  if (execution.state === "timed_out") return "timed out";
  if (execution.state === "expired") return "did not start";
  return execution.state === "failed" ? "failed" : `was ${execution.state}`;
}

/** Why it did not succeed, as a sentence. */
export function reasonOf(execution: Execution): string {
  const said = execution.error ?? (execution.response?.ok === false ? execution.response.headline : undefined);
  if (said) return said;
  if (execution.state === "timed_out") return `It ran longer than ${describeMs(execution.timeoutMs)} and was ended.`;
  if (execution.state === "expired") return "The machine did not take it in time, so it was given up. Nothing ran.";
  return execution.state === "unknown" ? "Contact was lost while it ran." : "No reason was given.";
}

function stillborn({ run, title }: RunView): Body {
  const tone = run.state === "missed" || run.state === "failed" ? "attention" : "info";
  return { tone, headline: `${title}: ${run.state}`, lines: [run.reason ?? "There was nothing to run."] };
}

function toneOf({ run, executions }: RunView): Card["tone"] {
  if (run.state === "succeeded") {
    return executions.some((execution) => execution.response?.attention) ? "attention" : "success";
  }
  if (run.state === "unknown") return "unknown";
  return run.state === "failed" ? "failure" : "info";
}

/** Those that need a look first. */
function machineTable(executions: readonly Execution[]): CardTable {
  const rank = (execution: Execution) => (execution.state !== "succeeded" ? 0 : execution.response?.attention ? 1 : 2);
  const sorted = [...executions].sort((a, b) => rank(a) - rank(b) || (a.agentName < b.agentName ? -1 : 1));
  const answer = (execution: Execution) =>
    execution.state === "succeeded" ? (execution.response?.headline ?? "") : reasonOf(execution);
  return {
    columns: ["Machine", "State", "Answer"],
    rows: sorted.map((execution) => [execution.agentName, STATE_WORDS[execution.state], answer(execution)]),
  };
}
