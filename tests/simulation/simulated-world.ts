import type { Ablations } from "../../agent/engine/engine-options.ts";
import { type ExecutionState, isFinal, OPEN_EXECUTION_STATES } from "../../core/model/states.ts";
import { attemptKeyText } from "../../core/protocol/messages.ts";
import { createMemoryStore } from "../../core/storage/memory/memory-store.ts";
import { type ExecutionRow, executionTable, runTable } from "../../core/store/tables/run-table.ts";
import { Journal } from "./journal.ts";
import { judgeLimit } from "./limit-referee.ts";
import { randomWish } from "./random-wish.ts";
import { judgeRollout, judgeRuns } from "./run-referee.ts";
import type { Script } from "./script.ts";
import { SimulatedAgent } from "./simulated-agent.ts";
import { type ServerAblations, SimulatedServer, type Wish } from "./simulated-server.ts";
import { SeededRandomness, SimulatedTime } from "./simulated-time.ts";

const MESSAGES = 5;
const AGENTS = ["web-1", "web-2", "db-1"];
const FAULTS_UNTIL = 120_000;
/** Persons stop sending, and what was delayed on the wire has arrived. */
const QUIET_AT = FAULTS_UNTIL + 70_000;
/** Long enough for every lease, retry and queue wait to run out, and for two chains in turn, machine by machine. */
const SETTLED_AT = FAULTS_UNTIL + 1_800_000;
/** What waits for a time of the wall clock waits as much longer as that clock is set back meanwhile. */
const SETTLED_AT_IN_THE_END = FAULTS_UNTIL + 12 * 3_600_000;
const LOOK_EVERY_MS = 5_000;

export interface SimulationOptions {
  readonly seed: number;
  /** Probability that a packet takes up to a minute, while there are faults; a tenth unless told. */
  readonly lateChance?: number;
  readonly script?: Script;
  /** Every clock is set an hour forth and back while there are faults, and goes up to a percent wrong for good. */
  readonly wildClocks?: boolean;
  /** How many changes may be under way at once, over all machines. */
  readonly limit?: number;
  readonly agent?: Ablations;
  readonly server?: ServerAblations;
}

export interface SimulationOutcome {
  readonly violations: readonly string[];
  readonly executions: number;
  readonly crashes: number;
  readonly states: Readonly<Record<string, number>>;
  /** Durable steps, as counted for a script. */
  readonly steps: Readonly<Record<"server" | "agent", number>>;
}

interface Link {
  cut: boolean;
  /** Which connection this is; what was sent over an older one may still arrive. */
  connected: boolean;
}

/** One seeded life of a small fleet: messages, crashes, loss, duplication, delay, partitions, clock steps; then quiet. */
export async function simulate(options: SimulationOptions): Promise<SimulationOutcome> {
  // The event loop gets a turn between two lives, for whoever else lives on it.
  await new Promise((resolve) => setImmediate(resolve));
  return await new SimulatedWorld(options).live();
}

class SimulatedWorld {
  readonly #time = new SimulatedTime();
  readonly #randomness: SeededRandomness;
  readonly #journal = new Journal();
  readonly #disk = createMemoryStore();
  readonly #violations: string[] = [];
  readonly #links = new Map<string, Link>(AGENTS.map((id) => [id, { cut: false, connected: false }]));
  readonly #agents: ReadonlyMap<string, SimulatedAgent>;
  readonly #server: SimulatedServer;
  readonly #acknowledged = new Set<string>();
  readonly #durable = new Map<string, string>();
  readonly #script: Script | undefined;
  readonly #lateChance: number;
  /** Chance of its own: a life without wild clocks is the same as before there were any. */
  readonly #clocks: SeededRandomness | undefined;
  readonly #steps = { server: 0, agent: 0 };
  #crashes = 0;
  /** Messages besides those that make a task: "run it again". */
  #more = 0;

  readonly #limit: number | undefined;

