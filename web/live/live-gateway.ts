import type { IncomingMessage } from "node:http";
import type { Namespace, Socket } from "socket.io";
import type { CoreEvents } from "../../core/events/core-events.ts";
import type { Clock } from "../../core/kernel/clock.ts";
import { isOctopusError, OctopusError } from "../../core/kernel/errors.ts";
import type { EventBus, Unsubscribe } from "../../core/kernel/event-bus.ts";
import type { Logger } from "../../core/kernel/logger.ts";
import { Loop } from "../../core/kernel/service.ts";
import { validator } from "../../core/kernel/validator.ts";
import type { ConversationMessage } from "../../core/model/conversation.ts";
import { decideAccess } from "../../core/model/permission.ts";
import type { Actor } from "../../core/model/user.ts";
import type { ChatPort } from "../api/chat-port.ts";
import { maySeeOutput, type RunReads } from "../api/run-handlers.ts";
import { type LiveEvents, type WatchDto, type WatchReplyDto, watchSchema } from "../contract/live.ts";
import { allowsOrigin } from "../http/addresses.ts";
import { readCookie, sessionCookieName } from "../http/cookies.ts";
import type { SiteNames } from "../http/guard-site.ts";
import { LiveFeed } from "./live-feed.ts";
import { AGENTS_ROOM, conversationRoom, outputRoom, roomsOf, runRoom } from "./live-rooms.ts";

interface Deps {
  readonly events: EventBus<CoreEvents>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly chat: Pick<ChatPort, "get">;
  readonly runQueries: Pick<RunReads, "getRun">;
  readonly site: SiteNames;
  readonly secure: boolean;
  /** The name under which this server was asked, through whatever proxies. */
  hostOf(request: IncomingMessage): string | undefined;
  /** The person of a session, if it is still good. */
  peekSession(secret: string): Promise<Actor | undefined>;
  findMessage(messageId: string): Promise<ConversationMessage | undefined>;
}

interface Watcher {
  readonly secret: string;
  actor: Actor;
  strikes: number;
}

const decodeWatch = validator<WatchDto>(watchSchema);
const RECHECK_MS = 700;
const MOST_ROOMS = 100;
const MOST_STRIKES = 20;

