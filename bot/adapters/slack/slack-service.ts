import type { Receiver } from "@slack/bolt";
import { backoffMs } from "../../../core/kernel/backoff.ts";
import type { CancelTimer, Clock } from "../../../core/kernel/clock.ts";
import type { Logger } from "../../../core/kernel/logger.ts";
import type { Service } from "../../../core/kernel/service.ts";
import type { Card } from "../../../core/model/card.ts";
import type { ConversationMessage } from "../../../core/model/conversation.ts";
import type { Actor } from "../../../core/model/user.ts";
import type { ConversationEngine } from "../../conversation/conversation-engine.ts";
import type { PlanForms } from "../../conversation/plan-forms.ts";
import { DeliveryLoop } from "./receive/delivery-loop.ts";
import { HttpReceiver, type Mountable } from "./receive/http-receiver.ts";
import type { SlackBody } from "./receive/slack-body.ts";
import { SlackIntake } from "./receive/slack-intake.ts";
import { SocketReceiver } from "./receive/socket-receiver.ts";
import type { ResultFile } from "./send/slack-files.ts";
import { SlackSender } from "./send/slack-sender.ts";
import { slackApp } from "./slack-app.ts";
import { SlackConversation } from "./slack-conversation.ts";
import { SlackForms } from "./slack-forms.ts";
import { SlackGuide } from "./slack-guide.ts";
import { SlackHealth, type SlackState } from "./slack-health.ts";
import { SlackHome } from "./slack-home.ts";
import { SlackPeople } from "./slack-people.ts";
import { type DuePost, SLACK, type SlackInbox, type SlackLinks, type SlackPosts } from "./slack-ports.ts";
import { SlackPreviews } from "./slack-previews.ts";
import { SlackRooms } from "./slack-rooms.ts";
import { type SlackIdentity, SlackWeb } from "./slack-web.ts";

export interface SlackSettings {
  readonly botToken: string;
  /** Socket Mode where it is set. */
  readonly appToken: string | undefined;
  /** HTTP otherwise. */
  readonly signingSecret: string | undefined;
  /** Workspaces that may speak to us; empty: the one we are installed in. */
  readonly teams: readonly string[];
  readonly apiUrl: string | undefined;
}

interface Deps<Post extends DuePost> {
  readonly settings: SlackSettings;
  readonly inbox: SlackInbox;
  readonly posts: SlackPosts<Post>;
  readonly links: SlackLinks;
  readonly engine: Pick<ConversationEngine, "handle">;
  /** The whole result of a run, for where a card has no room for it. */
  readonly fileOf: (runId: string) => Promise<ResultFile | undefined>;
  readonly home: (actor: Actor, timeZone: string) => Promise<readonly Card[]>;
  /** What an address of the console is about. */
  readonly preview: (
    actor: Actor,
    at: { readonly path: string; readonly timeZone: string },
  ) => Promise<Card | undefined>;
  /** The plans that wait, as forms. */
  readonly forms: Pick<PlanForms, "open" | "problems" | "refusal">;
  readonly isConversation: (address: string) => Promise<boolean>;
  readonly notTheirs: (actor: Actor, text: string) => Promise<string | undefined>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly timeZone: string;
  readonly siteUrl: () => string;
  /** No other server works over the same data: what is claimed at the start was claimed before a crash. */
  readonly alone: boolean;
}

/** Slack renews sockets all the time: the next one is opened almost at once. */
const RECONNECT_MS = 100;
const RETRY = { baseMs: 1_000, capMs: 60_000 };

/** Everything of Slack in one server. Slack's troubles stay in here: they are seen in `state`, and stop nothing else. */
export class SlackService<Post extends DuePost = DuePost> implements Service {
  readonly #deps: Deps<Post>;
  readonly #health: SlackHealth;
  readonly #web: SlackWeb;
  readonly #rooms: SlackRooms;
  readonly #receiver: Receiver;
  readonly #http: HttpReceiver | undefined;
  readonly #deliveries: DeliveryLoop;
  readonly #sender: SlackSender<Post>;
  #identity: SlackIdentity | undefined;
  #stopped = true;
  #tookBack = false;
  #cancel: CancelTimer | undefined;

