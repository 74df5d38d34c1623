/** Exit codes: 1 it failed, 2 bad usage or configuration, 3 the database is newer, 5 no server answers. */
export type ExitCode = 1 | 2 | 3 | 5;

/** Ends the command with a sentence that says what to do, and no stack trace. */
export class CliFailure extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = 1) {
    super(message);
    this.name = "CliFailure";
    this.exitCode = exitCode;
  }
}
