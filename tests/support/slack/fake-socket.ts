import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const TEXT = 0x1;
const CLOSE = 0x8;
const PING = 0x9;
const PONG = 0xa;

/** Slack's end of Socket Mode: says hello, sends envelopes, hears acknowledgements, and can vanish. */
export class FakeSocket {
  /** Ids of envelopes that were acknowledged. */
  readonly acked: string[] = [];
  connections = 0;
  /** Acknowledgements are lost on their way. */
  deaf = false;
  readonly #server: Server = createServer();
  /** Those that are open; an app may have several, and each envelope goes to one of them. */
  readonly #open: Duplex[] = [];
  #turn = 0;

  async start(): Promise<void> {
    this.#server.on("upgrade", (request, socket) => {
      const key = String(request.headers["sec-websocket-key"]);
      const accept = createHash("sha1")
        .update(key + GUID)
        .digest("base64");
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      );
      this.connections += 1;
      this.#open.push(socket);
      socket.once("close", () => this.#open.splice(this.#open.indexOf(socket), 1));
      this.#listen(socket);
      const hello = { type: "hello", num_connections: this.#open.length, connection_info: {} };
      write(socket, TEXT, Buffer.from(JSON.stringify(hello)));
    });
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/link`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** How many are open. */
  get open(): number {
    return this.#open.length;
  }

  /** To the open connections in turn; false where there is none. */
  send(envelopeId: string, payload: object): boolean {
    const { type, command } = payload as { type?: string; command?: string };
    const kind = command !== undefined ? "slash_commands" : type === "event_callback" ? "events_api" : "interactive";
    const envelope = { envelope_id: envelopeId, type: kind, accepts_response_payload: false, payload };
    this.#turn += 1;
    const socket = this.#open[this.#turn % this.#open.length];
    if (socket) write(socket, TEXT, Buffer.from(JSON.stringify(envelope)));
    return socket !== undefined;
  }

  /** As Slack does before it recycles a connection. */
  refresh(): void {
    const note = Buffer.from(JSON.stringify({ type: "disconnect", reason: "refresh_requested" }));
    for (const socket of this.#open) write(socket, TEXT, note);
  }

  /** The line is cut, without a word. */
  drop(): void {
    for (const socket of this.#open) socket.destroy();
  }

  #listen(socket: Duplex): void {
    let rest = Buffer.alloc(0);
    socket.on("error", () => undefined);
    socket.on("data", (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      for (let frame = readFrame(rest); frame; frame = readFrame(rest)) {
        rest = rest.subarray(frame.size);
        if (frame.kind === TEXT) this.#heard(frame.payload.toString("utf8"));
        else if (frame.kind === PING) write(socket, PONG, frame.payload);
        else if (frame.kind === CLOSE) {
          write(socket, CLOSE, frame.payload);
          socket.end();
        }
      }
    });
  }

  #heard(text: string): void {
    const { envelope_id: id } = JSON.parse(text) as { envelope_id?: string };
    if (id !== undefined && !this.deaf) this.acked.push(id);
  }
}

function write(socket: Duplex, kind: number, payload: Buffer): void {
  const { length } = payload;
  const head =
    length < 126
      ? Buffer.from([0x80 | kind, length])
      : length < 65_536
        ? Buffer.from([0x80 | kind, 126, length >> 8, length & 255])
        : Buffer.from([0x80 | kind, 127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((bits) => (length >> bits) & 255)]);
  socket.write(Buffer.concat([head, payload]));
}

/** One masked frame from a client, if all of it is there. */
function readFrame(
  data: Buffer,
): { readonly kind: number; readonly payload: Buffer; readonly size: number } | undefined {
  if (data.length < 6) return undefined;
  const short = (data[1] ?? 0) & 127;
  const offset = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (data.length < offset + 4) return undefined;
  const length = short === 126 ? data.readUInt16BE(2) : short === 127 ? Number(data.readBigUInt64BE(2)) : short;
  const size = offset + 4 + length;
  if (data.length < size) return undefined;
  const mask = data.subarray(offset, offset + 4);
  const payload = Buffer.from(data.subarray(offset + 4, size).map((byte, index) => byte ^ (mask[index % 4] ?? 0)));
  return { kind: (data[0] ?? 0) & 15, payload, size };
}
