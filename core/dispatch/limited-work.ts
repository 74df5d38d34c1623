import type { Logger } from "../kernel/logger.ts";
import type { LimitGate } from "../limits/limit-gate.ts";
import type { Reader } from "../store/rows.ts";
import { executionTable } from "../store/tables/run-table.ts";

interface Deps {
  readonly store: Reader;
  readonly logger: Logger;
  readonly limitGate?: Pick<LimitGate, "isOpen">;
}

/** The longest waiting are asked first; whoever is behind them has its turn with the sweep. */
const ASKED_AT_ONCE = 100;

/** Asks the machines again whose work waits for a limit, whenever something may have made room. */
export class LimitedWork {
  readonly #deps: Deps;
  readonly #ask: (agentId: string) => Promise<void>;
  #isAsking = false;
  #askAgain = false;

  constructor(deps: Deps, ask: (agentId: string) => Promise<void>) {
    this.#deps = deps;
    this.#ask = ask;
  }

  /** `lifted`: also where there is no limit (any more). */
  wake(lifted = false): void {
    if (!lifted && (this.#deps.limitGate?.isOpen ?? true)) return;
    if (this.#isAsking) this.#askAgain = true;
    else void this.#askAll();
  }

  async #askAll(): Promise<void> {
    const { logger, store } = this.#deps;
    this.#isAsking = true;
    try {
      do {
        this.#askAgain = false;
        const where = { state: "queued", limited_by: { ne: null } };
        const rows = await store.select(executionTable, { where, orderBy: [{ column: "seq" }], limit: ASKED_AT_ONCE });
        for (const agentId of new Set(rows.map((row) => row.agent_id))) await this.#ask(agentId);
      } while (this.#askAgain);
    } catch (error) {
      logger.warn({ error }, "machines whose work waits for a limit could not be asked");
    } finally {
      this.#isAsking = false;
    }
  }
}
