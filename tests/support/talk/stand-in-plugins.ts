import { appendFileSync, chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../../../core/kernel/json.ts";
import { projectRoot } from "../octopus-process.ts";

/** What the stand-in of an action answers on a machine, and how long it takes. */
export interface StandInAnswer {
  readonly ok: boolean;
  readonly headline: string;
  readonly data?: JsonObject;
  readonly attention?: boolean;
  readonly table?: { readonly columns: readonly string[]; readonly rows: readonly (readonly unknown[])[] };
  readonly waitMs?: number;
  readonly log?: readonly string[];
}

/** One thing that was done on a machine, as the machine saw it. */
export interface Deed {
  readonly machine: string;
  readonly action: string;
  readonly params: JsonObject;
}

/**
 * The real manifests, so that people are understood as they really are; at the machine's end a program that answers what
 * the test has put there, and writes down what was done: the referee.
 */
export class StandInPlugins {
  /** A folder with the plugins' folders in it. */
  readonly folder: string;
  readonly #answers: string;
  readonly #deeds: string;

  /** `names`: of folders in plugins/ or tests/support/plugins/. */
  constructor(root: string, names: readonly string[]) {
    this.folder = join(root, "plugins");
    this.#answers = join(root, "answers");
    this.#deeds = join(root, "deeds");
    mkdirSync(this.#answers, { recursive: true });
    writeFileSync(this.#deeds, "");
    // Actions run as another user when the tests run as root.
    chmodSync(root, 0o755);
    chmodSync(this.#deeds, 0o666);
    for (const name of names) this.#install(name);
  }

  /** From now on; "*" is every machine that has no answer of its own. */
  answer(machine: string, action: string, answer: StandInAnswer): void {
    writeFileSync(join(this.#answers, `${machine}.${action}.json`), JSON.stringify({ data: {}, ...answer }));
  }

  deeds(): readonly Deed[] {
    const lines = readFileSync(this.#deeds, "utf8").split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Deed);
  }

  forgetDeeds(): void {
    writeFileSync(this.#deeds, "");
    appendFileSync(this.#deeds, "");
  }

  #install(name: string): void {
    const own = join(projectRoot, "tests/support/plugins", name, "manifest.json");
    const source = existsSync(own) ? own : join(projectRoot, "plugins", name, "manifest.json");
    const target = join(this.folder, name);
    mkdirSync(target, { recursive: true });
    const manifest = JSON.parse(readFileSync(source, "utf8")) as { actions: { result: object }[] };
    // What comes back is looked at in its own tests; here it is whatever the scene needs.
    for (const action of manifest.actions) action.result = { type: "object" };
    const runtime = { kind: "exec", command: [process.execPath, "./stand-in.mjs", this.#answers, this.#deeds] };
    writeFileSync(join(target, "manifest.json"), JSON.stringify({ ...manifest, runtime }));
    cpSync(join(projectRoot, "tests/support/talk/stand-in.mjs"), join(target, "stand-in.mjs"));
  }
}
