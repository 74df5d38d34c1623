import { join } from "node:path";
import { riskOf } from "../../core/plugin-api/manifest.ts";
import type { AttemptWork, WorkEnd } from "./attempt-work.ts";
import { checkResponse } from "./check-response.ts";
import { describeExit } from "./describe-exit.ts";
import type { RunnerHandle } from "./runner-handle.ts";
import type { RunnerPool } from "./runner-pool.ts";
import type { RunnerReport } from "./runner-protocol.ts";

type Ended = Pick<WorkEnd, "outcome" | "response" | "error" | "exitCode">;

/** Turns of the event loop without output after which a shared runner's pipes count as read. */
const QUIET_TURNS = 2;
const MOST_TURNS = 50;

/** Runs an action of a Node plugin in a runner process of the pool. */
export async function runNode(work: AttemptWork, pool: RunnerPool, entry: string): Promise<WorkEnd> {
  const { offer, stop } = work;
  const reusable = riskOf(work.action, offer.params) === "read";
  const handle = pool.lease(reusable);
  stop.attach(handle.process);
  const unwatch = work.watch(handle.process.child.pid);
  const ended = await perform(handle, work, entry);
  unwatch();
  const shared = reusable && stop.reason === undefined && handle.isUsable;
  if (shared) {
    await untilQuiet(work);
    handle.release();
    pool.giveBack(handle);
    return { ...ended, survivors: 0 };
  }
  handle.end();
  const survivors = await handle.process.gone;
  handle.release();
  return { ...ended, survivors };
}

function perform(handle: RunnerHandle, work: AttemptWork, entry: string): Promise<Ended> {
  const { offer, plugin, output, sink, action, cwd } = work;
  return new Promise((resolve) => {
    const { execution, attempt, params, dryRun } = offer;
    const report = (message: RunnerReport | undefined) => {
      if (message?.type === "progress") sink.progress(message.percent, message.text);
      else if (message?.type === "done") resolve(checkResponse(message.response, action));
      else if (message?.type === "failed") resolve({ outcome: "failed", error: message.error });
      else if (message === undefined) {
        handle.end();
        resolve({ outcome: "failed", error: "The action wrote something else than reports to the control channel." });
      }
    };
    const path = join(plugin.folder, entry);
    const command = {
      entry: path,
      digest: plugin.digest,
      action: action.name,
      params,
      dryRun,
      cwd,
      execution,
      attempt,
    };
    handle.begin({ type: "run", ...command }, { output, report });
    void handle.process.exited.then((exit) => resolve(endOf(exit)));
  });
}

function endOf(exit: { code: number | null; signal: string | null; error: string | undefined }): Ended {
  if (exit.error !== undefined) return { outcome: "failed", error: `The process could not be started: ${exit.error}.` };
  const how = describeExit(exit);
  const exitCode = exit.code === null ? {} : { exitCode: exit.code };
  return { outcome: "failed", error: `The process ended ${how} before it answered.`, ...exitCode };
}

/** The answer and the output travel apart; what was printed before the answer is in the pipes by now. */
async function untilQuiet({ output }: AttemptWork): Promise<void> {
  let quiet = 0;
  for (let turn = 0; turn < MOST_TURNS && quiet < QUIET_TURNS; turn += 1) {
    const before = output.seenBytes;
    await new Promise((resolve) => setImmediate(resolve));
    quiet = output.seenBytes === before ? quiet + 1 : 0;
  }
}
