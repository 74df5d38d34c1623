import { spawn } from "node:child_process";
import { open } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { Server } from "socket.io";
import { io } from "socket.io-client";
import { HttpCaller } from "./client/http-caller.ts";
import { nowMs } from "./now-ms.ts";
import { type Summary, summarise } from "./summarise.ts";

export interface RawFigure {
  readonly name: string;
  readonly summary: Summary;
}

/** What the machine itself can do, in milliseconds for one: nothing built on these can be faster. */
export async function measureRaw(folder: string, times: number): Promise<readonly RawFigure[]> {
  return [
    { name: "append 200 bytes to a file and fdatasync", summary: await fsync(join(folder, "appended"), times) },
    { name: "socket.io round trip, two sockets of one process", summary: await socketRoundTrip(times) },
    { name: "HTTP round trip, node:http, nothing done", summary: await bareHttp(times) },
    { name: "spawn of `true`, to its end", summary: await spawnTrue(Math.ceil(times / 5)) },
  ];
}

/** GET /healthz of a running server, over a kept connection. */
export async function measureHealth(url: string, times: number): Promise<RawFigure> {
  const summary = await roundTrips(url, "/healthz", times);
  return { name: "HTTP round trip, /healthz of the server", summary };
}

/** Durations of `times` acts, one after the other, after a tenth as many that do not count. */
export async function repeat(times: number, act: () => Promise<unknown>): Promise<Summary> {
  const durations: number[] = [];
  for (let at = -Math.ceil(times / 10); at < times; at += 1) {
    const startedAt = nowMs();
    await act();
    if (at >= 0) durations.push(nowMs() - startedAt);
  }
  return summarise(durations);
}

async function fsync(path: string, times: number): Promise<Summary> {
  const file = await open(path, "a");
  const data = Buffer.alloc(200, "x");
  const summary = await repeat(times, async () => {
    await file.appendFile(data);
    await file.datasync();
  });
  await file.close();
  return summary;
}

async function bareHttp(times: number): Promise<Summary> {
  const server = createServer((_request, response) => response.end("ok"));
  const port = await listen(server);
  const summary = await roundTrips(`http://127.0.0.1:${port}`, "/", times);
  server.close();
  return summary;
}

async function roundTrips(url: string, path: string, times: number): Promise<Summary> {
  const http = new HttpCaller(url);
  const summary = await repeat(times, () => http.call("GET", path, {}));
  http.close();
  return summary;
}

async function socketRoundTrip(times: number): Promise<Summary> {
  const http = createServer();
  const server = new Server(http, { transports: ["websocket"] });
  server.on("connection", (socket) => socket.on("ask", (answer: () => void) => answer()));
  const socket = io(`http://127.0.0.1:${await listen(http)}`, { transports: ["websocket"] });
  await new Promise<void>((resolve) => socket.once("connect", () => resolve()));
  const summary = await repeat(times, () => socket.emitWithAck("ask"));
  socket.disconnect();
  await server.close();
  return summary;
}

async function spawnTrue(times: number): Promise<Summary> {
  return await repeat(times, () => {
    const child = spawn("true", { stdio: "ignore" });
    return new Promise((resolve) => child.once("close", resolve));
  });
}

async function listen(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}
