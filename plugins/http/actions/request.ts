import { lookup } from "node:dns/promises";
import { systemClock } from "../../../core/kernel/clock.ts";
import { describeMs } from "../../../core/kernel/duration.ts";
import type { ActionResponse } from "../../../core/model/action-response.ts";
import { cleanLine, failure, lastingFailure, stripControls } from "../../../core/plugin-api/answers.ts";
import type { ActionHandler } from "../../../core/plugin-api/define-plugin.ts";
import { describeBytes } from "../../../core/plugin-api/human-units.ts";
import { type FollowedAnswer, followRedirects } from "../follow-redirects.ts";

/** Of the body, what an answer carries. */
const SHOWN_BYTES = 4096;
/** They frame the message; a wrong one would smuggle a second request. */
const OWN_HEADERS = ["connection", "content-length", "expect", "host", "te", "trailer", "transfer-encoding", "upgrade"];

interface Params {
  readonly url: string;
  readonly method?: string;
  readonly expectStatus?: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** http.request: status and time, or why there is none. */
export const httpRequest: ActionHandler = async ({ params, signal }) => {
  const wanted = params as unknown as Params;
  const method = wanted.method ?? "GET";
  if (!URL.canParse(wanted.url)) return lastingFailure("arguments", `${wanted.url} is not a valid address`);
  const refused = Object.keys(wanted.headers ?? {}).find((name) => OWN_HEADERS.includes(name.toLowerCase()));
  if (refused !== undefined)
    return lastingFailure("arguments", `the header ${refused} cannot be chosen: it follows from the request`);
  const expectsRedirect = Math.floor((wanted.expectStatus ?? 0) / 100) === 3;
  const startedAt = systemClock.monotonic();
  const followed = await followRedirects({
    url: new URL(wanted.url),
    method,
    headers: { "user-agent": "octopus", accept: "*/*", ...wanted.headers },
    body: wanted.body,
    signal,
    lookup: (host) => lookup(host, { all: true }),
    privateNetworks: allowedNetworks(),
    follow: (method === "GET" || method === "HEAD") && !expectsRedirect,
  });
  const elapsedMs = Math.round((systemClock.monotonic() - startedAt) * 10) / 10;
  return answer(wanted, method, followed, elapsedMs);
};

/** What the owner of this machine wrote into the agent's policy.json; the agent hands it on. */
function allowedNetworks(): readonly string[] {
  // biome-ignore lint/style/noProcessEnv: it is how the agent tells its actions about the policy.
  const said = process.env["OCTOPUS_PRIVATE_NETWORKS"] ?? "";
  return said.split(",").filter((network) => network !== "");
}

function answer(wanted: Params, method: string, followed: FollowedAnswer, elapsedMs: number): ActionResponse {
  const { url, expectStatus } = wanted;
  const common = { url, method, finalUrl: followed.url.href, elapsedMs, redirects: followed.redirects };
  if ("problem" in followed) {
    const { problem } = followed;
    return failure(`${method} ${url}: ${problem}`, { ...common, problem });
  }
  const { status, address, contentType, body, truncated } = followed.answer;
  const ok = expectStatus === undefined ? status < 400 : status === expectStatus;
  const wrong = ok ? "" : expectStatus === undefined ? ", an error" : `; ${expectStatus} was expected`;
  const where = followed.redirects > 0 ? ` (redirected to ${followed.url.href})` : "";
  const shown = isText(contentType) ? stripControls(body.toString("utf8", 0, SHOWN_BYTES)) : "";
  const size = `${truncated ? "more than " : ""}${describeBytes(body.length)}`;
  return {
    ok,
    headline: cleanLine(`${url} answered ${status} in ${describeMs(elapsedMs)}${where}${wrong}`, 500),
    data: {
      ...common,
      address,
      status,
      sizeBytes: body.length,
      contentType: cleanLine(contentType, 200),
      body: shown,
      bodyTruncated: truncated || body.length > SHOWN_BYTES,
      ...(expectStatus === undefined ? {} : { expectedStatus: expectStatus }),
    },
    table: {
      columns: ["Status", "Time", "Size", "Type", "Address"],
      rows: [[status, describeMs(elapsedMs), size, cleanLine(contentType, 200), address]],
    },
  };
}

function isText(contentType: string): boolean {
  return /^text\/|[/+](json|xml|yaml|x-yaml|javascript|x-www-form-urlencoded)\b/i.test(contentType);
}
