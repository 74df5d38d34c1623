import type { ActionManifest } from "../../../core/plugin-api/manifest.ts";
import type { Catalog, CatalogAgent } from "../../../nlp/catalog.ts";
import { worldCatalog } from "../../../nlp/world.ts";
import { builtInActions, world } from "../our-frame.ts";

const MACHINES = 3_000;
const ACTIONS = 200;
const TASKS = 1_000;
const SITES = ["paris", "berlin", "oslo", "rome", "lyon"];
const KINDS = ["web", "db", "cache", "app", "queue", "win", "build", "edge", "mail", "proxy"];
const VERBS = ["provision", "rotate", "archive", "flush", "scale", "publish", "validate", "migrate", "reindex", "seal"];
const NOUNS = [
  ..."widget tunnel bucket ledger router printer invoice cluster volume snapshot".split(" "),
  ..."tenant topic shard zone badge camera door meter valve crate".split(" "),
];
const PERIODS = ["nightly", "weekly", "hourly", "monthly", "certificate", "database", "log", "index", "cache", "mail"];
const WORKS = ["backup", "check", "renewal", "rotation", "cleanup", "sync", "report", "scan", "rebuild", "export"];

const pick = (list: readonly string[], at: number): string => list[Math.floor(at) % list.length] ?? "";

/** The catalog of the corpora. */
export const smallCatalog = (): Catalog => worldCatalog(world(), builtInActions());

/** The same among 3,000 machines, 200 actions and 1,000 tasks. */
export function largeCatalog(): Catalog {
  const small = smallCatalog();
  return {
    ...small,
    agents: [...small.agents, ...Array.from({ length: MACHINES - small.agents.length }, (_, at) => machine(at))],
    tasks: [...small.tasks, ...Array.from({ length: TASKS - small.tasks.length }, (_, at) => task(at))],
    actions: [...small.actions, ...NOUNS.flatMap((noun) => VERBS.map((verb) => action(verb, noun)))].slice(0, ACTIONS),
  };
}

function machine(at: number): CatalogAgent {
  const [kind, site] = [pick(KINDS, at), pick(SITES, at / 10)];
  const labels = [kind, site, at % 3 === 0 ? "windows" : "linux", at % 2 === 0 ? "staging" : "production"];
  return { name: `${kind}-${site}-${at}`, labels: [...labels, `team:crew${at % 8}`] };
}

const task = (at: number): Catalog["tasks"][number] => ({
  id: String(1_000 + at),
  name: `${pick(PERIODS, at)} ${pick(WORKS, at / 10)} ${pick(SITES, at / 100)} ${at}`,
});

function action(verb: string, noun: string): ActionManifest {
  return {
    name: `${noun}.${verb}`,
    title: `${verb} a ${noun}`,
    description: "One of many.",
    risk: "change",
    idempotent: false,
    timeout: "PT1M",
    params: {
      type: "object",
      additionalProperties: false,
      required: ["name"],
      properties: { name: { type: "string", title: noun } },
    },
    result: {},
    phrases: [
      `${verb} [the] ${noun} {name}`,
      `(do|perform) [a] ${verb} (of|on|for) ${noun} {name}`,
      `${verb} {name} ${noun}`,
      `run ${verb} on [the] ${noun} {name}`,
    ],
    examples: [],
  };
}
