import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { SlackService, type SlackSettings } from "../../../bot/adapters/slack/slack-service.ts";
import { ConversationDirectory } from "../../../bot/conversation/conversation-directory.ts";
import type { ConversationEngine } from "../../../bot/conversation/conversation-engine.ts";
import { homeCards } from "../../../bot/conversation/home-card.ts";
import { linkPreview } from "../../../bot/conversation/link-preview.ts";
import { PlanForms } from "../../../bot/conversation/plan-forms.ts";
import { runFile } from "../../../bot/conversation/run-file.ts";
import { DeliveryInbox } from "../../../core/channels/delivery-inbox.ts";
import { LinkService } from "../../../core/channels/link-service.ts";
import { NoticePlaces } from "../../../core/channels/notice-places.ts";
import { PostQueue } from "../../../core/channels/post-queue.ts";
import { silentLogger } from "../../../core/kernel/logger.ts";
import type { Role } from "../../../core/model/user.ts";
import type { Store } from "../../../core/store/rows.ts";
import { deliveryTable, linkTable, type PostRow, postTable } from "../../../core/store/tables/channel-table.ts";
import { conversationTable } from "../../../core/store/tables/conversation-table.ts";
import { userTable } from "../../../core/store/tables/user-table.ts";
import { ConversationWorld, TEN } from "../conversation-world.ts";
import { countingRandomness } from "../counting-randomness.ts";
import { FakeClock } from "../fake-clock.ts";
import { FakeSlackApi } from "./fake-slack-api.ts";
import { SIGNING_SECRET, signedRequest } from "./slack-deliveries.ts";

interface Options {
  readonly settings?: Partial<SlackSettings>;
  readonly conversations?: ConversationWorld;
}

/** A conversation that is held in a Slack of our own: real HTTP in both directions, time that we turn. */
export class SlackWorld {
  readonly api = new FakeSlackApi();
  readonly clock = new FakeClock(TEN);
  readonly conversations: ConversationWorld;
  readonly links: LinkService;
  readonly posts: PostQueue;
  service: SlackService<PostRow>;
  #alone = true;
  readonly #settings: SlackSettings;
  readonly #server: Server;
  #handle: RequestListener = () => undefined;

  private constructor(options: Options, apiUrl: string, api: FakeSlackApi) {
    this.api = api;
    this.conversations = options.conversations ?? new ConversationWorld();
    const { store } = this.conversations;
    const clock = this.clock;
    this.posts = new PostQueue({ store, clock, wake: () => this.service.wake() }, ["slack"]);
    const find = async (room: string) => await this.service.findRoom(room);
    const service = { channel: "slack", find, idOf: async (room: string) => await this.service.roomId(room) };
    const places = new NoticePlaces({ reader: store, service });
    this.conversations.services = {
      ...this.conversations.services,
      clock,
      carry: this.posts.note.bind(this.posts),
      places,
    };
    this.conversations.restart();
    const randomness = countingRandomness();
    this.links = new LinkService({ store, clock, randomness, audit: this.conversations.services.audit });
    const settings = { botToken: "xoxb-fake", appToken: undefined, signingSecret: SIGNING_SECRET, teams: [] };
    this.#settings = { ...settings, apiUrl, ...options.settings };
    this.service = this.#newService();
    this.#server = createServer((request, response) => this.#handle(request, response));
  }

  static async start(options: Options = {}): Promise<SlackWorld> {
    const api = new FakeSlackApi();
    await api.start();
    const world = new SlackWorld(options, api.url, api);
    await new Promise<void>((resolve) => world.#server.listen(0, "127.0.0.1", resolve));
    onTestFinished(async () => {
      await world.service.stop();
      world.#server.closeAllConnections();
      await new Promise((resolve) => world.#server.close(resolve));
      await api.stop();
    });
    return world;
  }

  get store(): Store {
    return this.conversations.store;
  }

  /** Somebody in Slack who is a user here. */
  async linked(person: string, name: string, role: Role): Promise<void> {
    this.api.person(person);
    const user = { id: `usr_${name}`, name, name_key: name, role, state: "active" };
    const rest = { password_hash: null, time_zone: null, created_at: 0 };
    const link = { channel: "slack", team: "T1", person, person_name: name, user_id: user.id, linked_at: 0 };
    await this.store.write(async (writer) => {
      await writer.insertNew(userTable, { ...user, ...rest });
      await writer.insertNew(linkTable, link);
    });
  }

  async connect(): Promise<void> {
    await this.service.start();
    await this.until(() => this.service.state.state !== "connecting");
  }

  /** A new process over the same data. */
  async restart(): Promise<void> {
    await this.service.stop();
    this.service = this.#newService();
  }

  /** A second server over the same data; it has no address of its own here. */
  another(): SlackService<PostRow> {
    this.#alone = false;
    const handle = this.#handle;
    const service = this.#newService();
    this.#handle = handle;
    return service;
  }

  /** Posts it as Slack does; the status of the answer. */
  async deliver(delivery: object, change: { readonly secret?: string; readonly atMs?: number } = {}): Promise<number> {
    const { body, headers } = signedRequest(delivery, change.atMs ?? this.clock.now(), change.secret);
    return await this.request(body, headers);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/slack/events`;
  }

  async request(body: string, headers: Readonly<Record<string, string>>): Promise<number> {
    const response = await fetch(this.url, { method: "POST", body, headers });
    await response.text();
    return response.status;
  }

  /** Until nothing waits to be handled or sent; time passes as needed. */
  async settle(): Promise<void> {
    await this.until(async () => {
      const waiting = await this.store.count(deliveryTable, { state: "waiting" });
      return waiting === 0 && (await this.store.count(postTable, { state: "due" })) === 0;
    });
  }

  async until(holds: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 20_000;
    while (!(await holds())) {
      if (Date.now() > deadline) throw new Error("it never came to that");
      await this.clock.advance(250);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  async conversationCount(): Promise<number> {
    return await this.store.count(conversationTable, { channel: "slack" });
  }

  #newService(): SlackService<PostRow> {
    const { store } = this.conversations;
    const { clock, links } = this;
    const engine: Pick<ConversationEngine, "handle"> = {
      handle: (incoming) => {
        this.conversations.now = clock.now();
        return this.conversations.engine.handle(incoming);
      },
    };
    const service = new SlackService<PostRow>({
      settings: this.#settings,
      inbox: new DeliveryInbox({ store, clock, randomness: countingRandomness() }),
      posts: this.posts,
      links: {
        offer: (who) => links.offer(who),
        actorFor: (who) => links.actorFor(who),
        endOwn: (actor, who) => store.write((writer) => links.end(writer, actor, who)),
      },
      engine,
      fileOf: (runId) => runFile(this.conversations.runQueries, runId),
      home: (actor, zone) => homeCards(this.conversations.services, actor, zone),
      preview: (actor, at) => linkPreview(this.conversations.services, actor, at),
      forms: new PlanForms(this.conversations.services),
      notTheirs: (actor, text) => new ConversationDirectory(this.conversations.services).notTheirs(actor, text),
      isConversation: async (address) => (await store.count(conversationTable, { channel: "slack", address })) > 0,
      clock,
      log: silentLogger,
      timeZone: "UTC",
      siteUrl: () => "https://octopus.test",
      alone: this.#alone,
    });
    service.mount({
      post: (_path, handle) => {
        this.#handle = handle;
      },
    });
    return service;
  }
}
