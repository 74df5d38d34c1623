import { msToDuration } from "../../../core/kernel/duration.ts";
import type { JsonObject } from "../../../core/kernel/json.ts";
import type { Token } from "../../text/token.ts";
import { durationAt } from "../../time/durations.ts";
import { has, isCovered, wordSet } from "../question.ts";
import type { Reader } from "../reader.ts";
import { steerFrame } from "../steer-frame.ts";
import { isEverything } from "./machines.ts";

const FIELDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:disk|disks|storage|space|diskspace|drive)$/, "disk"],
  [/^(?:memory|ram|mem)$/, "memory"],
  [/^(?:load|loaded)$/, "load"],
  [/^(?:cpu|cpus|processor|cores|core)$/, "cpu"],
  [/^(?:uptime)$/, "uptime"],
  [/^(?:up|running)$/, "uptime"],
  [/^(?:swap)$/, "swap"],
];
const FACT_WORDS = wordSet(
  "machines machine than less more fewer under below over above least most greater lower higher free left available used full usage space disk storage memory ram load cpu cores uptime up running only at remaining percent swap drive disks many of use uses using bigger smaller days day hours hour weeks week minutes gb mb tb free",
);

const RELATION = /^(?:under|below|less|fewer|lower|over|above|more|greater|higher|least|most|smaller|bigger)$/;
const LOW = /^(?:under|below|less|fewer|lower|most|smaller)$/;

/** "less than 10% disk", "with more than 30 days of uptime": machines by what they last reported. */
export const machineFacts: Reader = {
  words: FACT_WORDS,
  read({ draft, tokens, said }) {
    if (!has(said.words, "machines", "machine") || !(has(said.words, ...ASKED) || isHeading(tokens))) return undefined;
    const params = comparison(tokens);
    const rest = said.words.filter((word) => !/^(?:days?|hours?|weeks?|minutes?|gb|mb|tb)$/.test(word));
    if (!params || !isCovered(rest, FACT_WORDS)) return undefined;
    const { time: _time, ...named } = said;
    // "1TB" is the limit, whatever else it could be the name of
    const include = (said.targets?.include ?? []).filter((term) => !/^host:\d{1,6}[gmt]b$/.test(term));
    const grouped = said.targets && include.length > 0 && !isEverything(include);
    const group = grouped ? { targets: { ...said.targets, include } } : {};
    return steerFrame(draft, tokens, named, "agent.list", { params, ...group });
  },
};

const ASKED = ["which", "what", "show", "any", "how", "are"];

/** "machines with less than 10% disk", "all servers under 10% disk": a list by its title. */
const isHeading = (tokens: readonly Token[]): boolean =>
  /^(?:machines|servers|hosts|boxes|nodes)$/.test(tokens[tokens[0]?.text === "all" ? 1 : 0]?.text ?? "");

function comparison(tokens: readonly Token[]): JsonObject | undefined {
  const place = tokens.findIndex(({ text }) => RELATION.test(text));
  if (place < 0) return undefined;
  const from = tokens[place + 1]?.text === "than" ? place + 2 : place + 1;
  const span = durationAt(tokens, from);
  const value = amountText(tokens[from], tokens[from + 1]) ?? (span && msToDuration(span.ms));
  const field = fieldOf(tokens, span !== undefined && tokens[from]?.kind !== "percent");
  if (value === undefined || field === undefined) return undefined;
  const used =
    (field === "disk" || field === "memory") &&
    tokens.some(({ text }) => /^(?:used|full|usage|use|uses|using)$/.test(text));
  const low = LOW.test(tokens[place]?.text ?? "");
  return { field: used ? `${field}.used` : field, [low ? "below" : "above"]: value };
}

/** "10%", "4gb", "4 gb", "8" */
function amountText(token: Token | undefined, next: Token | undefined): string | undefined {
  if (token?.kind === "percent") return token.text;
  const joined = /^(\d{1,6}(?:\.\d{1,2})?)(gb|mb|tb|g|m|t)$/.exec(token?.text ?? "");
  if (joined) return `${joined[1] ?? ""}${(joined[2] ?? "").charAt(0).toUpperCase()}B`;
  if (token?.kind !== "number") return undefined;
  if (/^(?:gb|mb|tb)$/.test(next?.text ?? "")) return `${token.text}${(next?.text ?? "").toUpperCase()}`;
  if (/^percent$/.test(next?.text ?? "")) return `${token.text}%`;
  return /^(?:days?|hours?|weeks?|minutes?|months?|years?)$/.test(next?.text ?? "") ? undefined : token.text;
}

function fieldOf(tokens: readonly Token[], timed: boolean): string | undefined {
  for (const [pattern, field] of FIELDS)
    if (tokens.some(({ text }) => pattern.test(text)) && (field !== "uptime" || timed)) return field;
  return undefined;
}
