import { AGENT_VERSION } from "../agent-version.ts";
import { collectFacts } from "../facts.ts";
import { join } from "../join.ts";

interface JoinCommandInput {
  readonly server: string;
  readonly token: string;
  readonly name: string | undefined;
  readonly dataDir: string;
  readonly path: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly say: (line: string) => void;
}

/** Joins and says what to do next. */
export async function joinCommand(input: JoinCommandInput): Promise<void> {
  const { server, token, name, dataDir, path, now } = input;
  const facts = await collectFacts({ agentVersion: AGENT_VERSION, runsAs: "unknown", dataDir, path, now });
  const joined = await join({ server, token, name, dataDir, facts });
  input.say(`This machine is now "${joined.name}" of ${joined.serverUrl}.`);
  if (joined.state === "pending") input.say("An administrator has to approve it before it gets work.");
  input.say(`Start it with: octopus agent run --data-dir ${dataDir}`);
}
