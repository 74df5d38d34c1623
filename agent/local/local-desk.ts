import { assertNever } from "../../core/kernel/assert-never.ts";
import type { AttemptKey } from "../../core/protocol/messages.ts";
import type { AgentEngine } from "../engine/agent-engine.ts";
import type { AttemptView } from "../engine/attempt-view.ts";
import { isAlive } from "../engine/attempt-view.ts";
import type { LocalReply, LocalRequest, LocalStatus, LocalTasks } from "./local-protocol.ts";
import type { Follower, RecentAttempts } from "./recent-attempts.ts";

/** The way back to one person who asked. */
export interface ReplyStream {
  send(reply: LocalReply): void;
  /** The last answer. */
  end(reply: LocalReply): void;
  /** Calls back when nobody listens any more. */
  onClosed(act: () => void): void;
}

interface DeskDeps {
  readonly engine: Pick<AgentEngine, "view" | "status" | "cancelHere">;
  readonly recent: RecentAttempts;
  readonly describe: Pick<LocalStatus, "pid" | "version" | "runsAs">;
  /** Between TERM and KILL when somebody here cancels. */
  readonly graceMs: number;
}

/** Answers the people at the machine from what the agent holds; the server is not asked. */
export class LocalDesk {
  readonly #deps: DeskDeps;

  constructor(deps: DeskDeps) {
    this.#deps = deps;
  }

  tasks(): LocalTasks {
    return { held: this.#deps.engine.view(), finished: this.#deps.recent.lastEnded };
  }

  answer(request: LocalRequest, reply: ReplyStream): void {
    const { engine, describe } = this.#deps;
    if (request.type === "status") reply.end({ type: "status", ...describe, ...engine.status() });
    else if (request.type === "tasks") reply.end({ type: "tasks", ...this.tasks() });
    else if (request.type === "cancel") this.#cancel(request.execution, reply);
    else if (request.type === "log") this.#log(request, reply);
    else assertNever(request);
  }

  #cancel(execution: string, reply: ReplyStream): void {
    const { engine, graceMs } = this.#deps;
    const held = this.#newest(execution);
    if (!held || !isAlive(held)) {
      reply.end({ type: "refused", problem: this.#whyNot(execution) });
      return;
    }
    reply.send({ type: "ending", execution, attempt: held.attempt, graceMs });
    this.#follow(held, reply, () => undefined);
    engine.cancelHere(execution, graceMs);
  }

  #log({ execution, lines, follow }: Extract<LocalRequest, { type: "log" }>, reply: ReplyStream): void {
    const { recent, engine } = this.#deps;
    const held = this.#newest(execution);
    const ended = recent.lastEnded.find((one) => one.execution === execution);
    const key = held ?? ended;
    if (!key) {
      reply.end({ type: "refused", problem: this.#whyNot(execution) });
      return;
    }
    const output: LocalReply = { type: "output", text: lastLines(recent.tail(key), lines) };
    if (held && isAlive(held) && follow) {
      reply.send(output);
      this.#follow(held, reply, (text) => reply.send({ type: "output", text }));
    } else if (ended?.attempt === key.attempt) {
      reply.send(output);
      reply.end({ type: "ended", connected: engine.status().connected, ...ended });
    } else reply.end(output);
  }

  #follow(key: AttemptKey, reply: ReplyStream, output: Follower["output"]): void {
    const { engine, recent } = this.#deps;
    const stop = recent.follow(key, {
      output,
      ended: (ended) => reply.end({ type: "ended", connected: engine.status().connected, ...ended }),
      handedBack: () => {
        const problem = `${key.execution} was handed back to the server; it never began on this machine.`;
        reply.end({ type: "refused", problem });
      },
    });
    reply.onClosed(stop);
  }

  #newest(execution: string): AttemptView | undefined {
    const held = this.#deps.engine.view().filter((one) => one.execution === execution);
    return held.sort((a, b) => b.attempt - a.attempt)[0];
  }

  #whyNot(execution: string): string {
    const ended = this.#deps.recent.lastEnded.find((one) => one.execution === execution);
    if (ended) return `${execution} is over on this machine: ${ended.outcome.replace("_", " ")}.`;
    const known = this.#deps.engine.view().map((one) => one.execution);
    const list = known.length === 0 ? "It holds nothing." : `It holds ${known.slice(0, 20).join(", ")}.`;
    return `This machine does not hold ${execution}. ${list}`;
  }
}

/** The last lines of a text; 0 is none. */
function lastLines(text: string, lines: number): string {
  if (lines === 0) return "";
  const all = text.split("\n");
  if (all.at(-1) === "") all.pop();
  const kept = all.slice(-lines).join("\n");
  return kept === "" || !text.endsWith("\n") ? kept : `${kept}\n`;
}
