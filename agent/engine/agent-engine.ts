import { assertNever } from "../../core/kernel/assert-never.ts";
import type { AgentFacts } from "../../core/model/agent.ts";
import {
  type AttemptKey,
  attemptKeyText,
  type BeatReplyMessage,
  type CancelMessage,
  type FromAgent,
  type GoMessage,
  type NoMessage,
  type OfferMessage,
  type ResultMessage,
  type ToAgent,
} from "../../core/protocol/messages.ts";
import { type AttemptView, viewAttempt } from "./attempt-view.ts";
import type { EngineDeps, EngineStatus } from "./engine-deps.ts";
import { type Ablations, type EngineTimes, type ServerSkills, WANT_AGAIN_MS } from "./engine-options.ts";
import { beginLease, type HeldAttempt, holdAttempt, isActive, type StopReason } from "./held-attempt.ts";
import { LeaseFence } from "./lease-fence.ts";
import { LogBuffer } from "./log-buffer.ts";
import { planBeat, planRenewal } from "./plan-beat.ts";
import { isYoungEnough, planGo } from "./plan-go.ts";
import { planOffer } from "./plan-offer.ts";
import { planRecovery } from "./plan-recovery.ts";
import { refusedResult, resultOf, unstartedResult } from "./plan-result.ts";
import type { Refusal } from "./ports.ts";
import { keyOfEntry, type SpoolRecord } from "./spool.ts";
import { StandingWants } from "./standing-wants.ts";

/**
 * The agent's half of the protocol: what is offered is made durable before it starts, started only on a fresh go,
 * answered only when the answer is durable, and killed when the lease cannot be renewed. It touches no process, file or
 * socket itself, so that the simulation runs this very code. Decisions are in plan-*.ts.
 */
export class AgentEngine {
  readonly #deps: EngineDeps;
  readonly #ablations: Ablations;
  readonly #held = new Map<string, HeldAttempt>();
  readonly #logs = new LogBuffer();
  readonly #standing: StandingWants;
  #times: EngineTimes;
  #connected = false;
  #takesReady = false;
  #draining = false;
  #stopped = false;
  readonly #fence: LeaseFence;

