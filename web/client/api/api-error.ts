import type { ProblemDto } from "../../contract/system.ts";

/** What went wrong, in the words of the server's problem document. `status` 0 means that no server answered. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryable: boolean;
  /** Finds the line in the server's log; undefined when no server answered. */
  readonly reference: string | undefined;

  constructor(problem: Pick<ProblemDto, "status" | "code" | "detail" | "retryable"> & { readonly instance?: string }) {
    super(problem.detail);
    this.name = "ApiError";
    this.status = problem.status;
    this.code = problem.code;
    this.retryable = problem.retryable;
    this.reference = problem.instance;
  }
}

/** A sentence for whatever was thrown. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return "Something in this page went wrong. Reload it; if it stays, tell whoever runs Octopus.";
}
