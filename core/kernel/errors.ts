import { ERROR_CODES, type ErrorCode } from "./error-codes.ts";

/**
 * A broken promise with a stable code. `message` is a whole sentence that may be shown to a person and says what was
 * expected and what was got; `details` are the machine-readable facts behind it.
 */
export class OctopusError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
    this.name = "OctopusError";
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return ERROR_CODES[this.code].status;
  }

  get retryable(): boolean {
    return ERROR_CODES[this.code].retryable;
  }
}

export function isOctopusError(value: unknown, code?: ErrorCode): value is OctopusError {
  return value instanceof OctopusError && (code === undefined || value.code === code);
}
