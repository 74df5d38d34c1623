/** What somebody says about an approval. */
export interface ApprovalCommand {
  readonly verb: "approve" | "refuse" | "withdraw" | "override" | "ask-again" | "list" | "show";
  /** "A-3", if it was named. */
  readonly id: string | undefined;
  /** A reason, a remark; empty when none was given. */
  readonly note: string;
}

const VERBS: readonly { readonly verb: ApprovalCommand["verb"]; readonly begins: RegExp }[] = [
  { verb: "approve", begins: /^approved?(?![^ .!,;:])/i },
  { verb: "refuse", begins: /^(?:refuse|reject|decline)d?(?![^ .!,;:])/i },
  { verb: "refuse", begins: /^(?:do not|don't) approve(?![^ .!,;:])/i },
  { verb: "withdraw", begins: /^withdraw(?: my request| the request)?(?![^ .!,;:])/i },
  { verb: "withdraw", begins: /^cancel(?= A-\d)/i },
  { verb: "override", begins: /^(?:break(?: the)? glass|override)(?: for| on)?(?![^ .!,;:])/i },
  { verb: "ask-again", begins: /^ask again(?: for)?(?![^ .!,;:])/i },
  { verb: "show", begins: /^show(?= A-\d)/i },
];
/** " it A-3, too risky": what may follow the verb. */
const WHICH = /^(?: (?:it|this|that))?(?: (A-\d{1,15}))?[.!]?$/i;
const WHICH_AND_WHY = /^(?: (?:it|this|that))?(?: (A-\d{1,15}))?(?: ?[,;:] ?| because | as | since )(.{1,500})$/i;
const NAMED_AND_WHY = /^ (A-\d{1,15}) (.{1,500})$/i;
const LISTS = [
  /^(?:(?:show|list)(?: me)? )?(?:(?:the|my|all|open|pending) ){0,2}approvals[?.]?$/i,
  /^what (?:waits|is waiting) for (?:me|approval|my approval)[?.]?$/i,
];

/**
 * The sentences that answer somebody's request, typed or by a button: exact, so that a yes never depends on how well we
 * read. "approve web-9", which lets a machine join, is none of them. Pure.
 */
export function approvalCommand(text: string): ApprovalCommand | undefined {
  const sentence = text
    .trim()
    .replaceAll(/\s{1,2000}/g, " ")
    .replaceAll("’", "'");
  if (LISTS.some((pattern) => pattern.test(sentence))) return { verb: "list", id: undefined, note: "" };
  for (const { verb, begins } of VERBS) {
    const begun = begins.exec(sentence)?.[0];
    if (begun === undefined) continue;
    const rest = sentence.slice(begun.length);
    const found = WHICH.exec(rest) ?? WHICH_AND_WHY.exec(rest) ?? NAMED_AND_WHY.exec(rest);
    if (found) return { verb, id: found[1]?.toUpperCase(), note: found[2]?.trim() ?? "" };
  }
  return undefined;
}
