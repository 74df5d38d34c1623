import type { Seen } from "./talk.ts";

interface Node {
  readonly type?: string;
  readonly text?: unknown;
  readonly name?: string;
  readonly url?: string;
  readonly fallback?: string;
  readonly value?: string;
  readonly style?: Readonly<Record<string, boolean>> | string;
  readonly elements?: readonly Node[];
  readonly rows?: readonly (readonly Node[])[];
  readonly options?: readonly Node[];
}

/** What somebody reads who looks at these blocks: bold in asterisks, buttons in brackets, one line for each row of a table. */
export function textOfBlocks(blocks: readonly object[]): string {
  return (blocks as readonly Node[]).map(textOfBlock).join("\n").trimEnd();
}

/** The buttons, and the choices of menus. */
export function buttonsOf(blocks: readonly object[]): Seen["buttons"] {
  return (blocks as readonly Node[])
    .filter(({ type }) => type === "actions")
    .flatMap(({ elements = [] }) => elements.flatMap((element) => element.options ?? [element]))
    .map((one) => ({ label: plain(one.text), say: one.value ?? "" }));
}

function textOfBlock(block: Node): string {
  switch (block.type) {
    case "rich_text":
      return (block.elements ?? []).map(textOfPart).join("\n").trimEnd();
    case "table":
      return (block.rows ?? []).map((row) => `| ${row.map((cell) => plain(cell)).join(" | ")} |`).join("\n");
    case "actions":
      return buttonsOf([block])
        .map(({ label, say }) => `[${label}: ${say}]`)
        .join(" ");
    case "divider":
      return "---";
    default:
      return plain(block.text);
  }
}

function textOfPart({ type, elements = [] }: Node): string {
  const text = elements.map(textOfElement).join("");
  return type === "rich_text_preformatted" ? text.replace(/^/gm, "    ") : text.replace(/\n$/, "");
}

function textOfElement({ type, text, name, url, fallback, style }: Node): string {
  if (type === "emoji") return `:${name}:`;
  if (type === "link") return `${String(text)} <${url}>`;
  if (type === "date") return fallback ?? "";
  const said = String(text);
  if (typeof style !== "object" || said.trim() === "") return said;
  return style["bold"] ? `*${said}*` : style["code"] ? `\`${said}\`` : said;
}

function plain(value: unknown): string {
  const node = value as Node | undefined;
  return typeof node?.text === "string" ? node.text : typeof node?.text === "object" ? plain(node.text) : "";
}
