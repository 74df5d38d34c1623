import { createPublicKey, verify } from "node:crypto";
import type { AuditRecorder } from "../audit/audit-recorder.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Agent } from "../model/agent.ts";
import type { Actor } from "../model/user.ts";
import { type Challenge, type Hello, type HelloReply, helloText } from "../protocol/messages.ts";
import { OLDEST_PROTOCOL_VERSION, PROTOCOL_TIMES, PROTOCOL_VERSION, type ProtocolTimes } from "../protocol/version.ts";
import type { Store, Writer } from "../store/rows.ts";
import { type AgentRow, agentTable } from "../store/tables/agent-table.ts";
import { digestOf, looksIssued, sameSecret } from "../users/secret.ts";
import { agentOf } from "./agent-row.ts";
import { type AgentChangeDeps, changeAgent, recordHappening, showAgents } from "./change-agent.ts";
import { plainFacts } from "./plain-facts.ts";
import { planProof } from "./plan-proof.ts";

interface Deps extends AgentChangeDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly audit: AuditRecorder;
  readonly times?: ProtocolTimes;
}

/** A reply to a hello, without the token that the connection hands out. */
export type Proof =
  | Omit<Extract<HelloReply, { readonly ok: true }>, "httpToken">
  | Extract<HelloReply, { readonly ok: false }>;

/** Decides whether a machine is who it says. Refusals are answers, so that what they change is kept. */
export class AgentProof {
  readonly #deps: Deps;
  /** Monotonic instants. One server only: a line does not change servers between its challenge and its hello. */
  readonly #welcomedAt = new Map<string, number>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /**
   * `challengedAt`: monotonic instant of the challenge that this hello answers. A counter that did not grow quarantines
   * the machine in the same unit.
   */
  async prove(hello: Hello, challenge: Challenge, options: { readonly challengedAt: number }): Promise<Proof> {
    if (hello.protocol < OLDEST_PROTOCOL_VERSION || hello.protocol > PROTOCOL_VERSION) return mismatch(hello.protocol);
    const [row] = await this.#deps.store.select(agentTable, { where: { id: hello.agentId } });
    if (!row || !isSigned(row, hello, challenge)) return unproven();
    return await this.#deps.store.write((writer) => this.#decide(writer, hello, challenge, options.challengedAt));
  }

  /** The machine of a REST token; undefined for unknown ones and for machines that are cut off or gone. */
  async proveToken(secret: string): Promise<Agent | undefined> {
    const [, id] = /^octo_rest_([0-9a-f]{1,40})_/.exec(secret) ?? [];
    if (id === undefined || !looksIssued(secret)) return undefined;
    const [row] = await this.#deps.store.select(agentTable, { where: { id: `agt_${id}` } });
    if (!row?.token_digest || !sameSecret(row.token_digest, digestOf(secret))) return undefined;
    return row.state === "disabled" || row.state === "quarantined" ? undefined : agentOf(row);
  }

  async #decide(writer: Writer, hello: Hello, challenge: Challenge, challengedAt: number): Promise<Proof> {
    const [row] = await writer.select(agentTable, { where: { id: hello.agentId } });
    if (!row) return unproven();
    const overtaken = challengedAt <= (this.#welcomedAt.get(row.id) ?? Number.NEGATIVE_INFINITY);
    const plan = planProof(row, { boot: hello.boot, overtaken });
    if (plan.kind === "refuse") return { ok: false, code: plan.code, reason: plan.reason, retryable: true };
    if (plan.kind === "quarantine") return await this.#quarantine(writer, row, plan.reason);
    const state = await this.#welcome(writer, row, hello);
    this.#welcomedAt.set(row.id, this.#deps.clock.monotonic());
    const { heartbeatMs, leaseMs, marginMs } = this.#deps.times ?? PROTOCOL_TIMES;
    return { ok: true, serverId: challenge.serverId, heartbeatMs, leaseMs, marginMs, state, takesReady: true };
  }

  async #welcome(writer: Writer, row: AgentRow, hello: Hello): Promise<string> {
    const at = this.#deps.clock.now();
    const fields = { boot: hello.boot, facts: plainFacts(hello.facts), liveness: "online", last_seen_at: at } as const;
    await writer.update(agentTable, { id: row.id }, fields);
    if (row.liveness !== "online") {
      const happening = { kind: "liveness", from_state: row.liveness, to_state: "online", reason: "connected" };
      await recordHappening(writer, row.id, { at, ...happening });
    }
    showAgents(writer, this.#deps, [agentOf({ ...row, ...fields })]);
    return row.state;
  }

  async #quarantine(writer: Writer, row: AgentRow, reason: string): Promise<Proof> {
    const { audit, clock } = this.#deps;
    const actor: Actor = { userId: undefined, name: row.name, role: "viewer", via: "agent" };
    const detail = { name: row.name, reason };
    const fact = { action: "agent.quarantine", object: row.id, decision: "allowed", rule: "cloned", detail } as const;
    await audit.record(writer, actor, fact);
    const fields = { state: "quarantined", state_reason: reason, state_until: null };
    const happening = { at: clock.now(), kind: "state", from_state: row.state, to_state: "quarantined", reason };
    await changeAgent(writer, this.#deps, row, fields, happening);
    this.#welcomedAt.delete(row.id);
    return {
      ok: false,
      code: "agent.cloned",
      reason: `Machine ${row.name} is quarantined. ${reason}`,
      retryable: true,
    };
  }
}

function isSigned(row: AgentRow, hello: Hello, challenge: Challenge): boolean {
  if (row.public_key === null) return false;
  const text = Buffer.from(helloText(challenge, hello.agentId, hello.boot));
  return verify(null, text, createPublicKey(row.public_key), Buffer.from(hello.signature, "base64"));
}

/** The same for an unknown machine and a wrong key. */
function unproven(): Proof {
  const reason = "This machine is not known here, or its key is another one; join again.";
  return { ok: false, code: "agent.proof-refused", reason, retryable: false };
}

function mismatch(protocol: number): Proof {
  const range = `${OLDEST_PROTOCOL_VERSION} to ${PROTOCOL_VERSION}`;
  const reason = `The server speaks protocol ${range} and this agent ${protocol}; install the agent that the server hands out.`;
  return { ok: false, code: "agent.protocol-mismatch", reason, retryable: true };
}
