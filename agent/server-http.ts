/** A request to the server; undefined when it could not be reached in time. */
export interface ServerAnswer {
  readonly status: number;
  readonly body: Buffer;
}

interface ServerRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly bearer?: string | undefined;
  readonly json?: unknown;
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/** Never rejects. Follows no redirect: a server that moved must be joined again. */
export async function askServer(request: ServerRequest): Promise<ServerAnswer | undefined> {
  try {
    const response = await fetch(request.url, {
      method: request.method,
      redirect: "manual",
      signal: AbortSignal.timeout(request.timeoutMs),
      headers: {
        accept: "application/json",
        ...(request.bearer === undefined ? {} : { authorization: `Bearer ${request.bearer}` }),
        ...(request.json === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(request.json === undefined ? {} : { body: JSON.stringify(request.json) }),
    });
    const body = await readBody(response, request.maxBytes);
    return body === undefined ? undefined : { status: response.status, body };
  } catch {
    return undefined;
  }
}

async function readBody(response: Response, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The sentence of a problem document, or what can be said without one. */
export function problemOf(answer: ServerAnswer): { readonly code: string | undefined; readonly sentence: string } {
  try {
    const document = JSON.parse(answer.body.toString("utf8")) as { code?: unknown; detail?: unknown; title?: unknown };
    const sentence = [document.detail, document.title].find((part) => typeof part === "string");
    const code = typeof document.code === "string" ? document.code : undefined;
    return { code, sentence: sentence ?? `The server answered ${answer.status}.` };
  } catch {
    return { code: undefined, sentence: `The server answered ${answer.status}.` };
  }
}
