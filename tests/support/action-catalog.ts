import type { ActionManifest } from "../../core/plugin-api/manifest.ts";
import type { ActionCatalog } from "../../core/tasks/action-catalog.ts";

/** An action manifest with harmless defaults. */
export function anAction(overrides: Partial<ActionManifest> = {}): ActionManifest {
  return {
    name: "disk.usage",
    title: "Check disk space",
    description: "How full the disks are.",
    params: { type: "object", properties: {}, additionalProperties: false },
    result: { type: "object" },
    phrases: ["check disk space"],
    examples: [
      { sentence: "check disk space", params: {} },
      { sentence: "check the disk space", params: {} },
    ],
    risk: "read",
    idempotent: true,
    timeout: "PT120S",
    ...overrides,
  };
}

/** A catalog that accepts every parameter. */
export function actionCatalogOf(actions: readonly ActionManifest[]): ActionCatalog {
  const plugin = { name: "test", version: "1.0.0", digest: "0".repeat(64) };
  return {
    find: (name) => {
      const action = actions.find((one) => one.name === name);
      return action && { plugin, action };
    },
    validateParams: () => undefined,
  };
}

/** The first sentence of each action, as help. */
export const firstExamples = (actions: readonly ActionManifest[]) => [
  { title: "Try", sentences: actions.flatMap((one) => one.examples.slice(0, 1)).map((one) => one.sentence) },
];
