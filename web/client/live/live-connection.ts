import { io, type Socket } from "socket.io-client";
import type { LiveEvents, WatchDto } from "../../contract/live.ts";

export interface LiveStatus {
  readonly state: "off" | "connecting" | "online" | "offline";
  /** How often a connection came up; whoever shows data asks again when it grows, so that nothing is missing. */
  readonly connectedCount: number;
}

type Handler<Name extends keyof LiveEvents> = (event: LiveEvents[Name]) => void;

/** The one connection over which the server tells this page what changed. It reconnects by itself and re-watches. */
export class LiveConnection {
  #status: LiveStatus = { state: "off", connectedCount: 0 };
  #socket: Socket | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #refusals = new Set<() => void>();
  readonly #watched = new Map<string, { readonly what: WatchDto; holders: number }>();

  readonly status = (): LiveStatus => this.#status;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Hears when the server answers but lets nobody in; the connection then rests until it is opened again. */
  onRefused(listener: () => void): () => void {
    this.#refusals.add(listener);
    return () => this.#refusals.delete(listener);
  }

  /** Connects with the session cookie. Twice changes nothing. */
  open(): void {
    if (this.#socket?.active) return;
    this.#set({ state: "connecting" });
    this.#socket ??= this.#makeSocket();
    this.#socket.connect();
  }

  close(): void {
    this.#socket?.disconnect();
    this.#set({ state: "off" });
  }

  /** Tries again at once instead of waiting for the next turn. */
  retry(): void {
    this.#socket?.disconnect();
    this.open();
  }

  /** Hears of `what` until the returned function is called. */
  watch(what: WatchDto): () => void {
    const key = JSON.stringify(what);
    const held = this.#watched.get(key) ?? { what, holders: 0 };
    held.holders += 1;
    this.#watched.set(key, held);
    if (held.holders === 1 && this.#socket?.connected) this.#socket.emit("watch", what);
    return () => this.#release(key);
  }

  on<Name extends keyof LiveEvents>(name: Name, handler: Handler<Name>): () => void {
    this.#socket ??= this.#makeSocket();
    const socket = this.#socket;
    const listener = handler as (...args: unknown[]) => void;
    socket.on(name as string, listener);
    return () => socket.off(name as string, listener);
  }

  #release(key: string): void {
    const held = this.#watched.get(key);
    if (!held) return;
    held.holders -= 1;
    if (held.holders > 0) return;
    this.#watched.delete(key);
    if (this.#socket?.connected) this.#socket.emit("unwatch", held.what);
  }

  #makeSocket(): Socket {
    const socket = io("/live", {
      autoConnect: false,
      transports: ["websocket", "polling"],
      reconnectionDelay: 500,
      reconnectionDelayMax: 10_000,
    });
    socket.on("connect", () => {
      for (const { what } of this.#watched.values()) socket.emit("watch", what);
      this.#set({ state: "online", connectedCount: this.#status.connectedCount + 1 });
    });
    socket.on("disconnect", (reason) => {
      if (reason === "io client disconnect") return;
      this.#set({ state: "offline" });
      // A server that ended the connection itself is not called again by the library.
      if (reason === "io server disconnect") socket.connect();
    });
    socket.on("connect_error", () => {
      this.#set({ state: "offline" });
      if (socket.active) return;
      for (const listener of this.#refusals) listener();
    });
    return socket;
  }

  #set(change: Partial<LiveStatus>): void {
    this.#status = { ...this.#status, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** The page's connection. */
export const liveConnection = new LiveConnection();
