import type { Frame } from "../../core/model/frame.ts";
import type { Draft } from "../draft.ts";
import { NEVER_NAMES } from "../match/words.ts";
import type { Token } from "../text/token.ts";
import { has, wordSet } from "./question.ts";
import type { Said } from "./said.ts";
import { steerFrame } from "./steer-frame.ts";

const ADD = wordSet("add create invite register onboard new enrol enroll");
const GRANT = wordSet(
  "make promote demote set change show grant assign turn switch upgrade downgrade raise lower update role appoint let become be is",
);
const AROUND = wordSet(
  "add create invite register onboard new enrol enroll user role roles named called name who is be has have should shall will access rights permission permissions octopus bot group team make promote demote set change show grant assign turn switch upgrade downgrade raise lower update appoint become it rank level do let up down sign",
);

/** "add carol as operator", "create a user named dave", "make ben an admin", "change anna's role to viewer". */
export function userFrame(draft: Draft, tokens: readonly Token[], said: Said): Frame | undefined {
  const { words, roles } = said;
  const [role, another] = roles;
  const adds = words.some((word) => ADD.has(word));
  const grants = words.some((word) => GRANT.has(word));
  if (namesElse(said) || another !== undefined || (role === undefined && !has(words, "user", "role"))) return undefined;
  if (has(words, "not") || (!adds && !grants && !has(words, "user"))) return undefined;
  const ref = nameOf(said);
  if (ref === undefined) return nameless(draft, tokens, said, adds);
  const promotes = draft.known.users.has(ref) && role !== undefined && !has(words, "new", "user");
  const params = role === undefined ? {} : { params: { role } };
  if (adds && !promotes) return steerFrame(draft, tokens, said, "user.add", { ...params, ref });
  if (role !== undefined)
    return steerFrame(draft, tokens, said, "user.role", { ...params, ref, ...(isTold(words) && { confirm: true }) });
  if (!has(words, "role") || !has(words, "change", "set", "update", "switch")) return undefined;
  return steerFrame(draft, tokens, said, "user.role", { outcome: "clarify", clarify: "role", ref });
}

/** "ben is an admin now" may be news as well as a wish. */
const isTold = (words: readonly string[]): boolean =>
  !words.some((word) => GRANT.has(word) && !/^(?:be|is|become)$/.test(word));

const namesElse = ({ targets, time, tasks, runs, plans }: Said): boolean =>
  targets !== undefined || time !== undefined || tasks.length + runs.length + plans.length > 0;

/** The one known user, or the one word that is left. */
function nameOf({ users, words, quoted }: Said): string | undefined {
  const rest = words.filter((word) => !AROUND.has(word));
  const [known, more] = users;
  if (known !== undefined) return more === undefined && rest.length === 0 && !quoted ? known : undefined;
  if (quoted) return rest.length === 0 ? quoted.text : undefined;
  const [name, another] = rest;
  if (name === undefined || another !== undefined || NEVER_NAMES.has(name)) return undefined;
  const bare = name.replace(/^@/, "");
  return /^[\p{L}][\p{L}\d._-]{0,59}$/u.test(bare) ? bare : undefined;
}

/** "add a user": whom? */
function nameless(draft: Draft, tokens: readonly Token[], said: Said, adds: boolean): Frame | undefined {
  const { words, roles } = said;
  if (!adds || !has(words, "user") || !words.every((word) => AROUND.has(word)) || words[0] === "user") return undefined;
  const [role] = roles;
  return steerFrame(draft, tokens, said, "user.add", {
    outcome: "clarify",
    clarify: "user",
    ...(role !== undefined && { params: { role } }),
  });
}
