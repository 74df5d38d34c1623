// Draws our cards as Slack shows them, from the approved ones in tests/golden/cards, into docs/slack-*.png. A preview of our
// own: Slack's fonts and margins are guessed, what stands on a card is not. Run it with: node scripts/slack-pictures.mjs
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { root } from "./prepare.mjs";

const PICTURES = {
  plan: "plan",
  running: "rollout-running",
  result: "one-result",
  failure: "failed",
  schedule: "task",
};
/** Drawn, so that no font for emoji is needed. */
const SIGNS = {
  question: ["?", "#e01e5a"],
  hourglass_flowing_sand: ["…", "#1264a3"],
  white_check_mark: ["✓", "#007a5a"],
  warning: ["!", "#ecb22e"],
  x: ["✗", "#e01e5a"],
  grey_question: ["?", "#616061"],
};
const STYLE = `
  body { margin: 0; background: #fff; font: 15px/1.46 Lato, "DejaVu Sans", sans-serif; color: #1d1c1d; }
  article { width: 620px; padding: 14px 18px; display: grid; grid-template-columns: 40px 1fr; gap: 10px; }
  .face { width: 36px; height: 36px; border-radius: 8px; background: #1f2937; color: #fff; text-align: center; line-height: 36px; }
  header { font-weight: 900; } header span { font-weight: 400; font-size: 11px; color: #616061; margin-left: 6px; background: #eee; padding: 1px 4px; }
  p { margin: 0; white-space: pre-wrap; } pre { background: #f8f8f8; border: 1px solid #ddd; border-radius: 4px; padding: 8px; font-size: 12px; margin: 4px 0; white-space: pre-wrap; }
  .sign { display: inline-block; min-width: 18px; border-radius: 4px; color: #fff; font: 700 13px/18px sans-serif; text-align: center; }
  code { background: #f8f8f8; border: 1px solid #ddd; border-radius: 3px; padding: 0 4px; color: #c01343; font-size: 12px; }
  a { color: #1264a3; text-decoration: none; } table { border-collapse: collapse; margin: 6px 0; font-size: 13px; }
  td { border: 1px solid #ddd; padding: 4px 10px; } tr:first-child td { font-weight: 700; background: #f8f8f8; }
  button { font: 700 13px/1 inherit; border: 1px solid #bbb; border-radius: 4px; background: #fff; padding: 8px 12px; margin: 6px 8px 4px 0; }
  .primary { background: #007a5a; color: #fff; border-color: #007a5a; } .danger { background: #e01e5a; color: #fff; border-color: #e01e5a; }`;

const escaped = (text) => String(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const plain = (node) => escaped(typeof node?.text === "string" ? node.text : (node?.text?.text ?? ""));

function element({ type, name, text, url, fallback, style = {} }) {
  const [sign, colour] = SIGNS[name] ?? [`:${name}:`, "#616061"];
  if (type === "emoji") return `<i class="sign" style="background:${colour}">${sign}</i>`;
  if (type === "link") return `<a href="${escaped(url)}">${escaped(text)}</a>`;
  if (type === "date") return escaped(fallback);
  const said = escaped(text);
  if (style.code) return `<code>${said}</code>`;
  const bold = style.bold ? `<b>${said}</b>` : said;
  return style.italic ? `<i>${bold}</i>` : bold;
}

function part({ type, elements }) {
  const inside = elements.map(element).join("");
  return type === "rich_text_preformatted" ? `<pre>${inside}</pre>` : `<p>${inside.replace(/\n$/, "")}</p>`;
}

function block({ type, elements, rows, text }) {
  if (type === "rich_text") return elements.map(part).join("");
  if (type === "table") {
    const cells = (row) => row.map((cell) => `<td>${plain(cell)}</td>`).join("");
    return `<table>${rows.map((row) => `<tr>${cells(row)}</tr>`).join("")}</table>`;
  }
  if (type === "actions") {
    return elements
      .map((one) => `<button class="${one.style ?? ""}">${plain(one.text ?? one.placeholder)}</button>`)
      .join("");
  }
  return type === "divider" ? "<hr>" : `<p>${plain(text)}</p>`;
}

const page = (blocks) =>
  `<meta charset="utf-8"><style>${STYLE}</style><article><div class="face">O</div><div><header>Octopus<span>APP</span></header>${blocks.map(block).join("")}</div></article>`;

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
try {
  const tab = await browser.newPage({ viewport: { width: 660, height: 400 } });
  for (const [name, card] of Object.entries(PICTURES)) {
    const { blocks } = JSON.parse(readFileSync(join(root, `tests/golden/cards/${card}.slack.json`), "utf8"));
    await tab.setContent(page(blocks));
    await tab.locator("article").screenshot({ path: join(root, `docs/slack-${name}.png`) });
    process.stdout.write(`docs/slack-${name}.png\n`);
  }
} finally {
  await browser.close();
}
