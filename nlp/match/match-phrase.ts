import type { Json, JsonObject } from "../../core/kernel/json.ts";
import type { Token } from "../text/token.ts";
import { isJoining, type Phrase, type PhraseNode } from "./phrase.ts";
import type { SlotValue } from "./slot-values.ts";
import { FILLERS_INSIDE, NAMERS } from "./words.ts";

export interface PhraseMatch {
  readonly params: JsonObject;
  /** Places in the stream, half open. */
  readonly from: number;
  readonly to: number;
  readonly literals: number;
  readonly quality: number;
  readonly holes: readonly { readonly name: string; readonly from: number; readonly to: number }[];
  /** The sentence ended before this hole. */
  readonly missing?: string;
}

export type ReadHole = (
  name: string,
  at: number,
  around: { readonly last: boolean; readonly named: boolean },
) => readonly SlotValue[];

/** Steps one phrase may take; bounds the work whatever a manifest says. */
const BUDGET = 400;

interface State {
  readonly node: number;
  readonly at: number;
  readonly params: Readonly<Record<string, Json>>;
  readonly literals: number;
  /** Of these, words that the phrase needs. */
  readonly needed: number;
  readonly quality: number;
  readonly holes: PhraseMatch["holes"];
  /** A hole that was left open on the way. */
  readonly missing?: string;
}

/** The longest match of the phrase that begins at `from`. `partial` allows the sentence to end before a hole. */
export function matchPhrase(
  phrase: Phrase,
  stream: readonly Token[],
  from: number,
  readHole: ReadHole,
): PhraseMatch | undefined {
  if (phrase.firsts && !phrase.firsts.has(stream[from]?.text ?? "")) return undefined;
  let budget = BUDGET;
  let best: PhraseMatch | undefined;
  const walk = (state: State): void => {
    budget -= 1;
    if (budget < 0) return;
    const node = phrase.nodes[state.node];
    if (!node) {
      best = better(best, finish(state, from));
      return;
    }
    const nexts = steps(phrase.nodes, node, state, stream, readHole);
    for (const next of nexts) walk(next);
    const open = openHole(phrase.nodes, node, state, stream, nexts.length > 0);
    if (open === "goes on") walk({ ...state, node: state.node + 1, missing: nextHole(phrase.nodes, state) ?? "" });
    if (node.optional) walk({ ...state, node: state.node + 1 });
    else if (open === "ends") best = better(best, finish(state, from, nextHole(phrase.nodes, state)));
  };
  walk({ node: 0, at: from, params: {}, literals: 0, needed: 0, quality: 1, holes: [] });
  return best;
}

const nextHole = (nodes: readonly PhraseNode[], { node }: State): string | undefined =>
  nodes.slice(node).flatMap((one) => (one.kind === "hole" && !one.optional ? [one.name] : []))[0];

/** Whether the sentence leaves the hole here open, and whether it goes on behind it. */
function openHole(
  nodes: readonly PhraseNode[],
  node: PhraseNode,
  state: State,
  stream: readonly Token[],
  filled: boolean,
): "goes on" | "ends" | undefined {
  if (!filled && leavesOut(nodes, node, state, stream)) return "goes on";
  return !node.optional && endsHere(nodes, state, stream) ? "ends" : undefined;
}

/** "back up to /backups": the word behind the hole comes at once. */
function leavesOut(nodes: readonly PhraseNode[], node: PhraseNode, state: State, stream: readonly Token[]): boolean {
  const next = nodes[state.node + 1];
  if (node.kind !== "hole" || node.optional || node.lead !== "" || state.missing !== undefined) return false;
  if (state.needed === 0 || next?.kind !== "literal" || next.optional || !isJoining(next)) return false;
  return literalSteps(next, { ...state, node: state.node + 1 }, stream).length > 0;
}

function finish(state: State, from: number, open?: string): PhraseMatch {
  const missing = open ?? state.missing;
  const { params, at, literals, quality, holes } = state;
  return {
    params,
    from,
    to: at,
    literals,
    quality: missing ? quality * 0.8 : quality,
    holes,
    ...(missing && { missing }),
  };
}

function better(one: PhraseMatch | undefined, other: PhraseMatch): PhraseMatch {
  if (!one) return other;
  const value = (match: PhraseMatch) =>
    (match.missing ? 0 : 1000) + match.to * 10 + match.quality + match.literals / 100;
  return value(other) > value(one) ? other : one;
}

