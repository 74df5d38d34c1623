import type { Json, JsonObject } from "../kernel/json.ts";
import type { Frame } from "../model/frame.ts";
import type { ParamSchema } from "../plugin-api/manifest.ts";
import type { ActionCatalog, FoundAction } from "../tasks/action-catalog.ts";
import { refersToPrevious } from "../tasks/previous-references.ts";
import { HIDDEN } from "./hide-sealed.ts";
import { isSealed, seal, unseal } from "./seal.ts";

/** Shorter values occur in too many words to be taken out of a sentence. */
const SHORTEST_HIDDEN = 4;

/**
 * The actions, with their secret parameters sealed wherever they are kept: in tasks, runs, questions and requests. They
 * are opened in two places: to be checked, and in the offer to the machine that runs them.
 */
export class SealedCatalog implements ActionCatalog {
  readonly #actions: ActionCatalog;
  readonly #key: string;

  constructor(actions: ActionCatalog, key: string) {
    this.#actions = actions;
    this.#key = key;
  }

  find(action: string): FoundAction | undefined {
    return this.#actions.find(action);
  }

  validateParams(action: string, params: JsonObject): string | undefined {
    const opened = this.opened(action, params);
    if (!opened) return "a secret of it was sealed with another key; give it again";
    const hidden = this.#hiddenIn(action, opened);
    if (hidden !== undefined) return `${hidden} is not shown, and "${HIDDEN}" is not it; give it again`;
    return this.#actions.validateParams(action, opened);
  }

  /** What is sealed already, and what is taken from the run before, stays as it is. */
  sealed(action: string, params: JsonObject): JsonObject {
    return this.#each(action, params, (value, purpose) => {
      if (isSealed(value) || refersToPrevious({ value })) return value;
      return seal(JSON.stringify(value), this.#key, purpose);
    });
  }

  opened(action: string, params: JsonObject): JsonObject | undefined {
    let isLost = false;
    const opened = this.#each(action, params, (value, purpose) => {
      if (!isSealed(value)) return value;
      const secret = unseal(value, this.#key, purpose);
      isLost ||= secret === undefined;
      return secret === undefined ? null : (JSON.parse(secret) as Json);
    });
    return isLost ? undefined : opened;
  }

  /** A frame as it may be kept. */
  sealedFrame<F extends Frame>(frame: F): F {
    if (frame.action === undefined) return frame;
    const steps = frame.then?.map((step) => ({ ...step, params: this.sealed(step.action, step.params) }));
    return {
      ...frame,
      ...(frame.params && { params: this.sealed(frame.action, frame.params) }),
      // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
      ...(steps && { then: steps }),
    };
  }

  /** The sentence that a frame was read from, without the secrets that were said in it. */
  withoutSecrets(text: string, frame: Frame): string {
    const parts = [{ action: frame.action ?? "", params: frame.params ?? {} }, ...(frame.then ?? [])];
    const said = parts.flatMap(({ action, params }) => this.#secretsOf(action, params));
    return said.reduce((left, secret) => left.replaceAll(secret, HIDDEN), text);
  }

  #secretsOf(action: string, params: JsonObject): readonly string[] {
    const found: string[] = [];
    this.#each(action, this.opened(action, params) ?? {}, (value) => {
      if (typeof value === "string" && value.length >= SHORTEST_HIDDEN && !refersToPrevious({ value }))
        found.push(value);
      return value;
    });
    return found;
  }

  /** A secret that somebody copied from where it is not shown. */
  #hiddenIn(action: string, opened: JsonObject): string | undefined {
    let found: string | undefined;
    this.#each(action, opened, (value, purpose) => {
      if (value === HIDDEN) found ??= purpose.slice(action.length + 1);
      return value;
    });
    return found;
  }

  #each(action: string, params: JsonObject, change: (value: Json, purpose: string) => Json): JsonObject {
    const properties: Readonly<Record<string, ParamSchema>> =
      this.#actions.find(action)?.action.params.properties ?? {};
    const changed = Object.entries(params).map(([name, value]) => {
      const isSecret = properties[name]?.["x-secret"] === true && value !== undefined && value !== null;
      return [name, isSecret ? change(value, `${action}.${name}`) : value] as const;
    });
    return Object.fromEntries(changed);
  }
}
