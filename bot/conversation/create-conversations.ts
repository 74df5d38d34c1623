import { CatalogSource } from "./catalog-source.ts";
import { ConversationDirectory } from "./conversation-directory.ts";
import { ConversationEngine } from "./conversation-engine.ts";
import { LiveCards, type PublishCard } from "./live-cards.ts";
import { Notifier } from "./notifier.ts";
import { PlanForms } from "./plan-forms.ts";
import { RoomRounds } from "./room-rounds.ts";
import type { ConversationServices } from "./services.ts";

/** The parts of a server that talk with people. `notifier`, `liveCards` and `rounds` have a life; start and stop them. */
export interface Conversations {
  readonly engine: ConversationEngine;
  readonly directory: ConversationDirectory;
  readonly notifier: Notifier;
  readonly liveCards: LiveCards;
  readonly forms: PlanForms;
  readonly rounds: RoomRounds;
  readonly catalog: CatalogSource;
}

/** Puts the conversation together; `publish` shows a card to whoever watches. */
export function createConversations(
  services: Omit<ConversationServices, "catalog">,
  publish: PublishCard,
): Conversations {
  const catalog = new CatalogSource(services);
  return {
    engine: new ConversationEngine({ ...services, catalog }),
    directory: new ConversationDirectory(services),
    notifier: new Notifier(services, publish),
    liveCards: new LiveCards(services, publish),
    forms: new PlanForms({ ...services, catalog }),
    rounds: new RoomRounds(services),
    catalog,
  };
}
