import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./octopus-process.ts";

export interface JournalLine {
  /** A tick is a sign that the attempt still lives; entries named ticking-... write one four times a second, the first attempt for 25 s, later ones for 3 s. */
  readonly what: "start" | "tick" | "end";
  readonly execution: string;
  readonly attempt: number;
}

/** A plugin whose side effects are written to a file that the program under test knows nothing of: the referee. */
export class JournalPlugin {
  /** A folder with the plugin's folder in it. */
  readonly folder: string;
  readonly #file: string;

  constructor(root: string) {
    const source = join(projectRoot, "tests/support/plugins/journal");
    const target = join(root, "plugins", "journal");
    this.folder = join(root, "plugins");
    this.#file = join(root, "journal");
    mkdirSync(target, { recursive: true });
    cpSync(join(source, "manifest.json"), join(target, "manifest.json"));
    const script = readFileSync(join(source, "journal.sh"), "utf8").replaceAll("@JOURNAL@", this.#file);
    writeFileSync(join(target, "journal.sh"), script, { mode: 0o755 });
    writeFileSync(this.#file, "");
    // Actions run as another user when the tests run as root.
    chmodSync(root, 0o755);
    chmodSync(this.#file, 0o666);
  }

  lines(): readonly JournalLine[] {
    return readFileSync(this.#file, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const [what, execution = "", attempt] = line.split(" ");
        return { what: what === "start" || what === "tick" ? what : "end", execution, attempt: Number(attempt) };
      });
  }
}
