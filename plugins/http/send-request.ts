import type { LookupAddress } from "node:dns";
import { type IncomingMessage, request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import type { LookupFunction } from "node:net";

/** How much of an answer is read; the rest is not waited for. */
const BODY_BYTES = 1024 * 1024;
const SILENCE_MS = 20_000;

export interface OutgoingRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Checked before; the connection goes to one of these whatever the name resolves to meanwhile. */
  readonly addresses: readonly LookupAddress[];
  readonly signal: AbortSignal;
}

export interface IncomingAnswer {
  readonly status: number;
  readonly address: string;
  readonly location: string | undefined;
  readonly contentType: string;
  readonly body: Buffer;
  readonly truncated: boolean;
}

/** One exchange without redirects. Rejects with Node's own error when there is no whole answer. */
export function sendRequest({
  url,
  method,
  headers,
  body,
  addresses,
  signal,
}: OutgoingRequest): Promise<IncomingAnswer> {
  const send = url.protocol === "https:" ? secureRequest : plainRequest;
  const options = { method, headers: { ...headers }, agent: false, lookup: pinned(addresses), signal } as const;
  return new Promise((resolve, reject) => {
    const outgoing = send(url, options, (incoming) => void readAnswer(incoming).then(resolve, reject));
    const silence = Object.assign(new Error("no answer"), { code: "ETIMEDOUT" });
    outgoing.setTimeout(SILENCE_MS, () => outgoing.destroy(silence));
    outgoing.once("error", reject);
    outgoing.end(body);
  });
}

function pinned(addresses: readonly LookupAddress[]): LookupFunction {
  return (_host, options, callback) => {
    const [first] = addresses;
    if (options.all) callback(null, [...addresses]);
    else callback(null, first?.address ?? "", first?.family);
  };
}

async function readAnswer(incoming: IncomingMessage): Promise<IncomingAnswer> {
  const address = incoming.socket.remoteAddress ?? "";
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > BODY_BYTES) break;
  }
  return {
    status: incoming.statusCode ?? 0,
    address,
    location: incoming.headers.location,
    contentType: incoming.headers["content-type"] ?? "",
    body: Buffer.concat(chunks).subarray(0, BODY_BYTES),
    truncated: bytes > BODY_BYTES,
  };
}
