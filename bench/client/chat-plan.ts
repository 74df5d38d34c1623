/** What the chat client is told to do, as one argument of its process. */
export interface ChatPlan {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** One for each conversation, so that nobody exceeds the requests that one caller may make in a second. */
  readonly tokens: readonly string[];
  readonly sentence: string;
  /** Messages that are sent first and not counted, one after the other. */
  readonly warmUps: number;
  readonly load:
    | { readonly kind: "paced"; readonly messages: number; readonly perSecond: number }
    | { readonly kind: "flow"; readonly durationMs: number };
}

/** One message as its sender saw it; instants by the machine's monotonic clock (nowMs). */
export interface Exchange {
  readonly messageId: string;
  readonly runId: string;
  readonly tone: string;
  readonly sentAt: number;
  /** The answer to the request: the first visible card. */
  readonly answeredAt: number;
  /** The card that shows the end. */
  readonly endedAt: number;
  /** The same card, stored. */
  readonly keptAt: number;
}

export interface ChatOutcome {
  readonly exchanges: readonly Exchange[];
  /** From the first counted message to the last counted end. */
  readonly durationMs: number;
  /** Messages whose end was not seen in time, with what went wrong. */
  readonly failures: readonly string[];
}
