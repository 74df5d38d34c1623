import type { CompiledCatalog } from "../compiled-catalog.ts";
import { ordinalWord } from "../text/number-words.ts";
import type { Token } from "../text/token.ts";
import { taskIndex } from "./task-index.ts";

export interface Named {
  readonly value: string;
  readonly end: number;
  readonly assumed?: string;
}

/** Longest name of a task, in words. */
const LONGEST_NAME = 8;
const TASK_NOUN = /^(?:task|tasks|schedule|job)$/;

/** "T-17", "task 17", "#17", "the nightly backup task", and "the backup" where only one task is called so. */
export function taskAt(tokens: readonly Token[], at: number, known: CompiledCatalog): Named | undefined {
  const from = TASK_NOUN.test(tokens[at]?.text ?? "") ? at + 1 : at;
  const found =
    taskId(tokens, from, from > at) ??
    taskName(tokens, from, known) ??
    shortName(tokens, from, known) ??
    partOfName(tokens, at, known);
  if (!found) return undefined;
  return TASK_NOUN.test(tokens[found.end]?.text ?? "") ? { ...found, end: found.end + 1 } : found;
}

function taskId(tokens: readonly Token[], at: number, led: boolean): Named | undefined {
  const token = tokens[at];
  if (token?.kind === "id" && token.text.startsWith("t-")) return { value: token.raw.toUpperCase(), end: at + 1 };
  const place = token && /^(?:number|no\.?|nr)$/.test(token.text) && led ? at + 1 : at;
  const digits = /^#?(\d{1,9})$/.exec(tokens[place]?.text ?? "")?.[1];
  return digits !== undefined && led ? { value: digits, end: place + 1 } : undefined;
}

function taskName(tokens: readonly Token[], at: number, known: CompiledCatalog): Named | undefined {
  const single = tokens[at];
  if (!single || !known.taskStarts.has(single.text)) return undefined;
  for (let length = Math.min(LONGEST_NAME, tokens.length - at); length > 0; length -= 1) {
    const said = tokens
      .slice(at, at + length)
      .map((one) => one.text)
      .join(" ");
    const id =
      known.taskNames.get(said) ??
      known.taskNames.get(said.replaceAll(" ", "-")) ??
      known.taskNames.get(said.replace(/s$/, ""));
    if (id !== undefined) return { value: id, end: at + length };
  }
  return undefined;
}

/** "cert renewal": each word at least the beginning of its word in one task's name and in no other's. Is always told. */
function shortName(tokens: readonly Token[], at: number, known: CompiledCatalog): Named | undefined {
  const first = tokens[at];
  if (
    first?.kind !== "word" ||
    !(known.taskStems.has(first.text) || known.taskStarts.has(first.text)) ||
    tokens[at + 1]?.kind !== "word"
  )
    return undefined;
  const alike = taskIndex(known.taskNames).byLetter.get(first.text.charAt(0)) ?? [];
  const fitting = alike.filter(({ words }) =>
    words.every((word, index) => begins(word, tokens[at + index]?.text ?? "")),
  );
  const [only, another] = fitting;
  if (!only || another) return undefined;
  const { length } = only.words;
  const said = tokens.slice(at, at + length).map(({ text }) => text);
  return { value: only.id, end: at + length, assumed: `${said.join(" ")} = ${only.name} (task ${only.id})` };
}

const SHORTEST = 4;
const begins = (word: string, said: string): boolean =>
  word === said ||
  (said.length >= SHORTEST && word.startsWith(said)) ||
  (said.endsWith("s") && word === said.slice(0, -1));

/** "the backup", "the next backup", "last night's backup" */
const BEFORE_PART = /^(?:the|my|our|this|that|night|tonight|tomorrow|yesterday|today|morning|evening|week)$/;

/** "the backup": the last word of one task's name and of no other's. Needs a word before it that points, and is always told. */
function partOfName(tokens: readonly Token[], at: number, known: CompiledCatalog): Named | undefined {
  const before = tokens[at - 1]?.text ?? "";
  const token = tokens[at];
  const pointed =
    BEFORE_PART.test(before) || (/^(?:next|last|latest|previous)$/.test(before) && tokens[at - 2]?.text === "the");
  if (!pointed || token?.kind !== "word" || token.text.length < 4) return undefined;
  const [only, another] = taskIndex(known.taskNames).byLastWord.get(token.text) ?? [];
  if (!only || another) return undefined;
  return { value: only.id, end: at + 1, assumed: `the ${token.text} = ${only.name} (task ${only.id})` };
}

const LISTED = /^(?:one|run|task|machine|failure|execution|entry|item|result|line)$/;

/** "the first one", "the 2nd run", "number 3", "#2", "the last one": a place in the list that was shown. */
export function placeAt(tokens: readonly Token[], at: number): Named | undefined {
  const token = tokens[at];
  if (!token) return undefined;
  const hash = /^#(\d{1,3})$/.exec(token.text)?.[1];
  if (hash !== undefined) return { value: hash, end: at + 1 };
  const next = tokens[at + 1];
  if (token.text === "number" && next?.kind === "number") return { value: next.text, end: at + 2 };
  const nth = token.kind === "ordinal" ? token.value : ordinalWord(token.text);
  if (nth === undefined || nth === 0) return undefined;
  const value = nth < 0 ? "last" : String(nth);
  if (LISTED.test(next?.text ?? "") && (nth > 0 || next?.text === "one")) return { value, end: at + 2 };
  const counts = token.text !== "second" || tokens[at - 1]?.text === "the";
  return nth > 0 && counts && !next ? { value, end: at + 1 } : undefined;
}

const ROLES = new Set(["viewer", "requester", "operator", "approver", "admin"]);

/** A role by its name, in the singular or plural. */
export function roleOf(word: string): string | undefined {
  const role = word === "administrator" ? "admin" : word.replace(/s$/, "");
  return ROLES.has(role) ? role : undefined;
}

/** A user that the catalog knows: "anna", "@anna". */
export function userAt(token: Token, known: CompiledCatalog): string | undefined {
  const name = token.text.replace(/^@/, "");
  return known.users.has(name) ? name : undefined;
}
