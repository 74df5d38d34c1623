import type { Frame } from "../../core/model/frame.ts";
import type { Draft } from "../draft.ts";
import type { ActionCandidate } from "../match/candidate.ts";
import { findActions } from "../match/find-actions.ts";
import { normalise } from "../text/normalise.ts";
import type { Token } from "../text/token.ts";
import { tokenise } from "../text/tokenise.ts";
import { ANY_VERB } from "./edit-words.ts";

const THINGS = new Set(["service", "process", "package", "path", "host", "url"]);
const POINTS = /^(?:it|that|this|them|its)$/;
const AROUND = /^(?:ok|okay|and|now|then|please|again|also|just|so|yes|yeah|yep|sure|but|back|up|too|once|more)$/;
const SURE = 0.8;
/** Words, the thing included. */
const LONGEST = 5;

/** "ok start it again" after "stop nginx": the verb of an action names that action, of the thing talked about. */
export function otherVerb(draft: Draft, stream: readonly Token[], last: Frame): ActionCandidate | undefined {
  const asks = /^(?:is|are)$/.test(stream[0]?.text ?? "");
  const said = stream.filter(({ kind, text }) => kind !== "stop" && kind !== "comma" && (asks || !AROUND.test(text)));
  const [verb] = said;
  if (!verb || POINTS.test(verb.text) || ANY_VERB.has(verb.text)) return undefined;
  const [thing, another] = thingsOf(draft, last);
  if (!thing || another) return undefined;
  const place = said.findIndex(({ text }) => POINTS.test(text));
  const again = stream.some(({ text }) => text === "again" || text === "now");
  if (said.length > LONGEST || (place < 0 && (said.length > 1 || !again))) return undefined;
  const spoken = place < 0 ? [...said, thing] : said.map((token, at) => (at === place ? thing : token));
  const found = findActions(spoken, draft.message, draft.known).filter(
    ({ score, match }) =>
      score >= SURE && match.missing === undefined && match.from === 0 && match.to === spoken.length,
  );
  return found.find(({ action }) => action.name === last.action) ?? found[0];
}

/** What the request before was about, as a word of this one. */
function thingsOf({ known }: Draft, last: Frame): readonly Token[] {
  const schema = known.catalog.actions.find(({ name }) => name === last.action)?.params.properties ?? {};
  return Object.entries(last.params ?? {}).flatMap(([name, value]) => {
    if (typeof value !== "string" || !THINGS.has(schema[name]?.["x-slot"] ?? "")) return [];
    const [token, more] = tokenise(normalise(value));
    return token && !more ? [{ ...token, start: 0, end: 0 }] : [];
  });
}
