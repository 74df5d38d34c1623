/** What a piece of the message is; everything but `word`, `number` and `ordinal` is protected from repair. */
export type TokenKind =
  | "word"
  | "name"
  | "number"
  | "ordinal"
  | "percent"
  | "amount"
  | "clock"
  | "date"
  | "quoted"
  | "url"
  | "path"
  | "address"
  | "flag"
  | "pair"
  | "cron"
  | "id"
  | "channel"
  | "comma"
  | "stop";

export interface Token {
  readonly kind: TokenKind;
  /** Lower case, without quotes. */
  readonly text: string;
  /** As typed, without quotes. */
  readonly raw: string;
  /** Of number, ordinal and percent. */
  readonly value?: number;
  /** An article or "my" stood before it: unless it is known, a thing and no name. */
  readonly common?: true;
  /** Offsets into the original message, half open. */
  readonly start: number;
  readonly end: number;
}
