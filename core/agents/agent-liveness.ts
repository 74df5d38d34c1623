import type { AuditRecorder } from "../audit/audit-recorder.ts";
import type { Clock } from "../kernel/clock.ts";
import { canonicalJson } from "../kernel/json.ts";
import type { Logger } from "../kernel/logger.ts";
import { Loop, type Service } from "../kernel/service.ts";
import type { Agent, AgentFacts } from "../model/agent.ts";
import { PROTOCOL_TIMES } from "../protocol/version.ts";
import type { Store, Writer } from "../store/rows.ts";
import { type AgentRow, agentTable } from "../store/tables/agent-table.ts";
import { SYSTEM_ACTOR } from "../users/actor-of.ts";
import { agentOf } from "./agent-row.ts";
import { type AgentChangeDeps, changeAgent, recordHappening, showAgents } from "./change-agent.ts";
import { plainFacts } from "./plain-facts.ts";
import { type LivenessMove, planLiveness } from "./plan-liveness.ts";

interface Deps extends AgentChangeDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly audit: AuditRecorder;
  readonly logger: Logger;
  /** Silence after which a machine counts as offline: the setting clientTimeout. */
  readonly offlineMs: number;
  /** Between two signs of life. */
  readonly heartbeatMs?: number;
}

interface Sign {
  readonly at: number;
  readonly facts: AgentFacts | undefined;
}

/** 18 s; with a turn every second, no machine that went silent looks online for 20 s. */
const NO_CONTACT_BEATS = 1.8;
const SWEEP_EVERY_MS = 1_000;

/**
 * Turns signs of life and silence into online, no-contact and offline, and ends drains and disablings that have an end.
 * Signs are noted in memory and written together, so that a heartbeat costs no unit of its own.
 */
export class AgentLiveness implements Service {
  readonly #deps: Deps;
  readonly #loop: Loop;
  #signs = new Map<string, Sign>();
  #listeningSince: number;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#listeningSince = deps.clock.now();
    this.#loop = new Loop(() => this.sweep(), {
      everyMs: SWEEP_EVERY_MS,
      clock: deps.clock,
      onError: (error) => deps.logger.warn({ error }, "liveness sweep failed"),
    });
  }

  async start(): Promise<void> {
    this.#listeningSince = this.#deps.clock.now();
    await this.#loop.start();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
  }

  /**
   * A connect or a heartbeat. Written with the next turn; at once when the machine was not known to be there.
   * `wallClock` is what the machine's own clock shows, in epoch ms; 0 and undefined say nothing.
   */
  seen(agentId: string, facts?: AgentFacts, wallClock?: number): void {
    const { clock, directory } = this.#deps;
    if (wallClock) directory.noteClock(agentId, wallClock - clock.now());
    const known = this.#signs.get(agentId);
    this.#signs.set(agentId, { at: clock.now(), facts: facts ? plainFacts(facts) : known?.facts });
    if (directory.get(agentId)?.liveness !== "online") this.#loop.wake();
  }

  /** One turn. Writes nothing when nothing changed. */
  async sweep(): Promise<void> {
    await this.#liftEnded();
    const { clock, directory, offlineMs, store, heartbeatMs = PROTOCOL_TIMES.heartbeatMs } = this.#deps;
    const signs = this.#signs;
    this.#signs = new Map();
    const agents = directory.all().map((agent) => withSign(agent, signs.get(agent.id)));
    const moves = planLiveness(agents, {
      now: clock.now(),
      listeningSince: this.#listeningSince,
      noContactMs: Math.min(NO_CONTACT_BEATS * heartbeatMs, offlineMs),
      offlineMs,
    });
    const changed = new Set([...moves.map((move) => move.agentId), ...signs.keys()]);
    if (changed.size === 0) return;
    await store.write(async (writer) => {
      for (const agent of agents) {
        if (!changed.has(agent.id)) continue;
        const move = moves.find(({ agentId }) => agentId === agent.id);
        await this.#write(writer, agent, move, signs.get(agent.id));
      }
    });
  }

  async #write(writer: Writer, agent: Agent, move: LivenessMove | undefined, sign: Sign | undefined): Promise<void> {
    const [row] = await writer.select(agentTable, { where: { id: agent.id } });
    if (!row) return;
    const facts = sign?.facts;
    const newFacts = facts !== undefined && canonicalJson(facts) !== canonicalJson(row.facts);
    const fields: Partial<AgentRow> = {
      ...(sign && { last_seen_at: Math.max(sign.at, row.last_seen_at ?? 0) }),
      ...(newFacts && { facts }),
      ...(move && row.liveness === move.from && { liveness: move.to }),
    };
    await writer.update(agentTable, { id: agent.id }, fields);
    const after = agentOf({ ...row, ...fields });
    if (fields.liveness !== undefined && move) {
      const { from, to, reason } = move;
      const at = this.#deps.clock.now();
      await recordHappening(writer, agent.id, { at, kind: "liveness", from_state: from, to_state: to, reason });
    }
    if (fields.liveness !== undefined || newFacts) showAgents(writer, this.#deps, [after]);
    else writer.afterCommit(() => this.#deps.directory.put([after]));
  }

  async #liftEnded(): Promise<void> {
    const { clock, store } = this.#deps;
    const where = { state: { in: ["draining", "disabled"] }, state_until: { lte: clock.now() } };
    if ((await store.count(agentTable, where)) === 0) return;
    await store.write(async (writer) => {
      for (const row of await writer.select(agentTable, { where })) await this.#lift(writer, row);
    });
  }

  async #lift(writer: Writer, row: AgentRow): Promise<void> {
    const { audit, clock } = this.#deps;
    const detail = { name: row.name, from: row.state };
    const fact = { action: "agent.enable", object: row.id, decision: "allowed", rule: "end-reached", detail } as const;
    await audit.record(writer, SYSTEM_ACTOR, fact);
    const fields = { state: "active", state_reason: null, state_until: null };
    const reason = `the end of ${row.state === "draining" ? "the drain" : "the disabling"} was reached`;
    const happening = { at: clock.now(), kind: "state", from_state: row.state, to_state: "active", reason };
    await changeAgent(writer, this.#deps, row, fields, happening);
  }
}

function withSign(agent: Agent, sign: Sign | undefined): Agent {
  return sign ? { ...agent, lastSeenAt: Math.max(sign.at, agent.lastSeenAt ?? 0) } : agent;
}
