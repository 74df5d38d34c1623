import { io, type Socket } from "socket.io-client";
import { onTestFinished } from "vitest";

/** A socket to one of the doors, closed when the test is over. Resolves when it is in or turned away. */
export async function openSocket(
  url: string,
  namespace: "/agents" | "/live",
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly socket: Socket; readonly refused: string | undefined; readonly received: ReceivedEvents }> {
  const socket = io(`${url}${namespace}`, {
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
    extraHeaders: headers,
  });
  onTestFinished(() => void socket.disconnect());
  const received = new ReceivedEvents(socket);
  const refused = await new Promise<string | undefined>((resolve) => {
    socket.once("connect", () => resolve(undefined));
    socket.once("connect_error", (error) => resolve(error.message));
  });
  return { socket, refused, received };
}

/** What a socket was sent, remembered from its first moment. */
export class ReceivedEvents {
  readonly #events: { readonly name: string; readonly value: unknown }[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(socket: Socket) {
    socket.onAny((name: string, value: unknown) => {
      this.#events.push({ name, value });
      for (const look of this.#waiting) look();
    });
  }

  all<T>(name: string): readonly T[] {
    return this.#events.filter((event) => event.name === name).map((event) => event.value as T);
  }

  /** Resolves with the values of this event once there are `count` of them. */
  async atLeast<T>(name: string, count: number): Promise<readonly T[]> {
    return await new Promise((resolve) => {
      const look = () => {
        const values = this.all<T>(name);
        if (values.length < count) return;
        this.#waiting.delete(look);
        resolve(values);
      };
      this.#waiting.add(look);
      look();
    });
  }
}

export async function closed(socket: Socket): Promise<string> {
  if (socket.disconnected) return "already";
  return await new Promise((resolve) => socket.once("disconnect", (reason) => resolve(reason)));
}
