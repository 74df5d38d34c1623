import type { Actor } from "../../../core/model/user.ts";
import { escapeText, type SlackMessage } from "./render/render-card.ts";
import { line, packed, words } from "./render/rich-text.ts";
import { SlackFailure } from "./slack-failure.ts";
import { SLACK, type SlackLinks } from "./slack-ports.ts";
import type { SlackWeb } from "./slack-web.ts";
import type { Said } from "./translate/said.ts";

interface Deps {
  readonly web: Pick<SlackWeb, "whisper" | "tell">;
  readonly links: SlackLinks;
  readonly siteUrl: () => string;
}

const LINK_ME = /^(?:please\s+)?link(?:\s+me)?[.!]?$/i;
const UNLINK_ME = /^(?:please\s+)?unlink(?:\s+me)?[.!]?$/i;

/** Tells people who they are to us and how to become somebody. Nothing else can be had from it. */
export class SlackGuide {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** To somebody who is nobody here yet: how to link, or the address to do it at, for their eyes only. */
  async welcome(said: Said, name: string): Promise<void> {
    if (!LINK_ME.test(said.text)) {
      await this.#whisper(
        said,
        "I do not know yet who you are here, so I did nothing. Say “link me” to me, and I send you a link.",
      );
      return;
    }
    await this.#offer(said, name);
  }

  /** Whether it was about the link itself, and is answered now. */
  async answers(said: Said, actor: Actor, name: string): Promise<boolean> {
    if (LINK_ME.test(said.text)) {
      await this.#whisper(said, `You are ${actor.name} here already. To become somebody else, say “unlink me” first.`);
      return true;
    }
    if (!UNLINK_ME.test(said.text)) return false;
    await this.#deps.links.endOwn(actor, { channel: SLACK, team: said.team, person: said.person });
    await this.#whisper(
      said,
      `You, ${name}, are not ${actor.name} here any more. I do nothing for you until you link again.`,
    );
    return true;
  }

  async refuse(said: Said, why: string): Promise<void> {
    await this.#whisper(said, `${why} I did nothing.`);
  }

  async #offer(said: Said, name: string): Promise<void> {
    const { links, siteUrl, web } = this.#deps;
    const { team, person, direct } = said;
    const secret = await links.offer({ channel: SLACK, team, person, personName: name });
    const url = `${siteUrl()}/link?code=${encodeURIComponent(secret)}`;
    const blocks = packed([
      line(words("Open this, signed in to the console, to say who you are here:")),
      line({ type: "link", url, text: "Link my Slack account" }),
      line(words("It works once, for ten minutes. Do not pass it on: whoever opens it becomes you.")),
    ]);
    const text = `Open this, signed in to the console, to link your account: ${url}`;
    await web.tell(person, { text, blocks: [...blocks] });
    if (!direct) await this.#whisper(said, "I have sent you a link in a direct message.");
  }

  /** Where we are no member of the room, in a direct message; where Slack refuses that too, nobody can be told. */
  async #whisper(said: Said, sentence: string): Promise<void> {
    const { web } = this.#deps;
    const message = plainMessage(sentence);
    const whispered = !said.direct && (await taken(web.whisper(said.room, said.person, message, said.thread)));
    if (!whispered) await taken(web.tell(said.person, message));
  }
}

/** False: Slack said no to just this, and would again. Rejects when it may work later. */
async function taken(sending: Promise<void>): Promise<boolean> {
  try {
    await sending;
    return true;
  } catch (error) {
    if (error instanceof SlackFailure && error.kind === "refused") return false;
    throw error;
  }
}

function plainMessage(sentence: string): SlackMessage {
  return { text: escapeText(sentence), blocks: [...packed([line(words(sentence))])] };
}
