import type { Frame, FrameQuery, Intent } from "../../core/model/frame.ts";
import type { Draft } from "../draft.ts";
import type { Token } from "../text/token.ts";
import type { Said } from "./said.ts";
import { onlyMachine, queryWith, steerFrame } from "./steer-frame.ts";

/** One question on its way to a frame. */
export interface Question {
  readonly draft: Draft;
  readonly tokens: readonly Token[];
  readonly said: Said;
  /** Every word as typed, in lower case. */
  readonly typed: ReadonlySet<string>;
}

const set = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Words that hold a question together and say nothing of their own. */
export const GLUE: ReadonlySet<string> = set(
  "what which who whom whose how when did does do is are was were has have had been be being will there any anything something anyone anybody someone somebody everything everyone nothing ever i we you they octopus us our show tell know want need like can could would let find out if whether that does kind sort of their its far lately recently yet still currently usually normally today's got exist latest recent last moment whole entire full complete such ago since too up us",
);

/** Whether `rest` has nothing but glue and the words of `own`. */
export const isCovered = (rest: readonly string[], own: ReadonlySet<string>): boolean =>
  rest.every((word) => GLUE.has(word) || own.has(word));

export const has = (words: readonly string[], ...wanted: readonly string[]): boolean =>
  wanted.some((one) => words.includes(one));

/** Some word that makes it a question or an order to show, so that no statement is taken for one. */
export function asks({ said: { words }, tokens }: Question): boolean {
  if (tokens[0]?.text === "any") return true;
  const first = words.find((word) => word !== "and" && word !== "let" && word !== "i" && word !== "can");
  return first !== undefined && (ASKING.has(first) || first === "last" || first === "latest");
}

const ASKING = set("what which who when how why did does do is are was were has have any anything show tell list");

/** When, who, where and which task: what every question about runs may say. */
export function commonQuery({ said, typed }: Question, status: string | undefined): FrameQuery {
  const [user] = said.users;
  const [task] = said.tasks;
  const agent = onlyMachine(said);
  const [count] = said.numbers;
  const last = count ?? (isLastOne(said, typed) ? 1 : undefined);
  const mine = said.mine && user === undefined && (typed.has("my") || typed.has("mine") || typed.has("i"));
  return {
    ...(status !== undefined && { status }),
    ...(said.time?.from !== undefined && { from: said.time.from }),
    ...(said.time?.to !== undefined && { to: said.time.to }),
    ...(user !== undefined && { owner: user }),
    ...(mine && { owner: "me" }),
    ...(agent !== undefined && { agent }),
    ...(task !== undefined && { task }),
    ...(last !== undefined && { last }),
  };
}

/** "the last run", "the most recent run", "when did it last run": one. */
function isLastOne(said: Said, typed: ReadonlySet<string>): boolean {
  if (!typed.has("last") && !typed.has("latest") && !typed.has("newest")) return false;
  return has(said.words, "run", "execution", "when", "time") && !has(said.words, "runs", "executions");
}

/** "is apache2 running": a name that no machine has, without "on", is something that runs itself. */
export function namesOther({ draft, tokens, said }: Question): boolean {
  return (said.targets?.include ?? []).some((term) => {
    const agent = term.startsWith("host:") && !/[*?]/.test(term) ? term.slice(5) : undefined;
    if (agent === undefined || draft.known.agents.has(agent)) return false;
    const at = tokens.findIndex(({ text }) => text === agent);
    return at > 0 && !BEFORE_MACHINE.test(tokens[at - 1]?.text ?? "");
  });
}

const BEFORE_MACHINE = /^(?:on|from|in|at|for|and|or|except|,|machine|server|host|agent|box|node)$/;

/** A group of machines, where it is not just one. */
export function groupOf(said: Said): Pick<Frame, "targets"> {
  return said.targets && onlyMachine(said) === undefined ? { targets: said.targets } : {};
}

/** The frame of a question about runs, tasks or figures. */
export function listFrame(question: Question, intent: Intent, query: FrameQuery, parts: Partial<Frame> = {}): Frame {
  const { draft, tokens, said } = question;
  return steerFrame(draft, tokens, said, intent, { ...parts, ...groupOf(said), ...queryWith(query) });
}

export const wordSet = set;
