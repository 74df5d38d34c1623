import type { CardExamples } from "../core/model/card.ts";
import type { ActionManifest } from "../core/plugin-api/manifest.ts";
import type { CatalogAgent } from "./catalog.ts";

/** Sentences shown for one action. */
const PER_ACTION = 3;

/**
 * What can be said: real examples of the installed actions, then of when, where and how, then of steering Octopus. A
 * topic keeps to the actions it names; an unknown one shows everything.
 */
export function helpSections(
  actions: readonly ActionManifest[],
  topic?: string,
  agents: readonly CatalogAgent[] = [],
): readonly CardExamples[] {
  const wanted = topic === undefined ? [] : actions.filter((action) => isAbout(action, topic.toLowerCase()));
  if (wanted.length > 0) return wanted.map((action) => sectionOf(action, action.examples.length));
  return [...actions.map((action) => sectionOf(action, PER_ACTION)), ...wider(actions, agents), STEERING, ASKING];
}

const sectionOf = ({ title, examples }: ActionManifest, most: number): CardExamples => ({
  title,
  sentences: examples.slice(0, most).map((one) => one.sentence),
});

const isAbout = (action: ActionManifest, topic: string): boolean =>
  `${action.name} ${action.title}`.toLowerCase().includes(topic.replace(/s$/, ""));

/** Where and when, shown with an action that only looks. */
function wider(actions: readonly ActionManifest[], agents: readonly CatalogAgent[]): readonly CardExamples[] {
  const harmless = actions.find(
    (action) => action.risk === "read" && action.examples.some((one) => Object.keys(one.params).length === 0),
  );
  const base = harmless?.examples.find((one) => Object.keys(one.params).length === 0)?.sentence.replace(/[?!.]$/, "");
  if (base === undefined) return [];
  const [agent] = agents;
  const label = agents.flatMap((one) => one.labels).find((one) => !one.includes(":"));
  const where = [
    `${base} on all machines`,
    ...(agent ? [`${base} on ${agent.name}`] : []),
    ...(label === undefined ? [] : [`${base} on all ${label} machines`]),
  ];
  const when = [
    `${base} in 10 minutes`,
    `${base} every weekday at 9`,
    `${base} tomorrow at 6:30`,
    `${base} every 2 hours, retry twice`,
  ];
  return [
    { title: "Where", sentences: where },
    { title: "When and how", sentences: when },
  ];
}

const STEERING: CardExamples = {
  title: "Follow up",
  sentences: ["run it again every 2 minutes", "again", "make it hourly", "cancel that", "why did it fail"],
};

const ASKING: CardExamples = {
  title: "Look around",
  sentences: [
    "what ran today",
    "what failed last night",
    "what is running",
    "show tasks",
    "show machines",
    "show plugins",
  ],
};
