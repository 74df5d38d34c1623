import { trimEndSigns } from "../../core/kernel/trim-signs.ts";
import type { ProblemDto } from "../contract/system.ts";
import { CliFailure } from "./cli-failure.ts";
import { credentialFile, readLocalCredential } from "./local-credential.ts";

interface ClientOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly dataDir: string;
}

/** The REST interface, as the command line uses it. Every failure is a sentence. */
export class ApiClient {
  readonly url: string;
  readonly #token: string;
  readonly #tokenPlace: string;

  /** `tokenPlace` says where the token came from, for the sentence that refuses it. */
  constructor(url: string, token: string, tokenPlace: string) {
    if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
      throw new CliFailure(`OCTOPUS_URL is no address: "${url}". It looks like http://127.0.0.1:8000.`, 2);
    }
    this.url = trimEndSigns(url, "/");
    this.#token = token;
    this.#tokenPlace = tokenPlace;
  }

  /** By OCTOPUS_URL and OCTOPUS_TOKEN, or by the credential in the data folder. */
  static fromSurroundings({ environment, dataDir }: ClientOptions): ApiClient {
    const local = readLocalCredential(dataDir);
    const url = environment["OCTOPUS_URL"] ?? local?.url;
    const token = environment["OCTOPUS_TOKEN"] ?? local?.token;
    const place = environment["OCTOPUS_TOKEN"] ? "OCTOPUS_TOKEN" : credentialFile(dataDir);
    if (url && token) return new ApiClient(url, token, place);
    throw new CliFailure(
      `No credential for the command line in ${dataDir}. On the server's machine: start it with "npm start", open the set-up link, and run this from the same folder. Elsewhere: set OCTOPUS_URL and OCTOPUS_TOKEN.`,
      2,
    );
  }

  async get<T>(path: string): Promise<T> {
    return await this.#request<T>("GET", path);
  }

  async post<T>(path: string, body: object): Promise<T> {
    return await this.#request<T>("POST", path, body);
  }

  async patch<T>(path: string, body: object): Promise<T> {
    return await this.#request<T>("PATCH", path, body);
  }

  async delete<T>(path: string): Promise<T> {
    return await this.#request<T>("DELETE", path);
  }

  async #request<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await this.#fetch(method, path, body);
    const text = await response.text();
    if (response.ok) return (text === "" ? undefined : JSON.parse(text)) as T;
    if (response.status === 401) {
      throw new CliFailure(
        `The server at ${this.url} does not accept the access token in ${this.#tokenPlace}: it is wrong, expired or revoked. Set OCTOPUS_TOKEN to a valid one; on the server's own machine, unset it and start the server again, which renews the token in its data folder.`,
        2,
      );
    }
    throw new CliFailure(problemSentence(response.status, text));
  }

  async #fetch(method: string, path: string, body?: object): Promise<Response> {
    try {
      return await fetch(`${this.url}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${this.#token}`,
          ...(body ? { "content-type": "application/json" } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
    } catch {
      throw new CliFailure(`No server answers at ${this.url}. Start it with "npm start", or set OCTOPUS_URL.`, 5);
    }
  }
}

function problemSentence(status: number, text: string): string {
  try {
    const problem = JSON.parse(text) as Partial<ProblemDto>;
    if (problem.detail || problem.title) return `${problem.detail ?? problem.title} (${problem.code ?? status})`;
  } catch {
    // Not a problem document: some other server, or a proxy.
  }
  return `The server answered with status ${status} and not as Octopus does.`;
}