  constructor(deps: EngineDeps) {
    this.#deps = deps;
    this.#times = deps.times;
    this.#ablations = deps.ablations ?? {};
    this.#standing = new StandingWants(deps.randomness, this.#ablations);
    const kill = (held: HeldAttempt) => this.#kill(held, "lost_lease", this.#fenceGraceMs());
    this.#fence = new LeaseFence({ ...deps, held: () => [...this.#held.values()], kill });
    if (this.#ablations.skipSelfFence) this.#fence.stop();
  }

  /** Recovers what an earlier life left. Call once, before `connected`; rejects when the spool cannot be used. */
  async start(): Promise<void> {
    const entries = await this.#deps.spool.load();
    const plan = planRecovery(entries);
    await this.#deps.runner.reap(entries.filter((entry) => entry.phase === "started").map(keyOfEntry));
    if (plan.interrupted.length > 0) {
      await this.#deps.spool.append(plan.interrupted.map((result) => ({ kind: "finished", result })));
    }
    for (const held of plan.held) {
      held.since = this.#deps.clock.now();
      this.#held.set(attemptKeyText(held.key), held);
    }
    await Promise.all(plan.held.map((held) => this.#checkAgain(held)));
  }

  /** The plugin or the owner's policy may have changed while the agent was away. */
  async #checkAgain(held: HeldAttempt): Promise<void> {
    if (held.phase !== "accepted" || !held.offer) return;
    const refusal = (await this.#deps.runner.prepare(held.offer)) ?? this.#deps.policy.check(held.offer);
    if (refusal) this.#finish(held, unstartedResult(held, this.#deps.ranAs, refusal.reason));
  }

  /** The server's numbers, said at every greeting. Leases already running keep theirs until renewed. */
  setTimes(times: EngineTimes): void {
    this.#times = times;
    this.#fence.arm(this.#times);
  }

  connected({ takesReady }: ServerSkills = { takesReady: false }): void {
    this.#connected = true;
    this.#takesReady = takesReady;
    this.#standing.void();
    this.#ready({ fresh: true, renew: true });
    for (const held of this.#held.values()) if (held.phase === "accepted") this.#want(held);
    this.heartbeat();
    this.#send(this.#logs.take());
  }

  disconnected(): void {
    this.#connected = false;
    this.#standing.void();
  }

  /** To be called at the heartbeat interval; sends a beat and everything the server has not answered. */
  heartbeat(facts?: AgentFacts): void {
    const { clock } = this.#deps;
    const held = [...this.#held.values()];
    const beat = { sentAt: clock.monotonic(), wallClock: clock.now(), draining: this.#draining, facts };
    this.#send([planBeat(held, beat)]);
    this.#ready({ fresh: false, renew: true });
    for (const one of held) {
      if (one.phase === "accepted") this.#wantAgain(one);
      else if (one.phase === "finished" && one.result) this.#send([one.result]);
      else if (one.phase === "finishing" && one.result && one.finishFailed) this.#finish(one, one.result);
    }
  }

  /** Takes no new attempts any more; those held go on. */
  drain(): void {
    this.#draining = true;
    this.#checkIdle();
  }

  /** Ends what runs at once. Resolves when it is ended and recorded; nothing is sent afterwards. */
  async stop(): Promise<void> {
    this.#draining = true;
    const running = [...this.#held.values()].map((held) => held.running?.done);
    for (const held of this.#held.values()) this.#kill(held, "stopping", 0);
    await Promise.all(running);
    await this.#deps.spool.append([]);
    this.#stopped = true;
    this.#fence.stop();
  }

  status(): EngineStatus {
    const held = [...this.#held.values()];
    const active = held.filter(isActive).length;
    return { active, unconfirmed: held.length - active, draining: this.#draining, connected: this.#connected };
  }

  /** Everything held, oldest first. */
  view(): readonly AttemptView[] {
    return [...this.#held.values()].map(viewAttempt);
  }

  /**
   * Somebody on this machine ends the newest attempt of an execution; the server learns it by the result. Returns
   * what is ended, undefined when nothing of it is held that could be.
   */
  cancelHere(execution: string, graceMs: number): AttemptKey | undefined {
    const held = [...this.#held.values()].filter((one) => one.key.execution === execution && isActive(one)).at(-1);
    if (held?.phase === "accepted") {
      held.stopReason = "cancelled_here";
      this.#finish(held, unstartedResult(held, this.#deps.ranAs));
    } else if (held) this.#kill(held, "cancelled_here", graceMs);
    return held?.key;
  }

  /** Messages of the server, in the order of arrival. They may be late, doubled, missing. */
  receive(messages: readonly ToAgent[]): void {
    for (const message of messages) this.#receiveOne(message);
  }

  #receiveOne(message: ToAgent): void {
    if (message.type === "offer") this.#onOffer(message);
    else if (message.type === "go") this.#onGo(message);
    else if (message.type === "no") this.#onNo(message);
    else if (message.type === "rack") this.#onRack(message);
    else if (message.type === "cancel") this.#onCancel(message);
    else if (message.type === "beat-reply") this.#onBeatReply(message);
    else assertNever(message);
  }

  #onOffer(offer: OfferMessage): void {
    const load = {
      draining: this.#draining,
      concurrency: this.#deps.concurrency,
      spoolFull: this.#deps.spool.isFull(),
    };
    const plan = planOffer(offer, [...this.#held.values()], load);
    if (plan.do === "accept") this.#detach(this.#accept(offer));
    else if (plan.do === "refuse") this.#refuse(offer, plan.refusal, offer.go);
    else if (plan.do === "end-older") this.#endOlder(plan.older);
    else if (plan.do !== "ignore") {
      const known = this.#held.get(attemptKeyText(offer));
      if (plan.do === "want-again" && known) this.#wantAgain(known);
      else if (known?.result) this.#send([known.result]);
    }
  }

  async #accept(offer: OfferMessage): Promise<void> {
    const { clock, policy, runner } = this.#deps;
    const held = holdAttempt(offer, offer, "preparing", clock.now());
    held.want = this.#standing.take(offer, clock.monotonic(), this.#times);
    if (held.want) beginLease(held, clock.monotonic(), this.#times.leaseMs);
    this.#held.set(attemptKeyText(offer), held);
    const refusal = (await runner.prepare(offer)) ?? policy.check(offer);
    if (held.stopReason) return this.#finish(held, unstartedResult(held, this.#deps.ranAs));
    if (refusal) {
      this.#forget(held);
      return this.#refuse(offer, refusal, offer.go);
    }
    if (held.want) return await this.#start(held, [{ kind: "accepted", offer }]);
    held.phase = "accepted";
    const durable = this.#deps.spool.append([{ kind: "accepted", offer }]);
    // The server works meanwhile: nothing starts before `started` is durable, behind this record in the same file.
    this.#want(held);
    try {
      await durable;
    } catch (error) {
      this.#deps.logger.error({ error, ...held.key }, "an offer could not be made durable");
      this.#giveBack(held);
    }
  }

  /** Nothing of it is on the disk. A refusal is heard while it is offered, the result once a go was committed. */
  #giveBack(held: HeldAttempt): void {
    if (held.phase !== "accepted") return;
    this.#forget(held);
    const reason = "The agent cannot write its spool; its disk may be full.";
    this.#refuse(held.key, { kind: "busy", reason });
    this.#send([unstartedResult(held, this.#deps.ranAs, reason)]);
  }

  #onGo(go: GoMessage): void {
    const held = this.#held.get(attemptKeyText(go));
    const plan = planGo(held, go.nonce, this.#deps.clock.monotonic(), this.#times, this.#ablations);
    if (!held || plan === "ignore") return;
    if (plan === "ask-again") this.#want(held);
    else this.#detach(this.#start(held));
  }

  /** `before`: what must be as durable as the start, and is not yet. */
  async #start(held: HeldAttempt, before: readonly SpoolRecord[] = []): Promise<void> {
    const { clock, logger, runner, spool } = this.#deps;
    if (held.phase === "accepted") beginLease(held, clock.monotonic(), this.#times.leaseMs);
    try {
      const durable = spool.append([...before, { kind: "started", ...held.key }]);
      if (held.offer) runner.ready?.(held.offer);
      await durable;
    } catch (error) {
      logger.error({ error, ...held.key }, "a start could not be made durable");
      return this.#finish(held, unstartedResult(held, this.#deps.ranAs, "The agent cannot write its spool."));
    }
    const late = !isYoungEnough(held.renewedAt, clock.monotonic(), this.#times) && !this.#ablations.skipNonceCheck;
    if (late || held.stopReason || !held.offer) {
      return this.#finish(held, unstartedResult(held, this.#deps.ranAs, late ? "The lease was too old." : undefined));
    }
    held.phase = "running";
    held.since = this.#deps.clock.now();
    this.#fence.arm(this.#times);
    await this.#run(held, held.offer);
  }

  async #run(held: HeldAttempt, offer: OfferMessage): Promise<void> {
    const startedAt = this.#deps.clock.monotonic();
    held.running = this.#deps.runner.start(offer, {
      output: (stream, text) => {
        const sinceStartMs = this.#deps.clock.monotonic() - startedAt;
        this.#deps.watch?.output(held.key, stream, text);
        this.#report({ type: "log", ...held.key, seq: held.logChunks, stream, text, sinceStartMs });
        held.logChunks += 1;
      },
      progress: (percent, text) => this.#report({ type: "progress", ...held.key, percent, text }),
    });
    const outcome = await held.running.done;
    held.running = undefined;
    this.#finish(held, resultOf(held, outcome));
  }

  #report(message: Parameters<LogBuffer["add"]>[0]): void {
    if (this.#connected) this.#send([message]);
    else this.#logs.add(message);
  }

  /** Durable first, then sent. When the disk refuses, the next heartbeat tries again. */
  #finish(held: HeldAttempt, result: ResultMessage): void {
    if (held.phase !== "finishing") {
      this.#deps.watch?.ended(viewAttempt(held), result);
      held.since = this.#deps.clock.now();
    }
    held.phase = "finishing";
    held.result = result;
    held.finishFailed = false;
    this.#deps.spool.append([{ kind: "finished", result }]).then(
      () => {
        held.phase = "finished";
        this.#send([result]);
        this.#ready({ fresh: false, renew: false });
        this.#checkIdle();
      },
      (error: unknown) => {
        held.finishFailed = true;
        this.#deps.logger.error({ error, ...held.key }, "a result could not be made durable");
      },
    );
  }

  /** Not ours any more: what has not begun never will, and the answer says so; what runs is ended. */
  #onNo(no: NoMessage): void {
    const held = this.#held.get(attemptKeyText(no));
    if (!held) this.#overtaken();
    else if (held.phase === "accepted") this.#finish(held, unstartedResult(held, this.#deps.ranAs, no.reason));
    else if (held.phase === "finished" && held.result?.outcome === "never_started") this.#forget(held);
    else this.#kill(held, "lost_lease", this.#fenceGraceMs());
  }

  #onRack(rack: AttemptKey): void {
    const held = this.#held.get(attemptKeyText(rack));
    if (held?.phase === "finished") this.#forget(held);
  }

  #onCancel(cancel: CancelMessage): void {
    const held = this.#held.get(attemptKeyText(cancel));
    if (!held) {
      this.#overtaken();
      this.#send([unstartedResult({ key: cancel }, this.#deps.ranAs, "This machine does not hold it.")]);
    } else if (held.phase === "finished" && held.result) {
      this.#send([held.result]);
    } else if (held.phase === "accepted") {
      held.stopReason = "cancelled";
      this.#finish(held, unstartedResult(held, this.#deps.ranAs));
    } else {
      this.#kill(held, "cancelled", cancel.graceMs);
    }
  }

  #onBeatReply(reply: BeatReplyMessage): void {
    for (const held of planRenewal([...this.#held.values()], reply, this.#deps.clock.monotonic())) {
      held.renewedAt = reply.sentAt;
      held.leaseMs = reply.leaseMs;
    }
    this.#fence.arm(this.#times);
  }

  #endOlder(older: HeldAttempt): void {
    if (older.phase === "accepted") this.#finish(older, unstartedResult(older, this.#deps.ranAs));
    else this.#kill(older, "lost_lease", this.#fenceGraceMs());
  }

  #kill(held: HeldAttempt, reason: StopReason, graceMs: number): void {
    if (!isActive(held) || held.phase === "accepted") return;
    held.stopReason ??= reason;
    held.running?.kill(graceMs);
  }

  /** Half the margin: everything must be gone before the server may start it elsewhere. */
  #fenceGraceMs(): number {
    return this.#times.marginMs / 2;
  }

  #wantAgain(held: HeldAttempt): void {
    if (this.#deps.clock.monotonic() - (held.want?.sentAt ?? -Infinity) >= WANT_AGAIN_MS) this.#want(held);
  }

  #want(held: HeldAttempt): void {
    if (!this.#connected) return;
    held.want = { nonce: this.#deps.randomness.hex(8), sentAt: this.#deps.clock.monotonic() };
    this.#send([{ type: "want", ...held.key, nonce: held.want.nonce }]);
  }

  /** `go`: it is committed as running, whatever became of the nonce; only a result is heard of that. */
  #refuse({ execution, attempt }: AttemptKey, refusal: Refusal, go?: string): void {
    const key = { execution, attempt };
    if (go === undefined) this.#send([{ type: "refuse", ...key, ...refusal }]);
    else this.#send([refusedResult(key, this.#deps.ranAs, refusal)]);
    this.#checkIdle();
  }

  /** Tells the server how much could begin at once. */
  #ready({ fresh, renew }: { readonly fresh: boolean; readonly renew: boolean }): void {
    if (!this.#takesReady || !this.#connected) return;
    const free = this.#draining || this.#deps.spool.isFull() ? 0 : this.#deps.concurrency - this.status().active;
    this.#send([{ type: "ready", fresh, nonces: this.#standing.tell(free, this.#deps.clock.monotonic(), { renew }) }]);
  }

  /** A word about something unknown: the offer that it is about may still be on its way, and must not start. */
  #overtaken(): void {
    this.#standing.void();
    this.#ready({ fresh: false, renew: true });
  }

  #forget(held: HeldAttempt): void {
    this.#held.delete(attemptKeyText(held.key));
    this.#deps.spool.forget(held.key);
    this.#deps.watch?.forgotten(held.key);
    this.#standing.close(held.key, this.#deps.clock.monotonic());
    this.#checkIdle();
  }

  #checkIdle(): void {
    if (![...this.#held.values()].some(isActive)) this.#deps.onIdle?.();
  }

  #send(messages: readonly FromAgent[]): void {
    if (this.#connected && !this.#stopped && messages.length > 0) this.#deps.send(messages);
  }

  #detach(work: Promise<void>): void {
    work.catch((error: unknown) => this.#deps.logger.error({ error }, "handling a message of the server failed"));
  }
}