  constructor({ seed, script, lateChance = 0.1, wildClocks, limit, agent = {}, server = {} }: SimulationOptions) {
    this.#limit = limit;
    this.#clocks = wildClocks ? new SeededRandomness(seed + 1_000_003) : undefined;
    const clockRate = () => this.#clocks?.between(0.99, 1.01) ?? 1;
    this.#lateChance = lateChance;
    this.#script = script;
    const time = this.#time;
    const randomness = new SeededRandomness(seed);
    this.#randomness = randomness;
    this.#agents = new Map(
      AGENTS.map((id) => [
        id,
        new SimulatedAgent({
          id,
          time,
          randomness,
          journal: this.#journal,
          ablations: agent,
          clockRate: clockRate(),
          diesHere: () => this.#diesHere("agent"),
          fate: ({ attempt }) => this.#fateOf(attempt),
          onDurableResult: (result) => this.#durable.set(attemptKeyText(result), result.outcome),
          send: (messages) => {
            for (const message of messages) this.#travel(id, () => this.#server.receive(id, message));
          },
          onCrash: () => this.#agentDied(id),
        }),
      ]),
    );
    this.#server = new SimulatedServer({
      time,
      randomness,
      disk: this.#disk,
      agentIds: AGENTS,
      ablations: server,
      limit,
      clockRate: clockRate(),
      diesHere: () => this.#diesHere("server"),
      isConnected: (id) => this.#links.get(id)?.connected ?? false,
      send: (id, message) => this.#travel(id, () => this.#agents.get(id)?.receive([structuredClone(message)])),
      onCrash: () => this.#serverDied(),
      onExecutionChanged: (id) => void this.#refereeSuperseded(id),
    });
  }

  async live(): Promise<SimulationOutcome> {
    await this.#server.start();
    for (const [id, agent] of this.#agents) {
      await agent.start();
      this.#connectSoon(id);
    }
    if (this.#script) this.#follow(this.#script);
    else {
      this.#scheduleFaults();
      this.#scheduleClockSteps();
      for (let index = 0; index < MESSAGES; index += 1) this.#scheduleMessage(`message-${index}`);
    }
    const last = this.#clocks ? SETTLED_AT_IN_THE_END : SETTLED_AT;
    for (let until = QUIET_AT; until <= last; until += LOOK_EVERY_MS) {
      await this.#time.run(until);
      if (await this.#isOver()) break;
      if ([...this.#agents.values()].every((agent) => agent.isIdle)) void this.#server.settleUnknown();
    }
    return await this.#judge();
  }

  /** Nothing can happen any more: no work is open, and no machine runs anything or has anything left to say. */
  async #isOver(): Promise<boolean> {
    const open = await this.#disk.count(executionTable, { state: { in: OPEN_EXECUTION_STATES } });
    return open === 0 && this.#server.isUp && [...this.#agents.values()].every((agent) => agent.isIdle);
  }

  get #faulty(): boolean {
    return this.#script === undefined && this.#time.now < FAULTS_UNTIL;
  }

  #diesHere(kind: "server" | "agent"): boolean {
    this.#steps[kind] += 1;
    if (!this.#script) return this.#randomness.chance(this.#faulty ? 0.02 : 0);
    return this.#script.crash?.of === kind && this.#script.crash.step === this.#steps[kind];
  }

  #fateOf(attempt: number): { readonly lastsMs: number; readonly fails: boolean } {
    const { chance, between } = bound(this.#randomness);
    if (this.#script) return { lastsMs: this.#script.lastsMs, fails: this.#script.fails?.(attempt) ?? false };
    const fails = chance(0.1);
    // Some outlast their first lease; with all of them as long, chains would take most of the test's time.
    return { lastsMs: between(10, chance(0.4) ? 70_000 : 15_000), fails };
  }

  #follow({ wishes, cancelAt, cut }: Script): void {
    this.#more = wishes.filter((wish) => wish.againOf !== undefined).length;
    wishes.forEach((wish, index) => {
      this.#time.after(6_000 + 500 * index, () => this.#deliver(`message-${index}`, wish));
    });
    if (cancelAt !== undefined) this.#time.after(cancelAt, () => void this.#server.cancel("R-1"));
    if (cut) this.#time.after(cut.at, () => this.#cut(cut.agent, cut.forMs));
  }

  /** A person's client sends again until it is told that the message was taken; sometimes it sends twice anyway. */
  #scheduleMessage(key: string): void {
    const { chance, between } = bound(this.#randomness);
    const wish = randomWish(this.#randomness, AGENTS);
    this.#time.after(between(0, 60_000), () => this.#deliver(key, wish));
    if (wish.policy?.overlap !== undefined && chance(0.8)) {
      this.#more += 1;
      const again = { ...wish, againOf: key };
      this.#time.after(between(20_000, 90_000), () => this.#deliver(`${key} again`, again));
    }
    if (chance(0.25)) {
      const runId = `R-${Math.ceil(between(0, MESSAGES))}`;
      this.#time.after(between(10_000, FAULTS_UNTIL), () => void this.#server.cancel(runId));
    }
  }

  #deliver(key: string, wish: Wish): void {
    const { chance, between } = bound(this.#randomness);
    void this.#server.submit(key, wish).then((taken) => {
      if (taken) this.#acknowledged.add(key);
    });
    const more = !this.#acknowledged.has(key) || chance(0.2);
    if (more && this.#time.now < FAULTS_UNTIL + 60_000) {
      this.#time.after(between(500, 8_000), () => this.#deliver(key, wish));
    }
  }

  #scheduleFaults(): void {
    const { between, pick } = bound(this.#randomness);
    const faults = [
      () => this.#server.crash(),
      () => this.#agents.get(pick(AGENTS))?.crash(),
      () => this.#cut(pick(AGENTS), between(1_000, 70_000)),
      () => this.#cut(pick(AGENTS), between(1_000, 15_000)),
      () => this.#server.stepClock(between(-120_000, 120_000)),
    ];
    for (let index = 0; index < 6; index += 1) {
      this.#time.after(between(0, FAULTS_UNTIL), () => {
        if (this.#faulty) pick(faults)();
      });
    }
  }

  /** Two minutes, an hour, back again: whose clock it is, and when, is chance. */
  #scheduleClockSteps(): void {
    const clocks = this.#clocks;
    if (!clocks) return;
    for (let index = 0; index < 12; index += 1) {
      const byMs = clocks.pick([-3_600_000, -120_000, 120_000, 3_600_000]);
      const whose = clocks.pick([...AGENTS, "server", "server"]);
      this.#time.after(clocks.between(0, FAULTS_UNTIL), () => {
        (this.#agents.get(whose) ?? this.#server).stepClock(byMs);
      });
    }
  }

  #travel(agentId: string, arrive: () => void): void {
    const { chance, between } = bound(this.#randomness);
    const link = this.#links.get(agentId);
    if (!link || link.cut) return;
    if (this.#faulty && chance(0.15)) return;
    const copies = this.#faulty && chance(0.15) ? 2 : (this.#script?.copies ?? 1);
    for (let copy = 0; copy < copies; copy += 1) {
      const delayMs = this.#faulty && chance(this.#lateChance) ? between(1_000, 60_000) : between(1, 200);
      this.#time.after(delayMs, () => {
        if (!link.cut) arrive();
      });
    }
  }

  #cut(agentId: string, forMs: number): void {
    const link = this.#links.get(agentId);
    if (!link || link.cut) return;
    link.cut = true;
    // Each end notices in its own time.
    this.#time.after(bound(this.#randomness).between(0, 18_000), () => {
      if (link.cut) this.#disconnect(agentId);
    });
    this.#time.after(forMs, () => {
      link.cut = false;
      this.#disconnect(agentId);
      this.#connectSoon(agentId);
    });
  }

  #disconnect(agentId: string): void {
    const link = this.#links.get(agentId);
    if (link) link.connected = false;
    this.#agents.get(agentId)?.disconnected();
  }

  #connectSoon(agentId: string): void {
    this.#time.after(bound(this.#randomness).between(100, 5_000), () => {
      const link = this.#links.get(agentId);
      const agent = this.#agents.get(agentId);
      if (!link || link.cut || link.connected || !agent?.isUp || !this.#server.isUp) return;
      link.connected = true;
      agent.connected();
      this.#server.connected(agentId);
    });
  }

  #agentDied(agentId: string): void {
    this.#crashes += 1;
    this.#disconnect(agentId);
    this.#time.after(bound(this.#randomness).between(500, 20_000), () => {
      void this.#agents
        .get(agentId)
        ?.start()
        .then(() => this.#connectSoon(agentId));
    });
  }

  #serverDied(): void {
    this.#crashes += 1;
    for (const id of AGENTS) this.#disconnect(id);
    this.#time.after(bound(this.#randomness).between(500, 20_000), () => {
      void this.#server.start().then(() => {
        for (const id of AGENTS) this.#connectSoon(id);
      });
    });
  }

  /** When the server moves on to another attempt, gives an end, or says that it does not know, nothing may run. */
  async #refereeSuperseded(executionId: string): Promise<void> {
    await this.#refereeRollout(executionId);
    const running = this.#journal.running(executionId).map((entry) => entry.attempt);
    if (running.length === 0) return;
    const [row] = await this.#disk.select(executionTable, { where: { id: executionId } });
    if (!row) return;
    for (const attempt of running) {
      if (attempt < row.attempt || row.state === "unknown" || isFinal(row.state as ExecutionState)) {
        this.#violations.push(`${executionId}: attempt ${attempt} still ran when it was ${row.state} #${row.attempt}`);
      }
    }
  }

  async #refereeRollout(executionId: string): Promise<void> {
    const [moved] = await this.#disk.select(executionTable, { where: { id: executionId } });
    if (!moved || moved.batch === null) return;
    const [run] = await this.#disk.select(runTable, { where: { id: moved.run_id } });
    const executions = await this.#disk.select(executionTable, { where: { run_id: moved.run_id } });
    if (run) this.#violations.push(...judgeRollout(run, executions));
  }

  async #judge(): Promise<SimulationOutcome> {
    const executions = await this.#disk.select(executionTable, {});
    const runs = await this.#disk.select(runTable, {});
    const messages = this.#script?.wishes.filter((wish) => wish.againOf === undefined).length ?? MESSAGES;
    if (this.#acknowledged.size !== messages + this.#more)
      this.#violations.push(`only ${this.#acknowledged.size} messages taken`);
    const asked = runs.filter((run) => run.trigger === "request").length;
    if (asked !== messages) this.#violations.push(`${asked} runs for ${messages} messages`);
    const again = runs.filter((run) => run.trigger === "again").length;
    if (again > this.#more) this.#violations.push(`${again} further runs for ${this.#more} messages`);
    this.#violations.push(...judgeRuns(runs, executions, this.#journal));
    this.#violations.push(...judgeLimit(executions, this.#journal, this.#limit));
    const states: Record<string, number> = {};
    for (const execution of executions) {
      states[execution.state] = (states[execution.state] ?? 0) + 1;
      this.#violations.push(...this.#judgeExecution(execution));
    }
    for (const run of runs) {
      const open = executions.some((one) => one.run_id === run.id && !isFinal(one.state as ExecutionState));
      if (open !== (run.finished_at === null)) this.#violations.push(`${run.id} is ${run.state} but open=${open}`);
    }
    return {
      violations: this.#violations,
      executions: executions.length,
      crashes: this.#crashes,
      states,
      steps: this.#steps,
    };
  }

  #judgeExecution(execution: ExecutionRow): readonly string[] {
    const found: string[] = [];
    const starts = this.#journal.of(execution.id);
    const attempts = new Set(starts.map((entry) => entry.attempt));
    if (attempts.size !== starts.length) found.push(`${execution.id}: an attempt started twice`);
    const safe = runActionIsSafe(execution);
    if (!safe && starts.length > 1) found.push(`${execution.id}: ran ${starts.length} times and is not retry-safe`);
    if (starts.some((a) => starts.some((b) => a !== b && overlap(a, b))))
      found.push(`${execution.id}: ran twice at once`);
    if (starts.some((entry) => entry.agent !== execution.agent_name)) found.push(`${execution.id}: wrong machine`);
    if (!isFinal(execution.state as ExecutionState) && execution.state !== "unknown") {
      found.push(`${execution.id}: still ${execution.state}`);
    }
    const last = starts.find((entry) => entry.attempt === execution.attempt);
    if (execution.state === "succeeded" && !last?.completed) found.push(`${execution.id}: succeeded, but did not run`);
    const durable = this.#durable.get(attemptKeyText({ execution: execution.id, attempt: execution.attempt }));
    if (durable === "succeeded" && execution.state !== "succeeded") found.push(`${execution.id}: a result was lost`);
    if (execution.state === "expired" && starts.length > 0) found.push(`${execution.id}: expired, but ran`);
    return found;
  }
}

/** In the ablated server everything claims to be retry-safe; the truth is in the time limit that the test gave it. */
function runActionIsSafe(execution: ExecutionRow): boolean {
  return execution.timeout_ms === SAFE_TIMEOUT_MS;
}
const SAFE_TIMEOUT_MS = 120_000;

function overlap(
  a: { readonly startedAt: number; readonly endedAt: number | undefined },
  b: { readonly startedAt: number; readonly endedAt: number | undefined },
): boolean {
  return a.startedAt < (b.endedAt ?? Infinity) && b.startedAt < (a.endedAt ?? Infinity);
}

function bound(randomness: SeededRandomness) {
  return {
    chance: (probability: number) => randomness.chance(probability),
    between: (low: number, high: number) => randomness.between(low, high),
    pick: <T>(items: readonly T[]) => randomness.pick(items),
  };
}
