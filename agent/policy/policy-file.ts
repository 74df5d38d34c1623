import { readFile } from "node:fs/promises";
import { OctopusError } from "../../core/kernel/errors.ts";
import { validator } from "../../core/kernel/validator.ts";
import { RISKS, type Risk } from "../../core/model/risk.ts";

/** What the owner of this machine allows. Read once at start; the server can neither see nor change it. */
export interface LocalPolicy {
  /** Patterns with `*`. An action that is off by default must be named, "*" alone does not allow it. */
  readonly allowActions: readonly string[];
  /** Wins over allowActions. */
  readonly denyActions: readonly string[];
  readonly maxRisk: Risk;
  /** Folders that parameters of kind path must be in; empty allows all. */
  readonly paths: readonly string[];
  /** Patterns that parameters of kind host or url must match; empty allows all. */
  readonly hosts: readonly string[];
  /** User that actions run as; undefined lets the agent choose an unprivileged one. */
  readonly runAs: string | undefined;
}

export const OPEN_POLICY: LocalPolicy = {
  allowActions: ["*"],
  denyActions: [],
  maxRisk: "destructive",
  paths: [],
  hosts: [],
  runAs: undefined,
};

const list = { type: "array", maxItems: 1000, items: { type: "string", minLength: 1, maxLength: 300 } };
const decodePolicy = validator<Partial<LocalPolicy>>({
  type: "object",
  additionalProperties: false,
  properties: {
    allowActions: list,
    denyActions: list,
    maxRisk: { enum: [...RISKS] },
    paths: list,
    hosts: list,
    runAs: { type: "string", pattern: "^[a-z_][a-z0-9_-]{0,31}$" },
  },
});

/** The policy in a file, or the open one where there is no file. Throws `config.invalid` rather than guess. */
export async function readPolicy(path: string): Promise<LocalPolicy> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "{}";
    throw new OctopusError("config.invalid", `The policy file ${path} cannot be read: ${error.message}.`, { path });
  });
  const decoded = decodePolicy(parse(text));
  if (decoded.ok) return { ...OPEN_POLICY, ...decoded.value };
  throw new OctopusError("config.invalid", `The policy file ${path} is not valid: ${decoded.problem}.`, { path });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
