import { setTimeout as delay } from "node:timers/promises";
import type { Command } from "commander";
import { renderText } from "../../../bot/adapters/console/render-text.ts";
import type { Card } from "../../../core/model/card.ts";
import type {
  ConversationDto,
  ConversationPageDto,
  MessageDto,
  MessageListDto,
  SayReplyDto,
} from "../../contract/conversation.ts";
import type { ApiClient } from "../api-client.ts";
import type { CliContext } from "../cli-context.ts";
import { CliFailure } from "../cli-failure.ts";

/** The command line has one conversation of its own, so that "again" and "cancel that" work from one call to the next. */
const TITLE = "Command line";
const LOOK_EVERY_MS = 150;

interface SayOptions {
  readonly json?: boolean;
  readonly wait: string;
}

/** `octopus say "text"`: one message, its answers, and what becomes of the work that it set off. */
export function addSayCommand(program: Command, context: CliContext): void {
  program
    .command("say <text...>")
    .description("say something to a running server and print the answer, until the run has ended")
    .option("--json", "print each final message as a line of JSON")
    .option("--wait <seconds>", "how long to wait for the end", "300")
    .action(async (words: readonly string[], options: SayOptions) => {
      const waitMs = Number(options.wait) * 1000;
      if (!(waitMs >= 0)) throw new CliFailure(`--wait takes seconds, like 30; got "${options.wait}".`, 2);
      const api = context.api();
      const conversation = await ownConversation(api);
      const clientMessageId = `cli-${context.now()}-${process.pid}`;
      const path = `/conversations/${conversation.id}/messages`;
      const reply = await api.post<SayReplyDto>(path, { text: words.join(" "), clientMessageId });
      const deadline = context.now() + waitMs;
      for (const message of reply.replies) await follow(context, api, message, { options, deadline });
    });
}

async function ownConversation(api: ApiClient): Promise<ConversationDto> {
  const page = await api.get<ConversationPageDto>("/conversations?limit=100");
  const known = page.items.find((one) => one.title === TITLE);
  return known ?? (await api.post<ConversationDto>("/conversations", { title: TITLE }));
}

async function follow(
  context: CliContext,
  api: ApiClient,
  first: MessageDto,
  { options, deadline }: { readonly options: SayOptions; readonly deadline: number },
): Promise<void> {
  let message = first;
  let shown = "";
  for (;;) {
    const card = message.card as Card | undefined;
    const over = !card || !isUnderWay(card);
    const headline = card?.headline ?? "";
    if (!options.json && !over && headline !== shown) context.print(headline);
    shown = headline;
    if (over) break;
    if (context.now() > deadline) throw new CliFailure(`Still under way after ${options.wait} s: ${headline}`);
    await delay(LOOK_EVERY_MS);
    message = await latest(api, message);
  }
  const card = message.card as Card | undefined;
  context.print(options.json ? JSON.stringify(message) : card ? renderText(card) : message.text);
  if (card?.tone === "failure" || card?.tone === "unknown") context.setExitCode(1);
}

function isUnderWay(card: Card): boolean {
  const aboutRun = card.id?.startsWith("R-") ?? false;
  return card.tone === "running" || (card.tone === "understood" && aboutRun);
}

async function latest(api: ApiClient, message: MessageDto): Promise<MessageDto> {
  const path = `/conversations/${message.conversationId}/messages?limit=50`;
  const page = await api.get<MessageListDto>(path);
  return page.items.find((one) => one.id === message.id) ?? message;
}
