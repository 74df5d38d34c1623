import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock } from "../../core/kernel/clock.ts";
import { OctopusError } from "../../core/kernel/errors.ts";

interface Options {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly clock: Clock;
}

const DRAIN_MS = 5000;

/** The one listening port. */
export class HttpServer {
  readonly server: Server;
  readonly #options: Options;

  constructor(listener: RequestListener, options: Options) {
    this.#options = options;
    this.server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000 }, listener);
    this.server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
      if (error.code === "ECONNRESET" || !socket.writable) socket.destroy();
      else socket.end(UNREADABLE);
    });
  }

  /** Resolves when it listens. Throws `server.port-in-use` or `config.invalid` with what to do about it. */
  async start(): Promise<{ readonly url: string; readonly port: number }> {
    const { host, port } = this.#options;
    await new Promise<void>((resolve, reject) => {
      this.server.once("error", (error: NodeJS.ErrnoException) => reject(explain(error, host, port)));
      this.server.listen(port, host, () => resolve());
    });
    this.server.removeAllListeners("error");
    this.server.on("error", () => undefined);
    const bound = (this.server.address() as AddressInfo).port;
    return { url: `http://${urlHost(host)}:${bound}`, port: bound };
  }

  /** Takes no new connections, lets running requests finish for up to five seconds, then cuts what is left. */
  async stop(): Promise<void> {
    if (!this.server.listening) return;
    const cancel = this.#options.clock.after(DRAIN_MS, () => this.server.closeAllConnections());
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeIdleConnections();
    });
    cancel();
  }
}

const UNREADABLE_BODY = JSON.stringify({
  type: "urn:octopus:problem:request.invalid",
  title: "The request does not have the expected shape.",
  status: 400,
  detail: "This is not an HTTP request that can be read.",
  code: "request.invalid",
  retryable: false,
  instance: "req_unreadable",
});
const UNREADABLE = [
  "HTTP/1.1 400 Bad Request",
  "Content-Type: application/problem+json; charset=utf-8",
  `Content-Length: ${Buffer.byteLength(UNREADABLE_BODY)}`,
  "Connection: close",
  "",
  UNREADABLE_BODY,
].join("\r\n");

function urlHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const where = `port ${port} on ${host}`;
  const cause = { cause: error };
  if (error.code === "EADDRINUSE") {
    const advice = "Stop the program that uses it, or choose another one with OCTOPUS_PORT.";
    return new OctopusError(
      "server.port-in-use",
      `${capital(where)} is already in use. ${advice}`,
      { host, port },
      cause,
    );
  }
  if (error.code === "EACCES") {
    const advice = "Ports below 1024 are reserved; choose another one with OCTOPUS_PORT.";
    return new OctopusError("config.invalid", `This user may not open ${where}. ${advice}`, { host, port }, cause);
  }
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND" || error.code === "EAI_AGAIN") {
    const advice = "Choose one of this machine's addresses with OCTOPUS_HOST.";
    return new OctopusError(
      "config.invalid",
      `${host} is no address of this machine. ${advice}`,
      { host, port },
      cause,
    );
  }
  return error;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
