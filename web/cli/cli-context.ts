import type { LoadedConfig } from "../../core/config/load-config.ts";
import type { ApiClient } from "./api-client.ts";

/** What every command is given: the outside world, narrow. */
export interface CliContext {
  readonly environment: NodeJS.ProcessEnv;
  /** Epoch ms. */
  now(): number;
  print(text: string): void;
  complain(text: string): void;
  readInput(): AsyncIterable<string>;
  /** Signs in by the surroundings, once; throws a CliFailure when there is no credential. */
  api(): ApiClient;
  /** Absolute path of the data folder by flags, environment and default. */
  dataDir(): string;
  /** The effective configuration; throws `config.invalid` with every problem. */
  loaded(): LoadedConfig;
  setExitCode(code: number): void;
}
