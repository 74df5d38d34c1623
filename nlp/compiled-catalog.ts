import type { ActionManifest } from "../core/plugin-api/manifest.ts";
import type { Catalog, CatalogAgent, CatalogAlias } from "./catalog.ts";
import { compilePhrase, type Phrase } from "./match/phrase.ts";
import { compactName } from "./target/compact-name.ts";
import { ENV, OS } from "./target/target-words.ts";
import { normalise } from "./text/normalise.ts";
import { tokenise } from "./text/tokenise.ts";

export interface ActionPhrase {
  readonly action: ActionManifest;
  readonly phrase: Phrase;
}

/** A catalog made ready: costs once per snapshot, not per message. */
export interface CompiledCatalog {
  readonly catalog: Catalog;
  readonly agents: ReadonlySet<string>;
  /** Names of machines without their signs -> name, where only one is spelled so: "web1" -> "web-1". */
  readonly compactNames: ReadonlyMap<string, string>;
  /** Word -> target term: "web" -> "label:web". */
  readonly labels: ReadonlyMap<string, string>;
  readonly phrases: ReadonlyMap<string, readonly ActionPhrase[]>;
  /** Phrases that are only holes. */
  readonly openPhrases: readonly ActionPhrase[];
  /** Known values by slot. */
  readonly names: ReadonlyMap<string, ReadonlySet<string>>;
  /** Sentences that an action explicitly does not mean, as words, with the action's name. */
  readonly refused: ReadonlyMap<string, ReadonlySet<string>>;
  readonly words: ReadonlySet<string>;
  readonly taskNames: ReadonlyMap<string, string>;
  /** Words a task's name can begin with, also in the singular: most words of a message begin none. */
  readonly taskStarts: ReadonlySet<string>;
  /** Beginnings of the words of tasks' names: "cert" of "certificate renewal". */
  readonly taskStems: ReadonlySet<string>;
  readonly users: ReadonlySet<string>;
  /** Every word of the names of machines, labels, tasks and people. */
  readonly nameWords: ReadonlySet<string>;
  /** Names of aliases, longest first, with what they stand for. */
  readonly aliases: readonly CatalogAlias[];
}

const cache = new WeakMap<Catalog, CompiledCatalog>();
const actionCache = new WeakMap<readonly ActionManifest[], ActionPart>();
const machineCache = new WeakMap<readonly CatalogAgent[], MachinePart>();

/** The compiled form of a snapshot; the same object is compiled once. */
export function compiledCatalog(catalog: Catalog): CompiledCatalog {
  const known = cache.get(catalog);
  if (known) return known;
  const part = actionCache.get(catalog.actions) ?? compileActions(catalog.actions);
  actionCache.set(catalog.actions, part);
  const machines = machineCache.get(catalog.agents) ?? compileMachines(catalog.agents);
  machineCache.set(catalog.agents, machines);
  const services = new Set([
    ...(part.names.get("service") ?? []),
    ...catalog.services.map((name) => name.toLowerCase()),
  ]);
  const made: CompiledCatalog = {
    catalog,
    ...part,
    names: new Map([...part.names, ["service", services]]),
    agents: machines.agents,
    compactNames: machines.compactNames,
    labels: machines.labels,
    taskNames: new Map(catalog.tasks.map((task) => [task.name.toLowerCase(), task.id])),
    taskStarts: new Set(catalog.tasks.flatMap((task) => startsOf(task.name.toLowerCase()))),
    taskStems: new Set(catalog.tasks.flatMap((task) => stemsOf(task.name.toLowerCase()))),
    nameWords: new Set([...machines.words, ...nameWords(catalog)]),
    users: new Set(catalog.users.map((user) => user.name.toLowerCase())),
    aliases: [...(catalog.aliases ?? [])].sort((a, b) => b.name.length - a.name.length),
  };
  cache.set(catalog, made);
  return made;
}

/** What the machines alone give: thousands of them, while tasks and people come and go. */
interface MachinePart extends Pick<CompiledCatalog, "agents" | "compactNames" | "labels"> {
  readonly words: ReadonlySet<string>;
}

function compileMachines(agents: readonly CatalogAgent[]): MachinePart {
  const labels = agents.flatMap((agent) => agent.labels.flatMap((label) => [label, `${label}s`, ...label.split(":")]));
  return {
    agents: new Set(agents.map((agent) => agent.name.toLowerCase())),
    compactNames: compactNames(agents),
    labels: labelTerms(agents),
    words: new Set([...labels, ...agents.map(({ name }) => name)].map((word) => word.toLowerCase())),
  };
}

