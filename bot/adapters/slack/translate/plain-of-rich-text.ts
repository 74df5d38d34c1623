interface Element {
  readonly type?: unknown;
  readonly text?: unknown;
  readonly url?: unknown;
  readonly user_id?: unknown;
  readonly channel_id?: unknown;
  readonly elements?: unknown;
  readonly style?: { readonly code?: unknown } | null;
}

const DEEPEST = 6;

/**
 * What a person typed, from the blocks of their message: without the marks of bold and lists, with code in backticks,
 * and a host that Slack made a link of as the host. Undefined where there are no such blocks. Pure.
 */
export function plainOfRichText(blocks: readonly unknown[] | undefined): string | undefined {
  const rich = (blocks ?? []).filter((block) => (block as Element | null)?.type === "rich_text");
  if (rich.length === 0) return undefined;
  return rich
    .map((block) => plainOf(block, 0))
    .join("\n")
    .trim();
}

function plainOf(value: unknown, depth: number): string {
  if (typeof value !== "object" || value === null || depth > DEEPEST) return "";
  const element = value as Element;
  const inner = Array.isArray(element.elements) ? element.elements.map((one) => plainOf(one, depth + 1)) : [];
  switch (element.type) {
    case "text":
      return styled(textOf(element.text), element);
    case "link":
      return styled(linkText(textOf(element.url), textOf(element.text)), element);
    case "user":
      return `<@${textOf(element.user_id)}>`;
    case "channel":
      return `<#${textOf(element.channel_id)}>`;
    case "emoji":
    case "broadcast":
    case "usergroup":
      return " ";
    case "rich_text_preformatted":
      return `\`${inner.join("")}\``;
    case "rich_text":
    case "rich_text_list":
      return inner.join("\n");
    default:
      return inner.join("");
  }
}

function styled(text: string, { style }: Element): string {
  return style?.code === true && text !== "" ? `\`${text}\`` : text;
}

/** "web-3.example.com" becomes a link to itself in Slack; a label of somebody's own says nothing about where it leads. */
function linkText(url: string, text: string): string {
  const bare = url.replace(/^(?:https?:\/\/|mailto:)/i, "").replace(/\/$/, "");
  return text === bare ? text : url;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
