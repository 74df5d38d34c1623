/** A package that has, or got, a newer version. */
export interface PackageChange {
  readonly name: string;
  readonly from?: string;
  readonly to?: string;
}

/** How one of the known package managers is asked. An empty list of packages stands for all. */
export interface PackageManager {
  readonly name: "apt" | "dnf" | "brew" | "choco";
  readonly program: string;
  /** Whether updating needs root. */
  readonly needsRoot: boolean;
  /** Set for every call, so that nothing waits for an answer from a person. */
  readonly environment: Readonly<Record<string, string>>;
  /** Fetches the list of what is available; absent where asking does that itself. */
  readonly refresh?: readonly string[];
  /** Asks what would be updated, changing nothing. */
  readonly plan: (packages: readonly string[]) => readonly string[];
  /** Exit codes of `plan` that are an answer. */
  readonly planCodes: readonly number[];
  readonly parsePlan: (output: string) => readonly PackageChange[];
  readonly update: (packages: readonly string[]) => readonly string[];
  /** Asks for the installed versions of the named packages; absent where the update itself refuses what is not installed. */
  readonly installed?: (packages: readonly string[]) => readonly [program: string, ...args: string[]];
}
