import type { Attempt, Execution, LogChunk, Run } from "../../core/model/run.ts";
import { hideSealed } from "../../core/secrets/hide-sealed.ts";
import type { AttemptDto, ExecutionDto, LogChunkDto } from "../contract/execution.ts";
import type { RunDto } from "../contract/run.ts";
import { withoutUndefined } from "./without-undefined.ts";

export function runDto(run: Run): RunDto {
  const steps = run.steps.map(({ when, action, params }) => ({ when, action, params }));
  return withoutUndefined(hideSealed({ ...run, steps }));
}

/** `showOutput`: whether this person may see what the execution answered. */
export function executionDto(execution: Execution, showOutput: boolean): ExecutionDto {
  const { response, error, ...rest } = execution;
  return withoutUndefined({
    ...rest,
    error: showOutput ? error?.slice(0, 4000) : undefined,
    headline: showOutput ? response?.headline : undefined,
    attention: showOutput ? response?.attention : undefined,
  });
}

export function attemptDto(attempt: Attempt): AttemptDto {
  const { error, ...rest } = attempt;
  return withoutUndefined({ ...rest, error: error?.slice(0, 4000) });
}

export function logChunkDto({ executionId, attempt, seq, stream, text, at }: LogChunk): LogChunkDto {
  return { executionId, attempt, seq, stream, text, at };
}
