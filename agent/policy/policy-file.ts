import { readFile } from "node:fs/promises";
import { OctopusError } from "../../core/kernel/errors.ts";
import { validator } from "../../core/kernel/validator.ts";
import { RISKS, type Risk } from "../../core/model/risk.ts";
import { type AttemptLimits, DEFAULT_LIMITS } from "./attempt-limits.ts";

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
  /** Private networks that http.request may reach: "10.1.0.0/16", one address, or "*" for all; empty allows none. */
  readonly privateNetworks: readonly string[];
  /** What one attempt may use. */
  readonly limits: AttemptLimits;
}

export const OPEN_POLICY: LocalPolicy = {
  allowActions: ["*"],
  denyActions: [],
  maxRisk: "destructive",
  paths: [],
  hosts: [],
  runAs: undefined,
  privateNetworks: [],
  limits: DEFAULT_LIMITS,
};

const list = { type: "array", maxItems: 1000, items: { type: "string", minLength: 1, maxLength: 300 } };
const amount = { type: "integer", minimum: 0, maximum: 1_000_000_000 };
/** 0, which is without limit, or at least so much. */
const amountFrom = (least: number) => ({ anyOf: [{ const: 0 }, { ...amount, minimum: least }] });
type PolicyFile = Partial<Omit<LocalPolicy, "limits">> & { readonly limits?: Partial<AttemptLimits> };
const decodePolicy = validator<PolicyFile>({
  type: "object",
  additionalProperties: false,
  properties: {
    allowActions: list,
    denyActions: list,
    maxRisk: { enum: [...RISKS] },
    paths: list,
    hosts: list,
    privateNetworks: {
      type: "array",
      maxItems: 100,
      items: { type: "string", pattern: "^(\\*|[0-9a-fA-F.:]{2,45}(/[0-9]{1,3})?)$" },
    },
    runAs: { type: "string", pattern: "^[a-z_][a-z0-9_-]{0,31}$" },
    limits: {
      type: "object",
      additionalProperties: false,
      // Node itself has half a dozen threads and needs some tens of MiB; less would end everything.
      properties: { memoryMiB: amountFrom(128), fileMiB: amount, processes: amountFrom(16) },
    },
  },
});

/** The policy in a file, or the open one where there is no file. Throws `config.invalid` rather than guess. */
export async function readPolicy(path: string): Promise<LocalPolicy> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "{}";
    throw new OctopusError("config.invalid", `The policy file ${path} cannot be read: ${error.message}.`, { path });
  });
  const decoded = decodePolicy(parse(text));
  if (decoded.ok) {
    return { ...OPEN_POLICY, ...decoded.value, limits: { ...DEFAULT_LIMITS, ...decoded.value.limits } };
  }
  throw new OctopusError("config.invalid", `The policy file ${path} is not valid: ${decoded.problem}.`, { path });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
