interface Names {
  /** "ops"; undefined where Slack does not show us the channel. */
  readonly room: (id: string) => Promise<string | undefined>;
  /** The user here who is this person in Slack. */
  readonly person: (id: string) => Promise<string | undefined>;
}

const ROOM = /<#(C[A-Z0-9]+)(?:\|[^<>]*)?>/g;
/** Only where somebody is to be told something; elsewhere a mention is how people talk, and no part of the request. */
const TOLD =
  /(?<=\b(?:tell|notify|alert|ping|message|warn|inform|page|dm|let|and|cc|copy|update|remind|to)\s{1,5})<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>/gi;

/** Slack sends ids for the channels and people that were picked from its menu: they become the names that they go by here. */
export async function namedMentions(text: string, names: Names): Promise<string> {
  const rooms = await replaced(text, ROOM, async (id) => prefixed("#", await names.room(id)));
  return await replaced(rooms, TOLD, async (id) => prefixed("@", await names.person(id)));
}

function prefixed(mark: string, name: string | undefined): string | undefined {
  return name === undefined ? undefined : `${mark}${name}`;
}

async function replaced(text: string, pattern: RegExp, nameOf: (id: string) => Promise<string | undefined>) {
  const found = await Promise.all([...text.matchAll(pattern)].map(([, id = ""]) => nameOf(id)));
  let index = -1;
  return text.replace(pattern, (mention) => {
    index += 1;
    return found[index] ?? mention;
  });
}
