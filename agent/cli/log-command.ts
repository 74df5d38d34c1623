import type { AskInput } from "./ask-command.ts";
import { askCommand } from "./ask-command.ts";
import { EXIT } from "./exit-codes.ts";
import { plainText } from "./plain-text.ts";

interface LogInput extends AskInput {
  readonly execution: string;
  readonly lines: number;
  /** Stay until it ends. */
  readonly follow: boolean;
  readonly write: (text: string) => void;
}

/** Prints the end of what an attempt on this machine printed. */
export async function logCommand(input: LogInput): Promise<number> {
  const { execution, lines, follow, write } = input;
  let endsLine = true;
  return await askCommand(input, { type: "log", execution, lines, follow }, (reply) => {
    if (reply.type === "output" && reply.text !== "") {
      write(plainText(reply.text));
      endsLine = reply.text.endsWith("\n");
    }
    if (reply.type === "output") return EXIT.ok;
    if (reply.type !== "ended") return EXIT.failed;
    if (!endsLine) write("\n");
    input.complain(`${execution} is over: ${reply.outcome.replace("_", " ")}.`);
    return EXIT.ok;
  });
}
