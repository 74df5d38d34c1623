import { createServer, type Server, type Socket, connect as tcpConnect } from "node:net";

/** What becomes of the bytes between the two ends. */
export type Weather =
  | "clear"
  /** Connections end, new ones are turned away. */
  | "cut"
  /** Everything stays open, nothing arrives; when the weather clears it does, as TCP would deliver it. */
  | "half-open"
  /** As half-open, but only what the agent says is held back. */
  | "deaf-server"
  /** As half-open, but only what the server says is held back. */
  | "deaf-agent"
  /** 8,000 bytes a second each way. */
  | "slow"
  /** Every connection is reset soon after it carried its first bytes. */
  | "resets"
  /** The connections of this moment and later ones end in the middle of what they carry next. */
  | "mid-frame";

const SLOW_BYTES = 400;
const SLOW_EVERY_MS = 50;
const RESET_AFTER_BYTES = 3_000;

/** A stretch of network between an agent and its server, with weather. Passes bytes and knows nothing of frames. */
export class TcpProxy {
  readonly #target: number;
  readonly #pairs = new Set<Pair>();
  #server: Server | undefined;
  #weather: Weather = "clear";
  /** Connections made so far. */
  connections = 0;

  constructor(targetPort: number) {
    this.#target = targetPort;
  }

  /** Its address. */
  async listen(): Promise<string> {
    const server = createServer((near) => this.#join(near));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  }

  get weather(): Weather {
    return this.#weather;
  }

  set weather(weather: Weather) {
    this.#weather = weather;
    for (const pair of [...this.#pairs]) {
      if (weather === "cut") pair.end();
      else pair.flow();
    }
  }

  async close(): Promise<void> {
    for (const pair of [...this.#pairs]) pair.end();
    await new Promise<void>((resolve) => (this.#server ? this.#server.close(() => resolve()) : resolve()));
  }

  #join(near: Socket): void {
    this.connections += 1;
    if (this.#weather === "cut") return void near.on("error", () => undefined).destroy();
    const far = tcpConnect(this.#target, "127.0.0.1");
    const pair = new Pair(near, far, { weather: () => this.#weather, gone: () => this.#pairs.delete(pair) });
    this.#pairs.add(pair);
    pair.flow();
  }
}

interface Sky {
  weather(): Weather;
  gone(): void;
}

/** The two halves of one connection through the proxy. */
class Pair {
  readonly #near: Socket;
  readonly #far: Socket;
  readonly #sky: Sky;
  #carried = 0;
  #over = false;
  /** Ends that have bytes under way which are not passed on yet. */
  readonly #dripping = new Set<Socket>();

  constructor(near: Socket, far: Socket, sky: Sky) {
    this.#near = near;
    this.#far = far;
    this.#sky = sky;
    for (const socket of [near, far]) socket.setNoDelay(true);
    this.#carry(near, far, "deaf-server");
    this.#carry(far, near, "deaf-agent");
  }

  /** Lets bytes through, or holds them, as the weather has it now. */
  flow(): void {
    const weather = this.#sky.weather();
    if (weather === "clear" && (this.#near.destroyed || this.#far.destroyed)) this.end();
    const hold = (deaf: Weather) => weather === "half-open" || weather === deaf;
    for (const [socket, deaf] of [[this.#near, "deaf-server"] as const, [this.#far, "deaf-agent"] as const]) {
      if (hold(deaf) || this.#dripping.has(socket)) socket.pause();
      else socket.resume();
    }
  }

  end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#near.destroy();
    this.#far.destroy();
    this.#sky.gone();
  }

  #carry(from: Socket, to: Socket, deaf: Weather): void {
    from.on("error", () => this.end());
    from.on("close", () => this.#sky.weather() !== "half-open" && this.#sky.weather() !== deaf && this.end());
    from.on("data", (bytes: Buffer) => this.#pass(from, to, bytes));
  }

  #pass(from: Socket, to: Socket, bytes: Buffer): void {
    const weather = this.#sky.weather();
    this.#carried += bytes.length;
    if (weather === "mid-frame") {
      to.write(bytes.subarray(0, Math.max(1, bytes.length >> 1)), () => this.end());
    } else if (weather === "resets" && this.#carried > RESET_AFTER_BYTES) {
      this.#near.resetAndDestroy();
      this.end();
    } else if (weather === "slow") {
      this.#drip(from, to, bytes);
    } else {
      to.write(bytes);
    }
  }

  #drip(from: Socket, to: Socket, bytes: Buffer): void {
    this.#dripping.add(from);
    from.pause();
    to.write(bytes.subarray(0, SLOW_BYTES));
    const rest = bytes.subarray(SLOW_BYTES);
    setTimeout(() => {
      if (this.#over) return;
      this.#dripping.delete(from);
      if (rest.length > 0) this.#pass(from, to, rest);
      else this.flow();
    }, SLOW_EVERY_MS);
  }
}
