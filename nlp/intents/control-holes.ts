import type { CompiledCatalog } from "../compiled-catalog.ts";
import type { SlotValue } from "../match/slot-values.ts";
import { NEVER_NAMES } from "../match/words.ts";
import { numberWord } from "../text/number-words.ts";
import type { Token } from "../text/token.ts";

const STATUS: Readonly<Record<string, string>> = {
  failed: "failed",
  failing: "failed",
  broken: "failed",
  unsuccessful: "failed",
  succeeded: "succeeded",
  successful: "succeeded",
  passed: "succeeded",
  running: "running",
  active: "active",
  paused: "paused",
  finished: "finished",
  queued: "queued",
  pending: "pending",
  missed: "missed",
  skipped: "skipped",
  cancelled: "cancelled",
  canceled: "cancelled",
  expired: "expired",
  unknown: "unknown",
  online: "online",
  connected: "online",
  up: "online",
  offline: "offline",
  down: "offline",
  disconnected: "offline",
  unreachable: "offline",
  disabled: "disabled",
  draining: "draining",
  drained: "draining",
  quarantined: "quarantined",
  unapproved: "pending",
};

/** Values of a hole of the control sentences. */
export function controlHole(
  name: string,
  stream: readonly Token[],
  at: number,
  known: CompiledCatalog,
): readonly SlotValue[] {
  const token = stream[at];
  if (!token) return [];
  switch (name) {
    case "id":
      return token.kind === "id" ? [{ value: token.raw.toUpperCase(), end: at + 1, quality: 1 }] : [];
    case "task":
      return taskValue(stream, at, known);
    case "agent":
      return agentValue(token, at, known);
    case "status": {
      const status = Object.hasOwn(STATUS, token.text) ? STATUS[token.text] : undefined;
      return status === undefined ? [] : [{ value: status, end: at + 1, quality: 1 }];
    }
    case "count": {
      const value = token.kind === "number" ? token.value : numberWord(token.text);
      return value === undefined ? [] : [{ value, end: at + 1, quality: 1 }];
    }
    case "topic":
      return token.kind === "word" && !NEVER_NAMES.has(token.text)
        ? [{ value: token.text, end: at + 1, quality: 1 }]
        : [];
    default:
      return [];
  }
}

function agentValue(token: Token, at: number, known: CompiledCatalog): readonly SlotValue[] {
  if (known.agents.has(token.text)) return [{ value: token.text, end: at + 1, quality: 1 }];
  const hostLike = token.kind === "name" && /^[a-z][\w.-]*$/.test(token.text) && /[\d.-]/.test(token.text);
  return hostLike ? [{ value: token.text, end: at + 1, quality: 0.9 }] : [];
}

/** Longest name of a task, in words. */
const LONGEST_NAME = 8;

/** "T-17", "task 17", a task's name with or without quotes. */
function taskValue(stream: readonly Token[], at: number, known: CompiledCatalog): readonly SlotValue[] {
  const token = stream[at];
  if (!token) return [];
  if (token.kind === "id" && token.text.startsWith("t-"))
    return [{ value: token.raw.toUpperCase(), end: at + 1, quality: 1 }];
  const numbered = /^#?(\d{1,9})$/.exec(token.text)?.[1];
  if (numbered !== undefined && (stream[at - 1]?.text === "task" || token.text.startsWith("#")))
    return [{ value: numbered, end: at + 1, quality: 1 }];
  for (let length = Math.min(LONGEST_NAME, stream.length - at); length > 0; length -= 1) {
    const words = stream
      .slice(at, at + length)
      .map((one) => one.text)
      .join(" ");
    const id = known.taskNames.get(words) ?? known.taskNames.get(words.replaceAll(" ", "-"));
    if (id !== undefined) return [{ value: id, end: at + length, quality: 1 }];
  }
  return token.kind === "quoted" ? [{ value: token.raw, end: at + 1, quality: 0.95 }] : [];
}
