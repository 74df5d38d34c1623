import type { App, Receiver } from "@slack/bolt";
import type { Clock } from "../../../../core/kernel/clock.ts";
import type { Logger } from "../../../../core/kernel/logger.ts";
import { isSignedBySlack } from "./signature.ts";
import { answerTo, type SlackIntake } from "./slack-intake.ts";

const LARGEST_BODY = 1_000_000;
const PATH = "/slack/events";

interface Deps {
  readonly intake: SlackIntake;
  readonly signingSecret: string;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The part of a web request that is needed; Express and Node's own both have it. */
interface Request extends AsyncIterable<Buffer> {
  readonly method?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}
interface Response {
  writeHead(status: number, headers?: Record<string, string>): unknown;
  end(text?: string): unknown;
}
/** Where it can be mounted. */
export interface Mountable {
  post(path: string, handle: (request: Request, response: Response) => void): unknown;
}

/**
 * Slack's deliveries over HTTP: verified against the raw body, written down, and acknowledged after that. Bolt's own
 * receivers acknowledge first and run our code after, so that a crash in between would lose a message.
 */
export class HttpReceiver implements Receiver {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Before anything that reads bodies. */
  mount(app: Mountable): void {
    app.post(PATH, (request, response) => {
      this.#receive(request).then(
        ({ status, text, json }) => {
          const type = json ? "application/json" : "text/plain";
          response.writeHead(status, { "Content-Type": `${type}; charset=utf-8` });
          response.end(text);
        },
        (error: unknown) => {
          this.#deps.log.warn({ error }, "slack delivery could not be written down; slack will send it again");
          response.writeHead(503, { "Retry-After": "1" });
          response.end();
        },
      );
    });
  }

  init(_app: App): void {}
  async start(): Promise<void> {}
  async stop(): Promise<void> {}

  async #receive(request: Request): Promise<{ readonly status: number; readonly text: string; readonly json?: true }> {
    const body = await readBody(request);
    if (!body) return { status: 413, text: "" };
    const { signingSecret: secret, clock, intake } = this.#deps;
    const timestamp = request.headers["x-slack-request-timestamp"];
    const signature = request.headers["x-slack-signature"];
    if (!isSignedBySlack({ secret, body, timestamp, signature, now: clock.now() })) return { status: 401, text: "" };
    const value = parseBody(body.toString("utf8"), String(request.headers["content-type"] ?? ""));
    if (value === undefined) return { status: 400, text: "" };
    const { type, challenge } = value as { type?: unknown; challenge?: unknown };
    if (type === "url_verification") return { status: 200, text: String(challenge).slice(0, 1000) };
    const answer = answerTo(await intake.take(value));
    return answer ? { status: 200, text: JSON.stringify(answer), json: true } : { status: 200, text: "" };
  }
}

async function readBody(request: Request): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Events are JSON; commands are a form; presses are JSON in a form. */
function parseBody(text: string, contentType: string): object | undefined {
  if (!contentType.startsWith("application/x-www-form-urlencoded")) return parseJson(text);
  const form = new URLSearchParams(text);
  const payload = form.get("payload");
  return payload === null ? Object.fromEntries(form) : parseJson(payload);
}

function parseJson(text: string): object | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