function compactNames(agents: readonly CatalogAgent[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const twice = new Set<string>();
  for (const { name } of agents) {
    const [full, short] = [name.toLowerCase(), compactName(name.toLowerCase())];
    if (found.has(short)) twice.add(short);
    if (/\d/.test(full)) found.set(short, full);
  }
  return new Map([...found].filter(([short, full]) => short !== full && !twice.has(short)));
}

function nameWords({ tasks, users }: Catalog): readonly string[] {
  const names = [...tasks.flatMap(({ name }) => name.split(/[ -]/)), ...users.map(({ name }) => name)];
  return [...names, ...KINDS].map((word) => word.toLowerCase());
}

const KINDS = [...OS.keys(), ...ENV.keys(), "viewer", "requester", "operator", "approver", "admin", "administrator"];

type ActionPart = Pick<CompiledCatalog, "phrases" | "openPhrases" | "names" | "refused" | "words">;

function compileActions(actions: readonly ActionManifest[]): ActionPart {
  const all = actions.flatMap((action) =>
    action.phrases.map((source) => ({ action, phrase: compilePhrase(source, action.synonyms) })),
  );
  const phrases = new Map<string, ActionPhrase[]>();
  for (const one of all) {
    for (const key of one.phrase.keys) {
      const list = phrases.get(key) ?? [];
      list.push(one);
      phrases.set(key, list);
    }
  }
  const words = all.flatMap(({ phrase }) =>
    phrase.nodes.flatMap((node) => (node.kind === "literal" ? node.choices.flat() : [])),
  );
  const openPhrases = all.filter(({ phrase }) => phrase.keys.length === 0);
  return { phrases, openPhrases, words: new Set(words), refused: refusedBy(actions), names: namesOf(actions) };
}

function refusedBy(actions: readonly ActionManifest[]): ReadonlyMap<string, ReadonlySet<string>> {
  const refused = new Map<string, Set<string>>();
  for (const { name, negativeExamples = [] } of actions) {
    for (const sentence of negativeExamples) {
      const key = sentenceKey(sentence);
      refused.set(key, (refused.get(key) ?? new Set()).add(name));
    }
  }
  return refused;
}

/** The words of a sentence without signs, for comparing whole sentences. */
export function sentenceKey(sentence: string): string {
  return tokenise(normalise(sentence))
    .filter((token) => token.kind !== "stop" && token.kind !== "comma")
    .map((token) => token.text)
    .join(" ");
}

/** What the manifests use as examples counts as known: a plugin brings its vocabulary with it. */
function namesOf(actions: readonly ActionManifest[]): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  for (const action of actions) {
    for (const [param, schema] of Object.entries(action.params.properties)) {
      const slot = schema["x-slot"];
      if (slot === undefined) continue;
      const known = names.get(slot) ?? new Set();
      const said = [...(schema.examples ?? []), ...action.examples.map((example) => example.params[param])].flat();
      for (const value of said) if (typeof value === "string") known.add(value.toLowerCase());
      names.set(slot, known);
    }
  }
  return names;
}

function labelTerms(agents: readonly CatalogAgent[]): ReadonlyMap<string, string> {
  const terms = new Map<string, string>();
  for (const { labels } of agents) {
    for (const label of labels) {
      const [, value] = /^[^:]+:(.+)$/.exec(label) ?? [];
      terms.set(label.toLowerCase(), `label:${label}`);
      if (value !== undefined && !terms.has(value.toLowerCase())) terms.set(value.toLowerCase(), `label:${label}`);
    }
  }
  return terms;
}

/** "nightly" of "nightly backup" and of "nightly-backup", and the whole of a single word. */
function startsOf(name: string): readonly string[] {
  const first = name.split(/[\s-]/, 1)[0] ?? "";
  const whole = name.split(" ", 1)[0] ?? "";
  return [first, `${first}s`, whole, `${whole}s`];
}

/** A word is shortened to no less than this. */
const SHORTEST_STEM = 4;

function stemsOf(name: string): readonly string[] {
  const words = name.split(/[\s-]/).filter((word) => word.length > SHORTEST_STEM);
  return words.flatMap((word) =>
    Array.from({ length: word.length - SHORTEST_STEM }, (_, index) => word.slice(0, SHORTEST_STEM + index)),
  );
}
