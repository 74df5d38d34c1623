import { wallText } from "../../core/kernel/wall-time.ts";
import type { Frame } from "../../core/model/frame.ts";
import type { Draft } from "../draft.ts";
import type { Token } from "../text/token.ts";
import { type WholePhrases, wholePhrases } from "../text/whole-phrases.ts";
import { midnightOf } from "../time/dates.ts";
import { NOTHING_NAMED } from "./said.ts";
import { shapeOf } from "./sentence-shape.ts";
import { steerFrame } from "./steer-frame.ts";

/** Anything else is not looked at any further. */
const OPENS =
  /^(?:protect|unprotect|protected|protecting|protection|protections|approval|approvals|person|people|approver|eyes|alone|frozen|freeze|freezes|changes|deployments|deploys|deployment|restarts|releases|rollouts|sign-off|g-\d+)$/;
const LEAD = "[please|ok|okay|and|from now on|all|any|every] [can you|could you|let us|all|any|every|please]";
const END = "[please|now|right now|currently|today|at the moment|thanks|from now on|at all] [please|thanks]";
const whole = (...sources: readonly string[]): WholePhrases<true> =>
  wholePhrases(sources.map((source): [string, true] => [`${LEAD} ${source} ${END}`, true]));

const CHANGES = "(change|changes|changing anything|deployment|deployments|deploys|restarts|anything that changes)";
const YES =
  "[a|an|the|another|NUMBER|one more|someone 's|somebody 's] [second|other|extra|explicit|another] (person|people|pair of eyes|pairs of eyes|eyes|approval|approvals|approver|approvers|yes|ok|sign-off|sign off|confirmation) ['s] [yes|ok|approval]";
const NEED =
  "[always] (need|needs|require|requires|must have|must get|should need|should require|shall need|have to have|want|wants)";
const NO_MORE = "[any more|anymore|any longer]";

const PROTECT = whole(
  "(protect|guard) [changes] [the] PLACE",
  `${CHANGES} [the] PLACE ${NEED} ${YES}`,
  `[the] PLACE ${NEED} ${YES} [for ${CHANGES}]`,
  `(require|ask for|demand|enforce) ${YES} [for|on|before] [all|any|every] [${CHANGES}] [the] PLACE`,
  "(nobody|no one) [may|should|can] (change|changes|touch|touches|restarts|deploys) [anything|things] [the] PLACE alone",
);
const UNPROTECT = whole(
  "(unprotect|stop protecting|(lift|remove|end|drop|delete) [the] protection [of|for]) [the] PLACE",
  `${CHANGES} [the] PLACE ${NEED} no [more] ${YES} ${NO_MORE}`,
  `${CHANGES} [the] PLACE (do|does) not (need|require) ${YES} ${NO_MORE}`,
  `stop requiring ${YES} [for|on] [${CHANGES}] [the] PLACE`,
);
const UNPROTECT_ID =
  /^(?:please )?(?:lift|unprotect|remove|end|drop|delete)(?: the)?(?: protection)? (g-\d{1,9})(?: please)?$/;
const LIST = whole(
  "(what|where|what places|what machines|which place|which places|which machines) (is|are) [the] (protected|protection|protections) [place|places]",
  "(show|list) [me] [all] [the] (protected place|protected places|protection|protections)",
  `where do ${CHANGES} need ${YES}`,
  "is [the] PLACE protected",
  "(are|is) there [any|a] (protected place|protected places|protection|protections)",
);
const FROZEN = whole(
  "(is|are) [the] PLACE [still|currently|also] (frozen|in a freeze|under a freeze)",
  "(is|are) there [still] (a|any) [change] (freeze|freezes) [for|of] [the] PLACE",
  "(until when|why|since when|how long) (is|are) [the] PLACE frozen",
);
const NO_CHANGES =
  "no [more|new] (changes|deployments|deploys|deployment|restarts|releases|rollouts) [allowed] [the] [PLACE]";
const NO_CHANGES_THEN = whole(`${NO_CHANGES} TIME [the] [PLACE]`);
const DAY =
  "(mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays|monday|tuesday|wednesday|thursday|friday|saturday|sunday|TIME)";
const NO_CHANGES_WEEKLY = whole(`${NO_CHANGES} [on] [every|each] ${DAY} [the] [PLACE]`);
/** A freeze is one stretch of time. */
const WEEKLY =
  /\b(mon|tues|wednes|thurs|fri|satur|sun)days\b|\b(?:every|each) (mon|tues|wednes|thurs|fri|satur|sun)day\b/;

/** What may be done where: protected places, freezes asked about, and days without changes. */
export function placeUpkeep(draft: Draft, tokens: readonly Token[]): Frame | undefined {
  if (tokens.length > 24 || !tokens.some(({ text }) => OPENS.test(text))) return undefined;
  const plain = tokens.map(({ text }) => text).join(" ");
  const id = UNPROTECT_ID.exec(plain)?.[1];
  if (id !== undefined) return steerFrame(draft, tokens, NOTHING_NAMED, "place.unprotect", { ref: id.toUpperCase() });
  const { text, said } = shapeOf(draft, tokens);
  const { targets, time } = said;
  if (LIST.has(text)) return steerFrame(draft, tokens, said, "place.list", targets ? { targets } : {});
  if (WEEKLY.test(plain) && NO_CHANGES_WEEKLY.has(text)) return weekly(draft, tokens, plain);
  if (NO_CHANGES_THEN.has(text) && time?.from !== undefined && time.to !== undefined) {
    const query = { from: time.from, to: time.to };
    return steerFrame(draft, tokens, said, "freeze.start", { ...(targets && { targets }), query });
  }
  if (!targets) return undefined;
  if (PROTECT.has(text)) return steerFrame(draft, tokens, said, "place.protect", { targets });
  if (UNPROTECT.has(text)) return steerFrame(draft, tokens, said, "place.unprotect", { targets });
  return FROZEN.has(text) ? steerFrame(draft, tokens, said, "freeze.list", { targets }) : undefined;
}

const DAYS = ["sun", "mon", "tues", "wednes", "thurs", "fri", "satur"];
const DAY_MS = 86_400_000;

/** "no deployments on fridays": the coming one, and that it is only this one is said. */
function weekly(draft: Draft, tokens: readonly Token[], plain: string): Frame {
  const found = WEEKLY.exec(plain);
  const name = found?.[1] ?? found?.[2] ?? "";
  const today = midnightOf(draft.setting.nowWall);
  const away = (DAYS.indexOf(name) - new Date(today).getUTCDay() + 7) % 7;
  const from = today + away * DAY_MS;
  const { said } = shapeOf(draft, tokens);
  return steerFrame(draft, tokens, { ...said, time: {} }, "freeze.start", {
    ...(said.targets && { targets: said.targets }),
    query: { from: wallText(from), to: wallText(from + DAY_MS) },
    confirm: true,
    assumed: [`a freeze is one stretch of time: only ${name}day, ${wallText(from).slice(0, 10)}, is meant`],
  });
}
