// The machine's end of a stand-in plugin: reads the request, notes the deed, answers what the test has put there.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const [answers, deeds] = process.argv.slice(2);
const { action, params } = JSON.parse(readFileSync(0, "utf8"));
// The plugin lies in a folder that is named for its machine.
const [, machine] = /\/on-([a-z0-9-]+)\//.exec(fileURLToPath(import.meta.url)) ?? [];
appendFileSync(deeds, `${JSON.stringify({ machine, action, params })}\n`);
const file = [machine, "*"].map((name) => join(answers, `${name}.${action}.json`)).find((name) => existsSync(name));
const {
  waitMs = 0,
  log = [],
  ...answer
} = file ? JSON.parse(readFileSync(file, "utf8")) : { ok: true, headline: `${action} done`, data: {} };
for (const line of log) process.stderr.write(`${line}\n`);
setTimeout(() => process.stdout.write(`${JSON.stringify(answer)}\n`), waitMs);
