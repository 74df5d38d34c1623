import type { Lookup } from "./resolve-host.ts";
import { resolveHost } from "./resolve-host.ts";
import { type IncomingAnswer, type OutgoingRequest, sendRequest } from "./send-request.ts";

const MOST_REDIRECTS = 5;
/** Who sees them can act as the sender: they do not travel to another site. */
const PRIVATE_HEADERS = ["authorization", "cookie", "proxy-authorization"];

type Wanted = Omit<OutgoingRequest, "addresses"> & {
  readonly lookup: Lookup;
  /** Private networks that the machine's owner allows: "10.1.0.0/16", "*". */
  readonly privateNetworks: readonly string[];
  /** Redirects are an answer like any other when they are what was expected. */
  readonly follow: boolean;
};

interface Followed {
  readonly url: URL;
  readonly redirects: number;
}

export type FollowedAnswer = Followed & ({ readonly answer: IncomingAnswer } | { readonly problem: string });

/** Sends the request and follows GET and HEAD redirects; every hop's address is checked anew. */
export async function followRedirects({ follow, ...wanted }: Wanted): Promise<FollowedAnswer> {
  let { url, headers } = wanted;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const hop = await sendChecked({ ...wanted, url, headers });
    if ("problem" in hop) return { url, redirects, problem: hop.problem };
    const next = follow ? nextUrl(hop.answer, url) : undefined;
    if (!next) return { url, redirects, answer: hop.answer };
    if (!/^https?:$/.test(next.protocol)) {
      return { url, redirects, problem: `a redirect to ${next.protocol} is not followed` };
    }
    if (next.origin !== url.origin) headers = withoutPrivate(headers);
    url = next;
  }
  return { url, redirects: MOST_REDIRECTS, problem: `more than ${MOST_REDIRECTS} redirects` };
}

async function sendChecked({
  lookup,
  privateNetworks,
  ...request
}: Omit<Wanted, "follow">): Promise<{ readonly answer: IncomingAnswer } | { readonly problem: string }> {
  const resolved = await resolveHost(request.url, lookup, privateNetworks);
  if (!resolved.ok) return { problem: resolved.problem };
  try {
    return { answer: await sendRequest({ ...request, addresses: resolved.addresses }) };
  } catch (error) {
    return { problem: describeNetworkError(error) };
  }
}

function nextUrl({ status, location }: IncomingAnswer, base: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return undefined;
  if (!URL.canParse(location, base.href)) return undefined;
  const next = new URL(location, base.href);
  next.username = "";
  next.password = "";
  return next;
}

function withoutPrivate(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !PRIVATE_HEADERS.includes(name.toLowerCase())));
}

const SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was cut",
  ETIMEDOUT: "no answer in time",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate chain is self-signed",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate cannot be verified",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
  ABORT_ERR: "it was stopped",
};

/** The reason as the end of a sentence. */
export function describeNetworkError(error: unknown): string {
  const { code = "", message, errors } = error as NodeJS.ErrnoException & { errors?: readonly unknown[] };
  if (errors?.[0] !== undefined) return describeNetworkError(errors[0]);
  return SENTENCES[code] ?? (code === "" ? message : `${message} (${code})`);
}
