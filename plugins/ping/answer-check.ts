import type { ActionResponse } from "../../core/model/action-response.ts";
import { percentOf } from "../../core/plugin-api/human-units.ts";

export interface PingResult {
  readonly host: string;
  readonly address: string;
  readonly method: "icmp" | "tcp";
  readonly sent: number;
  /** Round trips in ms of what was answered. */
  readonly times: readonly number[];
  /** Why it was not an ordinary ping, to be said in the answer. */
  readonly note: string | undefined;
}

/** No answer at all is a failure; some answers missing wants attention. */
export function answerCheck({ host, address, method, sent, times, note }: PingResult): ActionResponse {
  const received = times.length;
  const average = received === 0 ? null : round(times.reduce((sum, time) => sum + time, 0) / received);
  const minMs = received === 0 ? null : Math.min(...times);
  const maxMs = received === 0 ? null : Math.max(...times);
  const lossPct = percentOf(sent - received, sent);
  const how = note === undefined ? "" : ` (${note})`;
  const share = `${received} of ${sent}`;
  const headline =
    average === null
      ? `${host} does not answer: ${share}${how}`
      : `${host} answers: ${share}, ${inTenths(average)} ms on average${how}`;
  return {
    ok: received > 0,
    headline,
    attention: received < sent,
    data: { host, address, method, sent, received, lossPct, minMs, averageMs: average, maxMs, times: [...times] },
    table: {
      columns: ["Host", "Address", "Sent", "Answered", "Loss", "Fastest", "Average", "Slowest"],
      rows: [[host, address, sent, received, `${lossPct} %`, inMs(minMs), inMs(average), inMs(maxMs)]],
    },
  };
}

const round = (value: number) => Math.round(value * 1000) / 1000;
const inTenths = (value: number) => Math.round(value * 10) / 10;
const inMs = (value: number | null) => (value === null ? null : `${inTenths(value)} ms`);
