import { request as httpRequest } from "node:http";
import { validator } from "../../../../core/kernel/validator.ts";
import type { Role } from "../../../../core/model/user.ts";
import { type ProblemDto, problemSchema } from "../../../../web/contract/system.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body as JSON, or undefined. */
  readonly json: unknown;
}

interface Ask {
  readonly method?: string;
  readonly as?: Role;
  readonly bearer?: string;
  readonly json?: unknown;
  /** Sent as it is. */
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One request with exactly the headers that are named; nothing is added that a browser or fetch would. */
export async function ask(url: string, path: string, options: Ask = {}): Promise<Answer> {
  const { as, bearer, json, method = json === undefined ? "GET" : "POST" } = options;
  const body = json === undefined ? options.body : JSON.stringify(json);
  const headers: Record<string, string> = {
    ...(as && { cookie: `octo-session=sess-${as}` }),
    ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    ...(json !== undefined && { "content-type": "application/json" }),
    ...(body !== undefined && { "content-length": String(Buffer.byteLength(body)) }),
    ...options.headers,
  };
  return await new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const sent = httpRequest({ hostname, port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parse(text) });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const decodeProblem = validator<ProblemDto>(problemSchema);

/** The problem document of an answer; fails the test when the answer is none, or lies about its status. */
export function problemIn(answer: Answer): ProblemDto {
  const decoded = decodeProblem(answer.json);
  if (!decoded.ok) throw new Error(`no problem document (${answer.status}): ${decoded.problem} in ${answer.text}`);
  if (decoded.value.status !== answer.status) throw new Error(`status ${answer.status} is not ${decoded.value.status}`);
  if (!String(answer.headers["content-type"]).startsWith("application/problem+json")) {
    throw new Error(`problem with content type ${String(answer.headers["content-type"])}`);
  }
  return decoded.value;
}