  constructor(deps: Deps<Post>) {
    const { clock, inbox, log, settings } = deps;
    this.#deps = deps;
    this.#health = new SlackHealth(clock);
    const health = this.#health;
    this.#web = new SlackWeb({ ...settings, health, log });
    this.#rooms = new SlackRooms({ clock, web: this.#web });
    const identity = () => ({ teams: this.#teams(), botUserId: this.#identity?.botUserId });
    const listeners = this.#listeners();
    const problems = (body: SlackBody) => listeners.forms.problems(body);
    const intake = new SlackIntake({ inbox, log, identity, problems, wake: () => this.#deliveries.wake() });
    this.#http = settings.appToken === undefined ? httpReceiver(settings, intake, deps) : undefined;
    const onLost = () => this.#connectLater(1, RECONNECT_MS);
    this.#receiver = this.#http ?? new SocketReceiver({ ...deps, ...socketSettings(settings), intake, health, onLost });
    const handle = slackApp({
      ...settings,
      receiver: this.#receiver,
      identity: () => this.#known(),
      ...listeners,
      log,
    });
    this.#deliveries = new DeliveryLoop({ inbox, clock, log, handle, ready: () => this.#identity !== undefined });
    this.#sender = new SlackSender({ ...deps, web: this.#web, rooms: this.#rooms, health });
  }

  get state(): SlackState {
    return this.#health.state;
  }

  /** Whether there is such a channel, and whether we are in it. */
  async findRoom(name: string): Promise<"inside" | "outside" | "none" | "unsaid"> {
    return await this.#rooms.find(name);
  }

  /** Slack's own name of a channel; undefined where it does not say. */
  async roomId(name: string): Promise<string | undefined> {
    return await this.#rooms.idBehind(name);
  }

  /** For HTTP: before anything reads bodies. With Socket Mode it does nothing. */
  mount(app: Mountable): void {
    this.#http?.mount(app);
  }

  /** Something new is to be shown. */
  wake(): void {
    if (this.#identity) this.#sender.wake();
  }

  /** How running work looks right now; shown at Slack's pace, or not at all. */
  live(message: ConversationMessage): void {
    if (this.#identity) this.#sender.live(message);
  }

  /** Resolves at once; Slack is reached in the background, and tried until it is. */
  async start(): Promise<void> {
    if (!this.#stopped) return;
    this.#stopped = false;
    void this.#connect(1);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#receiver.stop();
    await this.#deliveries.stop();
    await this.#sender.stop();
  }

  #listeners(): Listeners {
    const { clock, links } = this.#deps;
    const web = this.#web;
    const people = new SlackPeople({ clock, profile: (person) => web.profile(person), teams: () => this.#teams() });
    const guide = new SlackGuide({ web, links, siteUrl: this.#deps.siteUrl });
    const conversation = new SlackConversation({ ...this.#deps, people, guide, rooms: this.#rooms });
    const forms = new SlackForms({ ...this.#deps, web, people });
    const home = new SlackHome({ ...this.#deps, web, people });
    return { conversation, forms, home, previews: new SlackPreviews({ ...this.#deps, web, people }) };
  }

  #teams(): readonly string[] {
    const { teams } = this.#deps.settings;
    if (teams.length > 0) return teams;
    return this.#identity ? [this.#identity.team] : [];
  }

  #known(): SlackIdentity {
    if (!this.#identity) throw new Error("nothing is handled before it is known who we are in Slack");
    return this.#identity;
  }

  async #connect(attempt: number): Promise<void> {
    const { log } = this.#deps;
    try {
      this.#identity ??= await this.#web.identity();
      if (this.#stopped) return;
      await this.#takeBack();
      await this.#deliveries.start();
      await this.#sender.start();
      await this.#receiver.start();
      log.info({ team: this.#identity.team }, "slack is connected");
    } catch (error) {
      const problem = error instanceof Error ? error.message.slice(0, 200) : "it cannot be reached";
      if (this.#health.state.state !== "trouble") this.#health.fails(problem);
      const waitMs = backoffMs(attempt, RETRY);
      log.warn({ problem, waitMs }, "slack cannot be reached; everything else works");
      this.#connectLater(attempt + 1, waitMs);
    }
  }

  /** Once, before anything is claimed. */
  async #takeBack(): Promise<void> {
    const { alone, inbox, posts } = this.#deps;
    if (!alone || this.#tookBack) return;
    await Promise.all([inbox.release(SLACK), posts.release(SLACK)]);
    this.#tookBack = true;
  }

  #connectLater(attempt: number, waitMs: number): void {
    if (this.#stopped) return;
    this.#cancel?.();
    this.#cancel = this.#deps.clock.after(waitMs, () => void this.#connect(attempt));
  }
}

interface Listeners {
  readonly conversation: SlackConversation;
  readonly home: SlackHome;
  readonly forms: SlackForms;
  readonly previews: SlackPreviews;
}

function httpReceiver(
  { signingSecret = "" }: SlackSettings,
  intake: SlackIntake,
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
): HttpReceiver {
  return new HttpReceiver({ intake, signingSecret, clock, log });
}

function socketSettings({ appToken = "", apiUrl }: SlackSettings) {
  return { appToken, apiUrl };
}
