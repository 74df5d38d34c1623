import { App, type Receiver } from "@slack/bolt";
import type { Logger } from "../../../core/kernel/logger.ts";
import { boltLogger } from "./bolt-logger.ts";
import type { SlackBody } from "./receive/slack-body.ts";
import type { SlackConversation } from "./slack-conversation.ts";
import { type SlackForms, saidInForm } from "./slack-forms.ts";
import type { SlackHome } from "./slack-home.ts";
import type { WaitingDelivery } from "./slack-ports.ts";
import type { SlackPreviews } from "./slack-previews.ts";
import type { SlackIdentity } from "./slack-web.ts";
import { type Said, saidByPress, saidByShortcut, saidInCommand, saidInMessage } from "./translate/said.ts";

interface Deps {
  readonly receiver: Receiver;
  readonly botToken: string;
  readonly apiUrl: string | undefined;
  /** Known before anything is handled. */
  readonly identity: () => SlackIdentity;
  readonly conversation: SlackConversation;
  readonly home: SlackHome;
  readonly forms: SlackForms;
  readonly previews: SlackPreviews;
  readonly log: Logger;
}

/** Handles one delivery that the receiver has written down; rejects when it must be tried again. */
export type HandleDelivery = (delivery: WaitingDelivery) => Promise<void>;

/**
 * Bolt sorts what came in by kind; each kind is translated and handed on. Nothing is acknowledged here: that was done
 * when it was written down. Calls of Slack go through our own client, which has our queue behind it.
 */
export function slackApp(deps: Deps): HandleDelivery {
  const { receiver, botToken, apiUrl, identity, conversation, log } = deps;
  const app = new App({
    receiver,
    authorize: async () => {
      const { botUserId, botId } = identity();
      return { botToken, botUserId, ...(botId !== undefined && { botId }) };
    },
    ignoreSelf: false,
    logger: boltLogger(log),
    clientOptions: { ...(apiUrl !== undefined && { slackApiUrl: apiUrl }), allowAbsoluteUrls: false },
  });
  const hear = async (said: Said | undefined, context: { readonly [name: string]: unknown }) => {
    if (said) await conversation.hear(said, String(context["deliveryId"]));
  };
  // Slack tells us when a home is opened, and not while it stays open: what was pressed there must not go on standing.
  const refreshHome = async ({ person, room, team }: Said) => {
    if (room === `@${person}`) await deps.home.show(team, person);
  };
  const heard = async ({ body, context }: { body: unknown; context: { readonly [name: string]: unknown } }) => {
    const { event } = body as SlackBody;
    if (event) await hear(saidInMessage(body as SlackBody, event, identity().botUserId), context);
  };
  app.event("message", heard);
  app.event("app_mention", heard);
  app.event("app_home_opened", async ({ body, event }) => await deps.home.show(body.team_id, event.user));
  app.event("link_shared", async ({ body }) => await deps.previews.show(body as unknown as SlackBody));
  app.command(/^\//, async ({ body, context }) => await hear(saidInCommand(body), context));
  app.action(/^say/, async ({ body, context }) => {
    const said = saidByPress(body as SlackBody);
    if (!said || (await deps.forms.opens(said, (body as SlackBody).trigger_id))) return;
    await hear(said, context);
    await refreshHome(said);
  });
  app.view(/^(?:change-plan|refuse-request|ask)$/, async ({ body, context }) => {
    const written = saidInForm(body as unknown as SlackBody);
    if (!written) return;
    await conversation.hear(written.said, String(context["deliveryId"]), written.form);
    await refreshHome(written.said);
  });
  app.shortcut("ask", async ({ body }) => await deps.forms.ask((body as unknown as SlackBody).trigger_id));
  app.shortcut("run-again", async ({ body, context }) => {
    await hear(saidByShortcut(body as unknown as SlackBody, identity().botUserId), context);
  });
  return async ({ id, body }) => {
    await app.processEvent({ body, ack: async () => undefined, customProperties: { deliveryId: id } });
  };
}
