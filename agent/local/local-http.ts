import { createServer, type ServerResponse } from "node:http";
import { OctopusError } from "../../core/kernel/errors.ts";
import type { LocalDesk } from "./local-desk.ts";

const LOOPBACK = "127.0.0.1";
/** A web page that makes its own name point here must not read what this machine does. */
const HOSTS = /^(127\.0\.0\.1|localhost)(:\d+)?$/;

/** `GET /tasks` for programs on this machine, only to read. Returns what closes it. Throws `config.invalid`. */
export async function openLocalHttp(port: number, desk: LocalDesk): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    if (!HOSTS.test(request.headers.host ?? "")) return answer(response, 421, { detail: "Ask for 127.0.0.1." });
    if (request.url !== "/tasks") return answer(response, 404, { detail: "There is only GET /tasks." });
    if (request.method !== "GET") return answer(response, 405, { detail: "There is only GET /tasks." });
    const { held, finished } = desk.tasks();
    return answer(response, 200, {
      held: held.map((one) => ({ ...one, since: instant(one.since) })),
      finished: finished.map(({ endedAt, ...one }) => ({ ...one, endedAt: instant(endedAt) })),
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => {
      const why = `httpPort ${port} of config.json cannot be listened on: ${error.message}.`;
      reject(new OctopusError("config.invalid", why, { port }));
    });
    server.listen(port, LOOPBACK, () => resolve());
  });
  return async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  };
}

const instant = (at: number) => new Date(at).toISOString();

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}
