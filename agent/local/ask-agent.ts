import { connect } from "node:net";
import { OctopusError } from "../../core/kernel/errors.ts";
import { jsonLines } from "../runner/frames.ts";
import {
  decodeReply,
  type LocalReply,
  type LocalRequest,
  localSocketPath,
  REPLY_LINE_CHARACTERS,
} from "./local-protocol.ts";

/** Nothing at all within this: the agent hangs. Followed output may be silent for longer, once something came. */
const ANSWER_WITHIN_MS = 10_000;

/**
 * Asks the agent that runs on a data folder. Calls back with each answer and resolves after the last with true; false
 * when no agent runs there. Throws `agent.message-invalid` on an answer that is none, and when it hangs.
 */
export async function askAgent(
  dataDir: string,
  request: LocalRequest,
  take: (reply: LocalReply) => void,
): Promise<boolean> {
  return await new Promise((resolve, reject) => {
    const socket = connect(localSocketPath(dataDir));
    const fail = (why: string) => {
      socket.destroy();
      reject(new OctopusError("agent.message-invalid", why));
    };
    socket.setTimeout(ANSWER_WITHIN_MS, () => fail("The agent on this machine does not answer."));
    socket.on("connect", () => socket.write(`${JSON.stringify(request)}\n`));
    const lines = jsonLines(REPLY_LINE_CHARACTERS, (value) => {
      socket.setTimeout(0);
      const reply = decodeReply(value);
      if (reply.ok) take(reply.value);
      else fail(`The agent on this machine answers what this program does not understand: ${reply.problem}.`);
    });
    socket.on("data", lines);
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ECONNREFUSED") resolve(false);
      else if (error.code === "EACCES") fail("Only the user whose agent this is, and root, may ask it.");
      else fail(`The agent on this machine cannot be asked: ${error.message}.`);
    });
    socket.on("close", () => resolve(true));
  });
}
