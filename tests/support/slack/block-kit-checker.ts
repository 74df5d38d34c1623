/** What Slack would refuse of a message, by its published limits; each with the place. Empty: it would be taken. */
export function blockKitProblems(message: { readonly text?: unknown; readonly blocks?: unknown }): readonly string[] {
  const problems: string[] = [];
  const { text = "", blocks = [] } = message;
  if (typeof text !== "string" || text.length > 4_000) problems.push("text: over 4,000 characters");
  if (!Array.isArray(blocks)) return [...problems, "blocks: no list"];
  if (blocks.length > 50) problems.push(`blocks: ${blocks.length}, at most 50`);
  const ids = blocks.map((block) => (block as Node).block_id).filter((id) => id !== undefined);
  if (new Set(ids).size !== ids.length) problems.push("blocks: two with one id");
  if (blocks.filter((block) => (block as Node).type === "table").length > 1) problems.push("blocks: two tables");
  for (const [index, block] of blocks.entries()) checkBlock(block as Node, `blocks.${index}`, problems);
  return problems;
}

interface Node {
  readonly type?: unknown;
  readonly block_id?: unknown;
  readonly [name: string]: unknown;
}

type Check = (block: Node, at: string, problems: string[]) => void;
const BLOCKS: Readonly<Record<string, Check>> = {
  rich_text: richText,
  table,
  actions,
  section,
  header,
  divider: () => undefined,
};

function checkBlock(block: Node, at: string, problems: string[]): void {
  const check = BLOCKS[String(block.type)];
  if (!check) problems.push(`${at}: no block of type ${String(block.type)}`);
  else check(block, at, problems);
  longest(block.block_id, 255, `${at}.block_id`, problems, 0);
}

const PARTS = ["rich_text_section", "rich_text_preformatted", "rich_text_list", "rich_text_quote"];
const ELEMENTS = ["text", "link", "emoji", "user", "channel", "date"];

function richText(block: Node, at: string, problems: string[]): void {
  const parts = listOf(block["elements"]);
  if (parts.length === 0) problems.push(`${at}: empty`);
  const length = parts.reduce((sum, part) => sum + richPart(part, at, problems), 0);
  if (length > 3_000) problems.push(`${at}: ${length} characters, at most 3,000`);
}

function richPart(part: Node, at: string, problems: string[]): number {
  if (!PARTS.includes(String(part.type))) problems.push(`${at}: no part of type ${String(part.type)}`);
  const elements = listOf(part["elements"]);
  if (elements.length === 0) problems.push(`${at}: empty part`);
  let length = 0;
  for (const element of elements) {
    if (!ELEMENTS.includes(String(element.type))) problems.push(`${at}: no element of type ${String(element.type)}`);
    if (element.type === "text") length += longest(element["text"], 3_000, `${at}.text`, problems);
    if (element.type === "link") longest(element["url"], 3_000, `${at}.url`, problems);
  }
  return length;
}

function table(block: Node, at: string, problems: string[]): void {
  const rows = Array.isArray(block["rows"]) ? (block["rows"] as Node[][]) : [];
  if (rows.length === 0 || rows.length > 100) problems.push(`${at}: ${rows.length} rows, from 1 to 100`);
  let length = 0;
  for (const row of rows) {
    if (row.length === 0 || row.length > 20) problems.push(`${at}: ${row.length} columns, from 1 to 20`);
    if (row.length !== rows[0]?.length) problems.push(`${at}: rows of unequal length`);
    for (const cell of row) {
      if (cell.type !== "raw_text") problems.push(`${at}: cell of type ${String(cell.type)}`);
      length += longest(cell["text"], 10_000, `${at}.cell`, problems);
    }
  }
  if (length > 10_000) problems.push(`${at}: ${length} characters in cells, at most 10,000`);
}

function actions(block: Node, at: string, problems: string[]): void {
  const elements = listOf(block["elements"]);
  if (elements.length === 0 || elements.length > 25) problems.push(`${at}: ${elements.length} elements, from 1 to 25`);
  const ids = elements.map((element) => element["action_id"]);
  if (new Set(ids).size !== ids.length) problems.push(`${at}: two elements with one id`);
  for (const element of elements) {
    longest(element["action_id"], 255, `${at}.action_id`, problems);
    if (element.type === "button") button(element, at, problems);
    else if (element.type === "static_select") menu(element, at, problems);
    else problems.push(`${at}: no element of type ${String(element.type)}`);
  }
}

function button(element: Node, at: string, problems: string[]): void {
  plain(element["text"], 75, `${at}.button`, problems);
  if (element["value"] !== undefined) longest(element["value"], 2_000, `${at}.value`, problems);
  if (!["primary", "danger", undefined].includes(element["style"] as string | undefined)) problems.push(`${at}: style`);
}

function menu(element: Node, at: string, problems: string[]): void {
  const options = listOf(element["options"]);
  if (options.length === 0 || options.length > 100) problems.push(`${at}: ${options.length} options`);
  for (const option of options) {
    plain(option["text"], 75, `${at}.option`, problems);
    longest(option["value"], 150, `${at}.option.value`, problems);
  }
}

function section(block: Node, at: string, problems: string[]): void {
  const text = block["text"] as Node | undefined;
  if (text?.type === "mrkdwn") problems.push(`${at}: markup where foreign text may be`);
  plain(text, 3_000, `${at}.text`, problems);
}

function header(block: Node, at: string, problems: string[]): void {
  plain(block["text"], 150, `${at}.text`, problems);
}

function plain(value: unknown, most: number, at: string, problems: string[]): void {
  const text = (value ?? {}) as Node;
  if (text.type !== "plain_text") problems.push(`${at}: not plain text`);
  longest(text["text"], most, at, problems);
}

function longest(value: unknown, most: number, at: string, problems: string[], least = 1): number {
  if (value === undefined && least === 0) return 0;
  const length = typeof value === "string" ? value.length : 0;
  if (length < least || length > most) problems.push(`${at}: ${length} characters, from ${least} to ${most}`);
  return length;
}

function listOf(value: unknown): readonly Node[] {
  return Array.isArray(value) ? (value as Node[]) : [];
}
