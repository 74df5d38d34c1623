import type { JsonObject } from "../../../../core/kernel/json.ts";
import type { Logger } from "../../../../core/kernel/logger.ts";
import { SLACK, type SlackInbox } from "../slack-ports.ts";
import { classifyDelivery } from "./classify-delivery.ts";
import { type SlackBody, slackBody } from "./slack-body.ts";

interface Deps {
  readonly inbox: Pick<SlackInbox, "accept">;
  readonly log: Logger;
  /** Who we are in Slack, as far as it is known by now. */
  readonly identity: () => { readonly teams: readonly string[]; readonly botUserId: string | undefined };
  /** What is wrong with a form, by field: it is told at once, and the form stays open. */
  readonly problems: (body: SlackBody) => Promise<Readonly<Record<string, string>>>;
  /** Something new waits. */
  readonly wake: () => void;
}

/** The door: what is let in is safe in the database when `take` resolves, and only then may Slack be told so. */
export class SlackIntake {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Resolves when it may be acknowledged. Rejects with `storage.*`: then Slack must deliver it again. */
  async take(value: unknown): Promise<Taken> {
    const { inbox, log, identity, wake } = this.#deps;
    const body = slackBody(value);
    if (!body) {
      log.warn({}, "slack delivered something of an unknown shape");
      return "ignored";
    }
    const classified = classifyDelivery(body, identity());
    if (!classified.keep) {
      log.debug({ why: classified.why }, "slack delivery ignored");
      return "ignored";
    }
    if (body.type === "view_submission") {
      const errors = await this.#problems(body);
      if (Object.keys(errors).length > 0) return { errors };
    }
    const { lane, keys } = classified;
    const outcome = await inbox.accept({ channel: SLACK, lane, keys, body: withoutToken(value as JsonObject) });
    if (outcome === "new") wake();
    return outcome;
  }

  /** Where it cannot be looked at now it is taken, and the answer in the thread says what is wrong. */
  async #problems(body: SlackBody): Promise<Readonly<Record<string, string>>> {
    const { log, problems } = this.#deps;
    return await problems(body).catch((error: unknown) => {
      log.warn({ error }, "slack form could not be looked at");
      return {};
    });
  }
}

/** What becomes of a delivery; a form with mistakes in it goes back to whoever wrote it. */
export type Taken = "new" | "again" | "ignored" | { readonly errors: Readonly<Record<string, string>> };

/** What Slack is answered. */
export function answerTo(taken: Taken): object | undefined {
  return typeof taken === "string" ? undefined : { response_action: "errors", errors: taken.errors };
}

/** The old verification token is a secret that nothing here needs. */
function withoutToken(body: JsonObject): JsonObject {
  const { token: _secret, ...rest } = body;
  return rest;
}
