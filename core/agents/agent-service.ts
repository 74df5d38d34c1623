import type { AuditRecorder } from "../audit/audit-recorder.ts";
import type { Clock } from "../kernel/clock.ts";
import { OctopusError } from "../kernel/errors.ts";
import type { JsonObject } from "../kernel/json.ts";
import type { Agent } from "../model/agent.ts";
import type { Page, PageRequest } from "../model/page.ts";
import type { AgentState } from "../model/states.ts";
import type { Actor } from "../model/user.ts";
import { pageBySeq } from "../store/page-by-seq.ts";
import type { Store, Writer } from "../store/rows.ts";
import { type AgentRow, agentEventTable, agentTable } from "../store/tables/agent-table.ts";
import { assertAllowed } from "../users/assert-allowed.ts";
import { type AgentEvent, agentEventOf } from "./agent-row.ts";
import { assertLabels } from "./assert-labels.ts";
import { type AgentChangeDeps, agentRow, assertAgentMove, changeAgent, recordHappening } from "./change-agent.ts";
import { assertMachineName } from "./machine-name.ts";

interface Deps extends AgentChangeDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly audit: AuditRecorder;
}

/** Why a state was set, and the instant at which it ends by itself; without one it holds until somebody ends it. */
export interface AgentMoveOptions {
  readonly reason?: string;
  readonly until?: number;
}

interface Change {
  readonly kind: string;
  readonly action: string;
  readonly rule: string;
  readonly from: string;
  readonly to: string;
  readonly reason?: string;
}

const LONGEST_REASON = 300;

/** What people decide about machines. Each change is audited, leaves a line in the machine's history and is announced. */
export class AgentService {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Labels decide which work a machine gets; only people set them. Throws `request.invalid`. */
  async setLabels(writer: Writer, actor: Actor, id: string, labels: readonly string[]): Promise<Agent> {
    const rule = manage(actor, "label machines");
    assertLabels(labels);
    const row = await agentRow(writer, id);
    const sorted = [...new Set(labels)].sort();
    const change = { kind: "labels", action: "agent.labels", rule, from: row.labels.join(" "), to: sorted.join(" ") };
    return await this.#write(writer, actor, row, { labels: sorted }, change);
  }

  /** Throws `request.invalid`, `agent.name-taken`. */
  async rename(writer: Writer, actor: Actor, id: string, name: string): Promise<Agent> {
    const rule = manage(actor, "rename machines");
    assertMachineName(name);
    const row = await agentRow(writer, id);
    const [other] = await writer.select(agentTable, { where: { name, id: { ne: id } }, limit: 1 });
    if (other) throw new OctopusError("agent.name-taken", `Another machine is called "${name}".`, { name });
    return await this.#write(
      writer,
      actor,
      row,
      { name },
      { kind: "name", action: "agent.rename", rule, from: row.name, to: name },
    );
  }

  /** Lets a machine that has joined take part. */
  async approve(writer: Writer, actor: Actor, id: string): Promise<Agent> {
    const rule = manage(actor, "approve machines");
    const row = await agentRow(writer, id);
    if (row.state !== "pending") {
      const sentence = `Machine ${row.name} is ${row.state}; only a pending one can be approved.`;
      throw new OctopusError("agent.illegal-move", sentence, { id, state: row.state });
    }
    return await this.#move(writer, actor, row, "active", { action: "agent.approve", rule });
  }

  /** Cuts a machine off at once. */
  async disable(writer: Writer, actor: Actor, id: string, options: AgentMoveOptions = {}): Promise<Agent> {
    const rule = manage(actor, "disable machines");
    return await this.#move(writer, actor, await agentRow(writer, id), "disabled", {
      action: "agent.disable",
      rule,
      ...options,
    });
  }

  /** Ends a drain, a disabling or a quarantine. */
  async enable(writer: Writer, actor: Actor, id: string): Promise<Agent> {
    const row = await agentRow(writer, id);
    const capability = row.state === "draining" ? "agent.drain" : "agent.manage";
    const rule = assertAllowed(actor, { name: capability }, "enable this machine");
    if (row.state === "pending") {
      const sentence = `Machine ${row.name} is pending; approve it instead.`;
      throw new OctopusError("agent.illegal-move", sentence, { id, state: row.state });
    }
    return await this.#move(writer, actor, row, "active", { action: "agent.enable", rule });
  }

  /** The machine finishes what it has and gets nothing new. */
  async drain(writer: Writer, actor: Actor, id: string, options: AgentMoveOptions = {}): Promise<Agent> {
    const rule = assertAllowed(actor, { name: "agent.drain" }, "drain machines");
    return await this.#move(writer, actor, await agentRow(writer, id), "draining", {
      action: "agent.drain",
      rule,
      ...options,
    });
  }

  /** Its key is worthless from the commit on; the id never comes back. */
  async remove(writer: Writer, actor: Actor, id: string): Promise<void> {
    const rule = manage(actor, "remove machines");
    const row = await agentRow(writer, id);
    const { audit, clock, directory, events } = this.#deps;
    await writer.delete(agentTable, { id });
    const at = clock.now();
    await recordHappening(writer, id, { at, kind: "removed", from_state: row.state, to_state: "", reason: "" });
    const detail = { name: row.name };
    await audit.record(writer, actor, { action: "agent.remove", object: id, decision: "allowed", rule, detail });
    writer.afterCommit(() => {
      directory.drop(id);
      events.emit("agent.changed", { agentId: id });
    });
  }

  /** The history of a machine, newest first; also of one that was removed. */
  async events(id: string, page: PageRequest): Promise<Page<AgentEvent>> {
    return await pageBySeq(this.#deps.store, agentEventTable, { where: { agent_id: id }, page, map: agentEventOf });
  }

  async #move(
    writer: Writer,
    actor: Actor,
    row: AgentRow,
    to: AgentState,
    options: AgentMoveOptions & { readonly action: string; readonly rule: string },
  ): Promise<Agent> {
    assertAgentMove(row, to);
    const { action, rule, until } = options;
    if (until !== undefined && until <= this.#deps.clock.now()) {
      throw new OctopusError("request.invalid", "The end must lie in the future.", { until });
    }
    const reason = options.reason?.replaceAll(/\p{C}+/gu, " ").slice(0, LONGEST_REASON);
    const fields: Partial<AgentRow> = {
      state: to,
      state_reason: reason ?? null,
      state_until: until ?? null,
      // Whoever lifts a quarantine says that what connects next is the real one, whatever its counter says.
      ...(row.state === "quarantined" ? { boot: 0 } : {}),
    };
    const change = { kind: "state", action, rule, from: row.state, to, ...(reason === undefined ? {} : { reason }) };
    return await this.#write(writer, actor, row, fields, change);
  }

  async #write(writer: Writer, actor: Actor, row: AgentRow, fields: Partial<AgentRow>, change: Change): Promise<Agent> {
    const { kind, action, rule, from, to, reason = "" } = change;
    const { audit, clock } = this.#deps;
    const detail: JsonObject = { name: row.name, from, to, ...(reason === "" ? {} : { reason }) };
    await audit.record(writer, actor, { action, object: row.id, decision: "allowed", rule, detail });
    const happening = { at: clock.now(), kind, from_state: from, to_state: to, reason };
    return await changeAgent(writer, this.#deps, row, fields, happening);
  }
}

function manage(actor: Actor, what: string): string {
  return assertAllowed(actor, { name: "agent.manage" }, what);
}
