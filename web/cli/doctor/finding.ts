/** What one check of `octopus doctor` found; `fix` says what to do, in one sentence. */
export interface Finding {
  readonly level: "ok" | "warn" | "fail";
  readonly what: string;
  readonly fix?: string;
}
