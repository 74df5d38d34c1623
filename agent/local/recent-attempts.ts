import { type AttemptKey, attemptKeyText, type LogMessage, type ResultMessage } from "../../core/protocol/messages.ts";
import type { AttemptView } from "../engine/attempt-view.ts";
import type { EngineWatch } from "../engine/engine-deps.ts";
import type { EndedAttempt } from "./local-protocol.ts";

const KEPT_ENDED = 20;
/** Of each attempt; the oldest output goes first. */
const KEPT_CHARACTERS = 64 * 1024;

/** Somebody who watches one attempt. */
export interface Follower {
  output(text: string): void;
  ended(ended: EndedAttempt): void;
  /** It is not held any more and never began here. */
  handedBack(): void;
}

/** Remembers, for as long as this process lives, the newest output of what is held and of the last that ended. */
export class RecentAttempts implements EngineWatch {
  readonly #now: () => number;
  readonly #tails = new Map<string, string>();
  readonly #followers = new Map<string, Set<Follower>>();
  #lastEnded: readonly EndedAttempt[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The last ones, newest first. */
  get lastEnded(): readonly EndedAttempt[] {
    return this.#lastEnded;
  }

  /** What the attempt has printed, or the end of it. */
  tail(key: AttemptKey): string {
    return this.#tails.get(attemptKeyText(key)) ?? "";
  }

  /** Returns what ends the watching. It also ends by itself, with the attempt. */
  follow(key: AttemptKey, follower: Follower): () => void {
    const text = attemptKeyText(key);
    const followers = this.#followers.get(text) ?? new Set();
    this.#followers.set(text, followers.add(follower));
    return () => void followers.delete(follower);
  }

  output(key: AttemptKey, _stream: LogMessage["stream"], text: string): void {
    const name = attemptKeyText(key);
    this.#tails.set(name, ((this.#tails.get(name) ?? "") + text).slice(-KEPT_CHARACTERS));
    for (const follower of this.#followers.get(name) ?? []) follower.output(text);
  }

  ended({ execution, attempt, action, requestedBy }: AttemptView, { outcome, error, durationMs }: ResultMessage): void {
    const ended: EndedAttempt = {
      ...{ execution, attempt, outcome, durationMs, endedAt: this.#now() },
      ...(action === undefined ? {} : { action }),
      ...(requestedBy === undefined ? {} : { requestedBy }),
      ...(error === undefined ? {} : { error }),
    };
    const all = [ended, ...this.#lastEnded];
    this.#lastEnded = all.slice(0, KEPT_ENDED);
    for (const gone of all.slice(KEPT_ENDED)) this.#tails.delete(attemptKeyText(gone));
    for (const follower of this.#takeFollowers(ended)) follower.ended(ended);
  }

  forgotten(key: AttemptKey): void {
    for (const follower of this.#takeFollowers(key)) follower.handedBack();
  }

  #takeFollowers(key: AttemptKey): Iterable<Follower> {
    const followers = this.#followers.get(attemptKeyText(key)) ?? [];
    this.#followers.delete(attemptKeyText(key));
    return followers;
  }
}
