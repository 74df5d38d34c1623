import type { JsonObject } from "../../../../core/kernel/json.ts";
import type { Logger } from "../../../../core/kernel/logger.ts";
import { SLACK, type SlackInbox } from "../slack-ports.ts";
import { classifyDelivery } from "./classify-delivery.ts";
import { slackBody } from "./slack-body.ts";

interface Deps {
  readonly inbox: Pick<SlackInbox, "accept">;
  readonly log: Logger;
  /** Who we are in Slack, as far as it is known by now. */
  readonly identity: () => { readonly teams: readonly string[]; readonly botUserId: string | undefined };
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
  async take(value: unknown): Promise<"new" | "again" | "ignored"> {
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
    const { lane, keys } = classified;
    const outcome = await inbox.accept({ channel: SLACK, lane, keys, body: withoutToken(value as JsonObject) });
    if (outcome === "new") wake();
    return outcome;
  }
}

/** The old verification token is a secret that nothing here needs. */
function withoutToken(body: JsonObject): JsonObject {
  const { token: _secret, ...rest } = body;
  return rest;
}
