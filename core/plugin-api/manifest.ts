import type { JsonObject } from "../kernel/json.ts";
import { validator } from "../kernel/validator.ts";
import { RISKS, type Risk } from "../model/risk.ts";

/** JSON Schema of one parameter, with the hints the language uses to recognise a value. */
export interface ParamSchema {
  readonly type: "string" | "integer" | "number" | "boolean" | "array" | "object";
  readonly title: string;
  readonly examples?: readonly unknown[];
  /** What kind of thing the value is in speech. */
  readonly "x-slot"?:
    | "service"
    | "path"
    | "host"
    | "url"
    | "duration"
    | "agent"
    | "percent"
    | "count"
    | "command"
    | "package"
    | "process"
    | "word"
    | "text";
  /** How to ask for it: "Which service?" */
  readonly "x-ask"?: string;
  /** Never logged, never shown. */
  readonly "x-secret"?: boolean;
  readonly [keyword: string]: unknown;
}

export interface ParamsSchema {
  readonly type: "object";
  readonly properties: Readonly<Record<string, ParamSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties: false;
  readonly [keyword: string]: unknown;
}

export interface ActionExample {
  readonly sentence: string;
  readonly params: JsonObject;
}

export interface Measure {
  /** Its path in `data`: "fullestPct", "memory.usedPct". */
  readonly field: string;
  /** "disk use": what a sentence calls it. */
  readonly title: string;
  /** "%" */
  readonly unit?: string;
  /** What people call it: "usage", "disk". */
  readonly words?: readonly string[];
}

export interface ActionManifest {
  /** "disk.usage" */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly params: ParamsSchema;
  /** JSON Schema of `data` in the answer. */
  readonly result: JsonObject;
  /** Values of the answer that people compare with something: "if it is over 90 %" means the only one in that unit. */
  readonly measures?: readonly Measure[];
  /** Ways to say it. `{param}` is a hole, `(a|b)` a choice, `[word]` optional. */
  readonly phrases: readonly string[];
  /** Other words for words of the phrases: "bounce" -> "restart". */
  readonly synonyms?: Readonly<Record<string, readonly string[]>>;
  readonly examples: readonly ActionExample[];
  /** Sentences that look alike and must not trigger it. */
  readonly negativeExamples?: readonly string[];
  readonly risk: Risk;
  /** Where the risk depends on a parameter (http.request): the first rule whose parameter has one of the values wins. */
  readonly riskWhen?: readonly { readonly param: string; readonly in: readonly string[]; readonly risk: Risk }[];
  /** Running it twice is the same as once: a lost attempt may be repeated without asking. */
  readonly idempotent: boolean;
  /** ISO duration; the agent kills the attempt after it. */
  readonly timeout: string;
  readonly dryRun?: boolean;
  /** Action that undoes it. */
  readonly undo?: string;
  readonly needs?: {
    readonly os?: readonly string[];
    readonly capabilities?: readonly string[];
  };
  /** Must be allowed by the agent's own policy file; not offered otherwise. */
  readonly offByDefault?: boolean;
}

export interface PluginManifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** node: an ES module that exports `plugin` (definePlugin). exec: a program, JSON on stdin, JSON on stdout. */
  readonly runtime:
    | { readonly kind: "node"; readonly entry: string }
    | { readonly kind: "exec"; readonly command: readonly string[] };
  readonly actions: readonly ActionManifest[];
}

const text = (maxLength: number) => ({ type: "string", minLength: 1, maxLength });
const textList = (maxItems: number) => ({ type: "array", maxItems, items: text(300) });

const ACTION_SCHEMA = {
  type: "object",
  additionalProperties: false,
  required: [
    "name",
    "title",
    "description",
    "params",
    "result",
    "phrases",
    "examples",
    "risk",
    "idempotent",
    "timeout",
  ],
  properties: {
    name: { type: "string", pattern: "^[a-z][a-z0-9-]{0,39}(\\.[a-z][a-z0-9-]{0,39})+$" },
    title: text(80),
    description: text(400),
    params: {
      type: "object",
      required: ["type", "properties", "additionalProperties"],
      properties: {
        type: { const: "object" },
        additionalProperties: { const: false },
        properties: { type: "object", additionalProperties: { type: "object", required: ["type", "title"] } },
        required: { type: "array", items: { type: "string" } },
      },
    },
    result: { type: "object" },
    measures: {
      type: "array",
      maxItems: 20,
      items: {
        type: "object",
        additionalProperties: false,
        required: ["field", "title"],
        properties: { field: text(200), title: text(60), unit: text(12), words: textList(20) },
      },
    },
    phrases: { ...textList(60), minItems: 1 },
    synonyms: { type: "object", additionalProperties: textList(30) },
    examples: {
      type: "array",
      minItems: 2,
      maxItems: 60,
      items: {
        type: "object",
        additionalProperties: false,
        required: ["sentence", "params"],
        properties: { sentence: text(300), params: { type: "object" } },
      },
    },
    negativeExamples: textList(30),
    risk: { enum: [...RISKS] },
    riskWhen: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["param", "in", "risk"],
        properties: { param: text(60), in: textList(20), risk: { enum: [...RISKS] } },
      },
    },
    idempotent: { type: "boolean" },
    timeout: { type: "string", pattern: "^P(T?\\d+[HMSD])+$" },
    dryRun: { type: "boolean" },
    undo: text(80),
    needs: {
      type: "object",
      additionalProperties: false,
      properties: { os: textList(5), capabilities: textList(20) },
    },
    offByDefault: { type: "boolean" },
  },
};

/** The shape of manifest.json. */
export const MANIFEST_SCHEMA = {
  type: "object",
  additionalProperties: false,
  required: ["name", "version", "description", "runtime", "actions"],
  properties: {
    name: { type: "string", pattern: "^[a-z][a-z0-9-]{1,39}$" },
    version: { type: "string", pattern: "^\\d{1,6}\\.\\d{1,6}\\.\\d{1,6}$" },
    description: text(400),
    runtime: {
      type: "object",
      required: ["kind"],
      oneOf: [
        {
          additionalProperties: false,
          required: ["kind", "entry"],
          properties: { kind: { const: "node" }, entry: text(120) },
        },
        {
          additionalProperties: false,
          required: ["kind", "command"],
          properties: { kind: { const: "exec" }, command: { ...textList(20), minItems: 1 } },
        },
      ],
    },
    actions: { type: "array", minItems: 1, maxItems: 50, items: ACTION_SCHEMA },
  },
};

export const decodeManifest = validator<PluginManifest>(MANIFEST_SCHEMA);

/** The risk of doing this with these parameters. */
export function riskOf(action: ActionManifest, params: JsonObject): Risk {
  for (const rule of action.riskWhen ?? []) {
    const value = params[rule.param] ?? defaultOf(action, rule.param);
    if (typeof value === "string" && rule.in.includes(value)) return rule.risk;
  }
  return action.risk;
}

function defaultOf(action: ActionManifest, param: string): unknown {
  return action.params.properties[param]?.["default"];
}
