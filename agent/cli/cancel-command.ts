import { describeMs } from "../../core/kernel/duration.ts";
import { type AskInput, askCommand } from "./ask-command.ts";
import { EXIT } from "./exit-codes.ts";

/** Ends what this machine holds of an execution and waits until nothing of it is left; the server is told. */
export async function cancelCommand(input: AskInput, execution: string): Promise<number> {
  return await askCommand(input, { type: "cancel", execution }, (reply) => {
    if (reply.type === "ending") {
      input.say(`${execution} is being ended; after ${describeMs(reply.graceMs)} it is killed.`);
      return EXIT.failed; // until the end of it was seen
    }
    if (reply.type !== "ended") return EXIT.failed;
    const told = reply.connected ? "The server is told." : "The server is told when it can be reached again.";
    if (reply.outcome === "cancelled") input.say(`${execution} was cancelled; nothing of it is left. ${told}`);
    else input.complain(`${execution} ended first: ${reply.outcome.replace("_", " ")}. ${told}`);
    return reply.outcome === "cancelled" ? EXIT.ok : EXIT.failed;
  });
}
