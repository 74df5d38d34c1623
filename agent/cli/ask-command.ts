import { readIdentity } from "../identity.ts";
import { askAgent } from "../local/ask-agent.ts";
import type { LocalReply, LocalRequest } from "../local/local-protocol.ts";
import { EXIT } from "./exit-codes.ts";

/** What the commands that ask the running agent share. */
export interface AskInput {
  readonly dataDir: string;
  readonly say: (line: string) => void;
  /** Says what went wrong. */
  readonly complain: (line: string) => void;
}

/** Asks, and gives each answer but a refusal to `take`, which may decide the exit code. The last one counts. */
export async function askCommand(
  { dataDir, complain }: AskInput,
  request: LocalRequest,
  take: (reply: LocalReply) => number,
): Promise<number> {
  // Nothing answered at all: the agent ended in the middle.
  let code: number | undefined;
  const runs = await askAgent(dataDir, request, (reply) => {
    if (reply.type !== "refused") code = take(reply);
    else {
      complain(reply.problem);
      code = EXIT.failed;
    }
  });
  if (!runs) {
    complain(await notRunning(dataDir));
    return EXIT.notRunning;
  }
  if (code === undefined) complain("The agent ended before it answered.");
  return code ?? EXIT.failed;
}

/** What to do where no agent answers. */
export async function notRunning(dataDir: string): Promise<string> {
  if (!(await readIdentity(dataDir))) {
    return `${dataDir} has not joined a server, so no agent runs on it; name the agent's folder with --data-dir.`;
  }
  return `No agent runs on ${dataDir}; start it with: octopus agent run --data-dir ${dataDir}`;
}
