// npm run bench: measures, prints tables, and writes docs/performance.md when asked by --write. --quick is for a look;
// --only chat, schedules or slack measures and prints just that; --profile leaves a CPU profile of the server and of the agent in ./profiles.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BenchFolders } from "./bench-folders.ts";
import { speedOf, withSpeed } from "./language/speed/performance-page.ts";
import { describeMachine, loadNow } from "./machine.ts";
import { measureChat } from "./measure-chat.ts";
import { measureParse } from "./measure-parse.ts";
import { measureRaw } from "./measure-raw.ts";
import { measureReady } from "./measure-ready.ts";
import { measureSchedules } from "./measure-schedules.ts";
import { measureSlack } from "./measure-slack.ts";
import { type Figures, renderChat, renderReport, renderSchedules, renderSlack } from "./report.ts";
import { benchStore } from "./store.ts";
import { inTemporaryFolder } from "./temporary-folder.ts";

const [root = ".", client = "", ...flags] = process.argv.slice(2);
const folders: BenchFolders = { root, client };
const quick = flags.includes("--quick");
const agentArguments = flags.includes("--profile") ? ["--cpu-prof", "--cpu-prof-dir=profiles"] : [];
const chatLoad = {
  agentArguments,
  messages: quick ? 100 : 400,
  perSecond: 20,
  changesPerSecond: 5,
  warmUps: quick ? 200 : 1_000,
  changeWarmUps: quick ? 50 : 200,
  inFlight: 100,
  flowMs: quick ? 3_000 : 10_000,
};

const say = (sentence: string) => process.stderr.write(`${sentence}\n`);

const schedulesIn = (folder: string) => measureSchedules(folder, quick ? 10_000 : 100_000, 1_000);
const slackIn = (folder: string) => measureSlack(folder, quick ? 1_000 : 5_000, 5_000 / 60);

const SECTIONS: Readonly<Record<string, (folder: string) => Promise<string>>> = {
  chat: async (folder) => renderChat(await measureChat(folders, folder, chatLoad)),
  schedules: async (folder) => renderSchedules(await schedulesIn(folder)),
  slack: async (folder) => renderSlack(await slackIn(folder)),
};

async function measure(folder: string): Promise<Figures> {
  const loadBefore = loadNow();
  say("Measuring one message at a time, then 100 at once.");
  const { health, ...chat } = await measureChat(folders, folder, chatLoad);
  say("Measuring what the machine can do.");
  const raw = [...(await measureRaw(folder, 1_000)), health, await measureParse(root, 1_000)];
  const store = await benchStore(quick ? 4_000 : 20_000);
  say("Measuring 100,000 schedules, 1,000 of them due in one second.");
  const schedules = await schedulesIn(folder);
  say("Measuring a flood of messages from Slack.");
  const slack = await slackIn(folder);
  say("Measuring how soon it is ready.");
  const ready = await measureReady(folders, folder);
  const ranOn = new Date().toISOString().slice(0, 10);
  return {
    machine: describeMachine(),
    loadBefore,
    loadAfter: loadNow(),
    ranOn,
    raw,
    store,
    chat,
    schedules,
    slack,
    ready,
  };
}

async function measureAll(): Promise<void> {
  const page = `${renderReport(await inTemporaryFolder(measure))}\n`;
  process.stdout.write(page);
  const written = join(root, "docs/performance.md");
  // The speed of reading is measured by `npm run bench:language` and stays as it was written there.
  const speed = speedOf(readFileSync(written, "utf8"));
  if (flags.includes("--write")) writeFileSync(written, speed === undefined ? page : withSpeed(page, speed));
}

const only = flags.includes("--only") ? (flags[flags.indexOf("--only") + 1] ?? "") : undefined;
const section = SECTIONS[only ?? ""];
if (only === undefined) await measureAll();
else if (section) process.stdout.write(`${await inTemporaryFolder(section)}\n`);
else say(`--only takes one of ${Object.keys(SECTIONS).join(", ")}.`);
process.exit(only === undefined || section ? 0 : 2);