/** The sentence is over, something was said, and only holes or optional words are left. */
function endsHere(nodes: readonly PhraseNode[], state: State, stream: readonly Token[]): boolean {
  if (state.needed === 0) return false;
  const over = stream.slice(state.at).every(({ kind, text }) => kind === "stop" || kind === "comma" || ENDS.test(text));
  return over && nextHole(nodes, state) !== undefined && restIsOpen(nodes.slice(state.node), state.quality > 0.97);
}

/** "restart on web-4 only, thanks" */
const ENDS = /^(?:only|please|pls|thanks|thank|thx|you|now|asap|quickly|—|–)$/;

/** Where what was said is no guess, "tail 20 lines" may end before "of". */
const restIsOpen = (nodes: readonly PhraseNode[], sure: boolean): boolean =>
  nodes.every((node) => node.optional || node.kind === "hole" || (sure && isJoining(node)));

function steps(
  nodes: readonly PhraseNode[],
  node: PhraseNode,
  state: State,
  stream: readonly Token[],
  readHole: ReadHole,
): readonly State[] {
  const direct =
    node.kind === "literal" ? literalSteps(node, state, stream) : holeSteps(nodes, node, state, stream, readHole);
  if (direct.length > 0) return direct;
  const token = stream[state.at];
  const skippable =
    token !== undefined &&
    state.literals + state.holes.length > 0 &&
    (token.kind === "comma" || FILLERS_INSIDE.has(token.text));
  return skippable ? [{ ...state, at: state.at + 1, quality: state.quality * 0.995 }] : [];
}

function literalSteps(
  node: PhraseNode & { kind: "literal" },
  state: State,
  stream: readonly Token[],
): readonly State[] {
  for (const choice of node.choices) {
    if (fitsAt(choice, state, stream)) {
      return [
        {
          ...state,
          node: state.node + 1,
          at: state.at + choice.length,
          literals: state.literals + choice.length,
          needed: state.needed + (node.optional ? 0 : 1),
        },
      ];
    }
  }
  return [];
}

function fitsAt(choice: readonly string[], { at, literals }: State, stream: readonly Token[]): boolean {
  for (let index = 0; index < choice.length; index += 1) {
    if (!sameWord(stream[at + index], choice[index] ?? "", literals + index > 0)) return false;
  }
  return true;
}

/** Nouns may be singular or plural; the leading verb may not: "restarts nginx" tells a story. */
function sameWord(token: Token | undefined, word: string, inflects: boolean): boolean {
  if (!token || token.kind === "quoted") return false;
  if (token.text === word) return true;
  if (!inflects || token.kind !== "word" || word.length < 4) return false;
  const longer = token.text.length - word.length;
  if (longer === 1) return token.text.endsWith("s") && token.text.startsWith(word);
  return longer === -1 && word.endsWith("s") && word.startsWith(token.text);
}

function holeSteps(
  nodes: readonly PhraseNode[],
  node: PhraseNode & { kind: "hole" },
  state: State,
  stream: readonly Token[],
  readHole: ReadHole,
): readonly State[] {
  const token = stream[state.at];
  if (!token || Object.hasOwn(state.params, node.name)) return [];
  if (node.lead !== "") return ledHole(node, state, token);
  const last = state.node === nodes.length - 1;
  const beside = [nodes[state.node - 1], nodes[state.node + 1]];
  const named = beside.some(
    (one) =>
      one?.kind === "literal" && !one.optional && one.choices.some((words) => words.some((word) => NAMERS.has(word))),
  );
  return readHole(node.name, state.at, { last, named }).map((found) => ({
    ...state,
    node: state.node + 1,
    at: found.end,
    ...(found.open
      ? { missing: state.missing ?? node.name }
      : {
          params: { ...state.params, [node.name]: found.value },
          quality: state.quality * found.quality,
          holes: [...state.holes, { name: node.name, from: state.at, to: found.end }],
        }),
  }));
}

/** "tail -20": the sign and the number are one piece. */
function ledHole(node: PhraseNode & { kind: "hole" }, state: State, token: Token): readonly State[] {
  const rest = token.text.startsWith(node.lead) ? token.text.slice(node.lead.length) : "";
  if (!/^\d{1,9}$/.test(rest)) return [];
  const hole = { name: node.name, from: state.at, to: state.at + 1 };
  return [
    {
      ...state,
      node: state.node + 1,
      at: state.at + 1,
      params: { ...state.params, [node.name]: Number(rest) },
      holes: [...state.holes, hole],
    },
  ];
}
