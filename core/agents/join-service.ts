import { createPublicKey } from "node:crypto";
import type { AuditRecorder } from "../audit/audit-recorder.ts";
import type { Clock } from "../kernel/clock.ts";
import { OctopusError } from "../kernel/errors.ts";
import { type Randomness, randomId } from "../kernel/randomness.ts";
import type { Actor } from "../model/user.ts";
import type { JoinReply, JoinRequest } from "../protocol/messages.ts";
import type { Store, Writer } from "../store/rows.ts";
import { type AgentRow, agentTable, type JoinTokenRow, joinTokenTable } from "../store/tables/agent-table.ts";
import { assertAllowed } from "../users/assert-allowed.ts";
import { digestOf, looksIssued, newSecret } from "../users/secret.ts";
import { agentOf } from "./agent-row.ts";
import { assertLabels } from "./assert-labels.ts";
import { type AgentChangeDeps, recordHappening, showAgents } from "./change-agent.ts";
import { assertMachineName } from "./machine-name.ts";
import { plainFacts } from "./plain-facts.ts";

interface Deps extends AgentChangeDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly audit: AuditRecorder;
  readonly serverId: string;
}

export interface JoinTokenRequest {
  readonly labels: readonly string[];
  /** The name the machine gets, whatever it calls itself. */
  readonly name?: string | undefined;
  /** Takes part at once; otherwise it waits for somebody's approval. */
  readonly autoApprove: boolean;
  /** Gets a bearer token, for machines that hold no socket. */
  readonly rest: boolean;
  readonly lifeMs?: number;
}

export const JOIN_TOKEN_LIFE_MS = 3_600_000;
const LONGEST_LIFE_MS = 7 * 24 * 3_600_000;

/** How a machine becomes one of ours: a token that works once, for an hour, and carries what the admin decided. */
export class JoinService {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** The only place that ever shows the token; the store has its digest. Throws `access.denied`, `request.invalid`. */
  async createToken(
    writer: Writer,
    actor: Actor,
    wanted: JoinTokenRequest,
  ): Promise<{ readonly token: string; readonly expiresAt: number }> {
    const rule = assertAllowed(actor, { name: "agent.manage" }, "let machines join");
    const { lifeMs = JOIN_TOKEN_LIFE_MS, name, autoApprove, rest } = wanted;
    assertLabels(wanted.labels);
    if (name !== undefined) assertMachineName(name);
    if (!(lifeMs > 0 && lifeMs <= LONGEST_LIFE_MS)) {
      throw new OctopusError("request.invalid", "A join token lives at most seven days.", { lifeMs });
    }
    const { audit, clock, randomness } = this.#deps;
    const token = newSecret("octo_join", randomness);
    const row: JoinTokenRow = {
      digest: digestOf(token),
      labels: [...new Set(wanted.labels)].sort(),
      name: name ?? null,
      auto_approve: autoApprove,
      rest,
      created_by: actor.userId ?? actor.name,
      created_at: clock.now(),
      expires_at: clock.now() + lifeMs,
      used_at: null,
      used_by: null,
    };
    await writer.insert(joinTokenTable, [row]);
    const detail = { labels: row.labels, name: row.name, autoApprove, rest, expiresAt: row.expires_at };
    const object = row.digest.slice(0, 12);
    await audit.record(writer, actor, { action: "agent.join-token", object, decision: "allowed", rule, detail });
    return { token, expiresAt: row.expires_at };
  }

  /**
   * In a unit of its own. A refusal leaves the token as it was. Throws `agent.join-refused`, `agent.name-taken`,
   * `request.invalid`.
   */
  async join(request: JoinRequest): Promise<JoinReply> {
    if (!looksIssued(request.token)) throw refused("The join token is not complete; copy it again.");
    const publicKey = request.publicKey === "" ? null : ed25519Key(request.publicKey);
    return await this.#deps.store.write((writer) => this.#join(writer, request, publicKey));
  }

  async #join(writer: Writer, request: JoinRequest, publicKey: string | null): Promise<JoinReply> {
    const { clock, randomness, serverId } = this.#deps;
    const now = clock.now();
    const token = await takeToken(writer, request.token, now);
    if (publicKey === null && !token.rest) throw refused("This join token needs a machine with a key.");
    const name = token.name ?? request.name;
    assertMachineName(name);
    const id = randomId("agt", randomness);
    const restToken = token.rest ? newSecret(`octo_rest_${id.slice("agt_".length)}`, randomness) : undefined;
    const row: AgentRow = {
      id,
      name,
      public_key: publicKey,
      token_digest: restToken === undefined ? null : digestOf(restToken),
      state: token.auto_approve ? "active" : "pending",
      state_reason: null,
      state_until: null,
      liveness: "offline",
      labels: token.labels,
      facts: plainFacts(request.facts),
      boot: 0,
      last_seen_at: null,
      created_at: now,
    };
    if (!(await writer.insertNew(agentTable, row))) {
      throw new OctopusError("agent.name-taken", `Another machine is called "${name}"; join with --name.`, { name });
    }
    await writer.update(joinTokenTable, { digest: token.digest }, { used_by: id });
    await this.#record(writer, row, token);
    const reply = { agentId: id, serverId, name, state: row.state };
    return restToken === undefined ? reply : { ...reply, restToken };
  }

  async #record(writer: Writer, row: AgentRow, token: JoinTokenRow): Promise<void> {
    const actor: Actor = { userId: undefined, name: row.name, role: "viewer", via: "agent" };
    const object = row.id;
    const detail = { name: row.name, token: token.digest.slice(0, 12), labels: row.labels, state: row.state };
    const fact = { action: "agent.join", object, decision: "allowed", rule: "join-token", detail } as const;
    await this.#deps.audit.record(writer, actor, fact);
    const happening = { at: row.created_at, kind: "joined", from_state: "", to_state: row.state, reason: "" };
    await recordHappening(writer, row.id, happening);
    showAgents(writer, this.#deps, [agentOf(row)]);
  }
}

/** Marks it used; of two that come at the same moment, one finds it used. */
async function takeToken(writer: Writer, secret: string, now: number): Promise<JoinTokenRow> {
  const digest = digestOf(secret);
  const [token] = await writer.select(joinTokenTable, { where: { digest } });
  if (!token) throw refused("The join token is unknown; make a new one.");
  if (token.expires_at <= now) throw refused("The join token has expired; make a new one.");
  const taken = await writer.update(joinTokenTable, { digest, used_at: null }, { used_at: now });
  if (taken === 0) throw refused("The join token was used before; it works once. Make a new one.");
  return token;
}

function ed25519Key(pem: string): string {
  try {
    // Of a private key Node would quietly make the public one; a machine that sends its private key must learn of it.
    if (!pem.trimStart().startsWith("-----BEGIN PUBLIC KEY-----")) throw new Error("no public key");
    const key = createPublicKey({ key: pem, format: "pem", type: "spki" });
    if (key.asymmetricKeyType === "ed25519") return key.export({ format: "pem", type: "spki" }).toString();
  } catch {
    // Not a key at all: the same answer.
  }
  throw new OctopusError("request.invalid", "The public key must be an Ed25519 key in SPKI PEM form.");
}

function refused(sentence: string): OctopusError {
  return new OctopusError("agent.join-refused", sentence);
}
