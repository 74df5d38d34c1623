/** Text ready for the lexer. `origin[i]` is the offset of its character i in the message as it was typed. */
export interface CleanText {
  readonly text: string;
  readonly origin: readonly number[];
}

const SAME_LENGTH: Readonly<Record<string, string>> = {
  "\u201c": '"',
  "\u201d": '"',
  "\u201e": '"',
  "\u00ab": '"',
  "\u00bb": '"',
  "\u2018": "'",
  "\u2019": "'",
  "\u00b4": "'",
  "\u2010": "-",
  "\u2011": "-",
  "\u2012": "-",
  "\u2013": "-",
  "\u2014": "-",
  "\u2026": ".",
  "\u00a0": " ",
  "\u202f": " ",
  "\u2009": " ",
  "\u3000": " ",
  "\t": " ",
  "\r": " ",
};
const ENTITIES: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&nbsp;": " ",
  "&quot;": '"',
};

/** Slack markup, entities, emoji names, invisible characters, emoji and typographic signs, in this order. */
const ODD =
  /<(?<link>[^<>|\s]{1,400})(?:\|(?<label>[^<>]{0,400}))?>|&(?:amp|lt|gt|nbsp|quot);|(?<![^\s]):[a-z][a-z0-9_+-]{0,40}:(?![^\s.,!?])|\u200b|\u200c|\u200d|\u200e|\u200f|\u2060|\ufeff|\ufe0f|\p{Extended_Pictographic}|[\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019\u00b4\u2010-\u2014\u2026\u00a0\u202f\u2009\u3000\t\r]/gu;

/** Plain text of a message from any channel; every character knows where it came from. */
export function normalise(message: string): CleanText {
  let text = "";
  const origin: number[] = [];
  const keep = (piece: string, from: number, oneToOne: boolean) => {
    for (let index = 0; index < piece.length; index += 1) origin.push(oneToOne ? from + index : from);
    text += piece;
  };
  let done = 0;
  for (const match of message.matchAll(ODD)) {
    keep(message.slice(done, match.index), done, true);
    const [odd] = match;
    const { link, label } = match.groups ?? {};
    if (link === undefined) keep(plain(odd), match.index, odd.length === 1);
    else keepLink(keep, { link, label, from: match.index, odd });
    done = match.index + odd.length;
  }
  keep(message.slice(done), done, true);
  origin.push(message.length);
  return { text, origin };
}

function plain(odd: string): string {
  return SAME_LENGTH[odd] ?? ENTITIES[odd] ?? (odd.length > 1 || odd.codePointAt(0) === odd.charCodeAt(0) ? " " : " ");
}

interface Link {
  readonly link: string;
  readonly label: string | undefined;
  readonly from: number;
  readonly odd: string;
}

/** A pasted host arrives as a link to itself and is the host; a mention is nobody's parameter. */
function keepLink(
  keep: (piece: string, from: number, oneToOne: boolean) => void,
  { link, label, from, odd }: Link,
): void {
  if (/^[@!]/.test(link)) {
    keep(" ", from, true);
    return;
  }
  const shown = link.startsWith("#") ? `#${label ?? link.slice(1)}` : shownLink(link, label);
  const place = odd.indexOf(shown);
  keep(shown, from + Math.max(0, place), place >= 0);
}

function shownLink(link: string, label: string | undefined): string {
  if (link.startsWith("mailto:")) return label ?? link.slice(7);
  if (!/^[a-z][a-z0-9+.-]{1,20}:/i.test(link)) return label ?? link;
  const bare = link.replace(/^https?:\/\//i, "").replace(/\/$/, "");
  const host = !bare.includes("/") && label !== undefined && (label === bare || bare.startsWith(`${label}.`));
  return host ? label : link;
}
