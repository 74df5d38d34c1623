import { SlackService } from "../../bot/adapters/slack/slack-service.ts";
import type { ConversationDirectory } from "../../bot/conversation/conversation-directory.ts";
import type { ConversationEngine } from "../../bot/conversation/conversation-engine.ts";
import type { PlanForms } from "../../bot/conversation/plan-forms.ts";
import type { RunFile } from "../../bot/conversation/run-file.ts";
import { DeliveryInbox } from "../../core/channels/delivery-inbox.ts";
import type { LinkService } from "../../core/channels/link-service.ts";
import type { PostQueue } from "../../core/channels/post-queue.ts";
import type { ServerConfig } from "../../core/config/server-config.ts";
import type { Clock } from "../../core/kernel/clock.ts";
import type { Logger } from "../../core/kernel/logger.ts";
import type { Randomness } from "../../core/kernel/randomness.ts";
import type { Card } from "../../core/model/card.ts";
import type { Actor } from "../../core/model/user.ts";
import type { Store } from "../../core/store/rows.ts";
import type { PostRow } from "../../core/store/tables/channel-table.ts";

interface Input {
  readonly settings: NonNullable<ServerConfig["slack"]>;
  readonly store: Store;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly logger: Logger;
  readonly links: LinkService;
  readonly posts: PostQueue;
  readonly engine: Pick<ConversationEngine, "handle">;
  readonly directory: Pick<ConversationDirectory, "isBegun" | "notTheirs">;
  readonly fileOf: (runId: string) => Promise<RunFile>;
  readonly home: (actor: Actor, timeZone: string) => Promise<readonly Card[]>;
  readonly preview: (
    actor: Actor,
    at: { readonly path: string; readonly timeZone: string },
  ) => Promise<Card | undefined>;
  readonly forms: Pick<PlanForms, "open" | "problems" | "refusal">;
  readonly timeZone: string;
  readonly siteUrl: () => string;
  readonly alone: boolean;
}

/** Slack over the services of core. */
export function composeSlack(input: Input): SlackService<PostRow> {
  const { store, links, logger, directory } = input;
  return new SlackService<PostRow>({
    ...input,
    log: logger,
    inbox: new DeliveryInbox(input),
    links: {
      offer: (who) => links.offer(who),
      actorFor: (who) => links.actorFor(who),
      endOwn: (actor, who) => store.write((writer) => links.end(writer, actor, who)),
    },
    isConversation: (address) => directory.isBegun("slack", address),
    notTheirs: (actor, text) => directory.notTheirs(actor, text),
  });
}
