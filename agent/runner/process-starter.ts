import type { SpawnOptions } from "node:child_process";
import type { Clock } from "../../core/kernel/clock.ts";
import type { Randomness } from "../../core/kernel/randomness.ts";
import type { Isolation } from "./isolation.ts";
import { ManagedProcess } from "./managed-process.ts";

interface StarterOptions {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly isolation: Isolation;
  /** What every process may see of the agent's environment; see allowedEnvironment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly agentId: string;
}

interface ProcessInput {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly stdio: SpawnOptions["stdio"];
}

/** The variable that marks every process of one agent, over its restarts. */
export function agentMarker(agentId: string): string {
  return `OCTOPUS_AGENT=${agentId}`;
}

/** Starts processes that can be found and ended with all that they start. */
export class ProcessStarter {
  readonly #options: StarterOptions;

  constructor(options: StarterOptions) {
    this.#options = options;
  }

  start(input: ProcessInput): ManagedProcess {
    const { clock, isolation, randomness, environment, agentId } = this.#options;
    const mark = randomness.hex(8);
    return new ManagedProcess({
      clock,
      isolation,
      ...input,
      environment: { ...environment, ...input.environment, OCTOPUS_AGENT: agentId, OCTOPUS_RUNNER: mark },
      marker: `OCTOPUS_RUNNER=${mark}`,
    });
  }
}

const ALLOWED = /^(PATH|LANG|TZ|LC_[A-Z]+)$/;

/** The part of the agent's environment that actions get: no secret of the agent or of its unit file is in it. */
export function allowedEnvironment(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const allowed = Object.entries(environment).filter(([name, value]) => ALLOWED.test(name) && value !== undefined);
  return Object.fromEntries(allowed) as Record<string, string>;
}