/** The door for browsers: they say what they watch and are told when it changes. They can change nothing here. */
export class LiveGateway {
  readonly #deps: Deps;
  readonly #watchers = new Map<Socket, Watcher>();
  readonly #recheck: Loop;
  #feed: LiveFeed | undefined;
  #unsubscribe: Unsubscribe | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#recheck = new Loop(() => this.#recheckSessions(), {
      everyMs: RECHECK_MS,
      clock: deps.clock,
      onError: (error) => deps.logger.warn({ error }, "live sessions were not rechecked"),
    });
  }

  get size(): number {
    return this.#watchers.size;
  }

  async attach(namespace: Namespace): Promise<void> {
    namespace.use((socket, next) => {
      this.#enter(socket).then(
        () => next(),
        (error: unknown) => next(new Error(isOctopusError(error) ? error.code : "server.bug")),
      );
    });
    namespace.on("connection", (socket) => this.#begin(socket));
    this.#feed = new LiveFeed({
      ...this.#deps,
      isWatched: (room) => namespace.adapter.rooms.has(room),
      emit: <Name extends keyof LiveEvents>(room: string, event: Name, payload: LiveEvents[Name]) => {
        namespace.to(room).emit(event, payload);
      },
    });
    this.#unsubscribe = this.#deps.events.on("user.changed", () => this.#recheck.wake());
    await this.#recheck.start();
  }

  async stop(): Promise<void> {
    this.#feed?.stop();
    this.#unsubscribe?.();
    await this.#recheck.stop();
    for (const socket of this.#watchers.keys()) socket.disconnect(true);
  }

  async #enter(socket: Socket): Promise<void> {
    const { cookie, origin } = socket.handshake.headers;
    const host = this.#deps.hostOf(socket.request);
    const { peekSession, secure, site } = this.#deps;
    if (origin === undefined || !allowsOrigin(origin, host, site.origins)) {
      throw new OctopusError("access.foreign-origin", "Live updates are only for this server's own pages.");
    }
    const secret = readCookie(cookie, sessionCookieName(secure));
    const actor = secret === undefined ? undefined : await peekSession(secret);
    if (secret === undefined || !actor) throw new OctopusError("access.unauthenticated", "Sign in first.");
    this.#watchers.set(socket, { secret, actor, strikes: 0 });
    socket.conn.once("close", () => this.#watchers.delete(socket));
  }

  #begin(socket: Socket): void {
    socket.onAny((event: unknown, value: unknown, ack: unknown) => {
      this.#take(socket, event, value).then(
        (reply) => {
          if (typeof ack === "function") ack(reply);
        },
        (error: unknown) => {
          this.#deps.logger.error({ error }, "live handler failed");
          socket.disconnect(true);
        },
      );
    });
  }

  /** Each request is allowed or refused by the rights of this moment, not of when the socket was opened. */
  async #take(socket: Socket, event: unknown, value: unknown): Promise<WatchReplyDto> {
    const decoded = decodeWatch(value);
    if ((event !== "watch" && event !== "unwatch") || !decoded.ok) {
      return this.#strike(socket, decoded.ok ? "unknown event" : decoded.problem);
    }
    if (event === "unwatch") {
      for (const room of roomsOf(decoded.value)) await socket.leave(room);
      return { ok: true };
    }
    return await this.#watch(socket, decoded.value);
  }

  async #watch(socket: Socket, watch: WatchDto): Promise<WatchReplyDto> {
    const watcher = this.#watchers.get(socket);
    const actor = watcher && (await this.#deps.peekSession(watcher.secret));
    if (!actor) {
      socket.disconnect(true);
      return refused("access.unauthenticated", "Sign in first.");
    }
    if (socket.rooms.size > MOST_ROOMS) return refused("request.invalid", "You watch too much at once.");
    try {
      for (const room of await this.#allowedRooms(actor, watch)) await socket.join(room);
      return { ok: true };
    } catch (error) {
      if (isOctopusError(error)) return refused(error.code, error.message);
      throw error;
    }
  }

  async #allowedRooms(actor: Actor, watch: WatchDto): Promise<readonly string[]> {
    const { chat, runQueries } = this.#deps;
    if ("conversationId" in watch) return [conversationRoom((await chat.get(actor, watch.conversationId)).id)];
    const access = decideAccess(actor, { name: "see" });
    if (!access.allowed) throw new OctopusError("access.denied", `You may not see this: ${access.why}.`);
    if ("agents" in watch) return [AGENTS_ROOM];
    const run = await runQueries.getRun(watch.runId);
    return maySeeOutput(actor, run.requestedBy) ? [runRoom(run.id), outputRoom(run.id)] : [runRoom(run.id)];
  }

  #strike(socket: Socket, problem: string): WatchReplyDto {
    const watcher = this.#watchers.get(socket);
    if (watcher) watcher.strikes += 1;
    if (!watcher || watcher.strikes > MOST_STRIKES) socket.disconnect(true);
    return refused("request.invalid", problem);
  }

  /** Signing out, disabling, a new password or another role ends the sockets of that session. */
  async #recheckSessions(): Promise<void> {
    const secrets = [...new Set([...this.#watchers.values()].map((watcher) => watcher.secret))];
    const actors = new Map<string, Actor | undefined>();
    for (const secret of secrets) actors.set(secret, await this.#deps.peekSession(secret));
    for (const [socket, watcher] of this.#watchers) {
      if (!actors.has(watcher.secret)) continue;
      const actor = actors.get(watcher.secret);
      if (actor?.role === watcher.actor.role) continue;
      socket.disconnect(true);
      this.#watchers.delete(socket);
    }
  }
}

function refused(code: string, detail: string): WatchReplyDto {
  return { ok: false, code, detail: detail.slice(0, 500) };
}
