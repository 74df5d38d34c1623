import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { markdownTable } from "../markdown-table.ts";
import { type Floors, raised, readFloors, underFloor, writeFloors } from "./floors.ts";
import { measureSpeed } from "./speed/measure-speed.ts";
import { withSpeed } from "./speed/performance-page.ts";
import { renderSpeed } from "./speed/render-speed.ts";
import { judged, type Score, type Suite, scoreOf } from "./suite.ts";
import { SUITES } from "./suites.ts";

const args = process.argv.slice(2);
const has = (flag: string): boolean => args.includes(flag);
const only = has("--only") ? (args[args.indexOf("--only") + 1] ?? "") : "";
/** Those whose name begins with something that `--only` names ("slot,complete"); all without it. */
const suites = SUITES.filter(({ name }) => only.split(",").some((start) => name.startsWith(start)));
const shown = has("--show") ? args[args.indexOf("--show") + 1] : undefined;

/** Prints the table and compares with the floors; 1 when something fell. */
function compare(): number {
  const floors = readFloors();
  const scores = suites.map(scoreOf);
  if (scores.length > 0) console.log(table(scores, floors));
  for (const line of suites.map(outOfScope)) if (line !== "") console.log(line);
  if (has("--update-floor")) {
    writeFloors(raised(floors, scores, has("--force")));
    return 0;
  }
  const fallen = scores.flatMap((score) => underFloor(score, floors) ?? []);
  for (const sentence of fallen) console.log(sentence);
  return fallen.length > 0 ? 1 : 0;
}

function table(scores: readonly Score[], floors: Floors): string {
  const head = ["suite", "cases", "right", "wrong when answered", "share", "goal", "floor"];
  return markdownTable(
    head,
    scores.map((score, index) => [
      score.suite,
      String(score.cases),
      String(score.right),
      `${score.wrong} (${percent(score.wrongShare)})`,
      percent(score.share),
      goalText(suites[index]),
      percent(floors[score.suite]?.share),
    ]),
  );
}

function goalText(suite: Suite | undefined): string {
  const { share, wrong } = suite?.goal ?? {};
  return [share === undefined ? "-" : percent(share), ...(wrong === undefined ? [] : [`wrong ${percent(wrong)}`])].join(
    ", ",
  );
}

function outOfScope(suite: Suite): string {
  const reasons = Object.entries(suite.outOfScope?.() ?? {}).map(([reason, count]) => `${count} ${reason}`);
  return reasons.length === 0 ? "" : `${suite.name}: not counted: ${reasons.join(", ")}.`;
}

function percent(share: number | undefined): string {
  return share === undefined ? "-" : `${(share * 100).toFixed(1)} %`;
}

/** The cases of a suite, or of all whose name begins so, that are not right. */
function showMisses(name: string): number {
  const suites = SUITES.filter((suite) => suite.name.startsWith(name));
  for (const suite of suites) {
    const misses = suite.cases().flatMap((one) => {
      const verdict = judged(suite, one);
      return verdict === "right" ? [] : [{ verdict, line: lineOf(suite, one) }];
    });
    console.log(`\n${suite.name}: ${misses.length} missed`);
    for (const { verdict, line } of misses) console.log(`${verdict.padEnd(6)} ${line}`);
  }
  return suites.length === 0 ? 2 : 0;
}

const lineOf = (suite: Suite, one: unknown): string =>
  suite.reserved && !has("--show-reserved") ? "(reserved)" : suite.show(one);

/** How fast it is; judged by people, as machines differ. */
function tellSpeed(): void {
  const section = renderSpeed(measureSpeed(dirname(process.argv[1] ?? "")));
  console.log(`\n${section}`);
  if (!has("--write")) return;
  const path = join(process.cwd(), "docs/performance.md");
  writeFileSync(path, withSpeed(readFileSync(path, "utf8"), section));
}

process.exitCode = shown === undefined ? compare() : showMisses(shown);
if (shown === undefined && "speed".startsWith(only)) tellSpeed();
