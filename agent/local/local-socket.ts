import { chmod, rm } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { OctopusError } from "../../core/kernel/errors.ts";
import { jsonLines } from "../runner/frames.ts";
import type { LocalDesk, ReplyStream } from "./local-desk.ts";
import { decodeRequest, type LocalReply, REQUEST_LINE_CHARACTERS } from "./local-protocol.ts";

/** The system's own limit for the address of a local socket, less the closing zero; Linux takes a little more. */
const LONGEST_PATH_BYTES = 103;
const MOST_CONNECTIONS = 20;
/** Who connects and asks nothing is sent away. */
const ASK_WITHIN_MS = 5000;
/** Who follows output and does not read it is sent away. */
const UNREAD_BYTES = 4 * 1024 * 1024;

/**
 * Listens at the path, for the owner of the agent alone. Call only while the data folder is locked: what lies at the
 * path is left from an earlier life. Returns what closes it. Throws `config.invalid` when it cannot listen.
 */
export async function openLocalSocket(path: string, desk: LocalDesk): Promise<() => Promise<void>> {
  const refuse = (why: string) =>
    new OctopusError("config.invalid", `Nobody can ask this agent at ${path}: ${why}.`, { path });
  if (Buffer.byteLength(path) > LONGEST_PATH_BYTES)
    throw refuse(`the path of a socket has at most ${LONGEST_PATH_BYTES} bytes`);
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket.once("close", () => open.delete(socket)));
    serve(socket, desk);
  });
  server.maxConnections = MOST_CONNECTIONS;
  await rm(path, { force: true });
  await listen(server, path).catch((error: Error) => Promise.reject(refuse(error.message)));
  await chmod(path, 0o600);
  return async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    // What was said last still goes out.
    for (const socket of open) socket.destroySoon();
    await closed;
  };
}

async function listen(server: Server, path: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => resolve());
  });
  server.on("error", () => undefined);
}

function serve(socket: Socket, desk: LocalDesk): void {
  socket.on("error", () => undefined);
  socket.setTimeout(ASK_WITHIN_MS, () => socket.destroy());
  const reply = replyTo(socket);
  let asked = false;
  const take = jsonLines(REQUEST_LINE_CHARACTERS, (value) => {
    if (asked) return;
    asked = true;
    socket.setTimeout(0);
    const request = decodeRequest(value);
    if (request.ok) desk.answer(request.value, reply);
    else reply.end({ type: "refused", problem: `The request is not understood: ${request.problem}.` });
  });
  socket.on("data", take);
}

function replyTo(socket: Socket): ReplyStream {
  const line = (reply: LocalReply) => `${JSON.stringify(reply)}\n`;
  return {
    send: (reply) => {
      if (socket.writable) socket.write(line(reply));
      if (socket.writableLength > UNREAD_BYTES) socket.destroy();
    },
    end: (reply) => {
      if (socket.writable) socket.end(line(reply));
    },
    onClosed: (act) => void socket.once("close", act),
  };
}
