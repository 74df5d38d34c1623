import { realpathSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { isAtMost } from "../../core/model/risk.ts";
import { type ActionManifest, type PluginManifest, riskOf } from "../../core/plugin-api/manifest.ts";
import type { OfferMessage } from "../../core/protocol/messages.ts";
import type { PolicyCheck, Refusal } from "../engine/ports.ts";
import type { LocalPolicy } from "./policy-file.ts";

interface Manifests {
  known(digest: string): PluginManifest | undefined;
}

/** Refuses what the owner of this machine does not allow, whoever asks. */
export class LocalPolicyCheck implements PolicyCheck {
  readonly #policy: LocalPolicy;
  readonly #manifests: Manifests;

  constructor(policy: LocalPolicy, manifests: Manifests) {
    this.#policy = policy;
    this.#manifests = manifests;
  }

  check(offer: OfferMessage): Refusal | undefined {
    const manifest = this.#manifests.known(offer.plugin.digest);
    const action = manifest?.actions.find(({ name }) => name === offer.action);
    if (!action) return { kind: "unsupported", reason: `This machine does not know the action ${offer.action}.` };
    const problem = checkAction(this.#policy, action) ?? checkParams(this.#policy, action, offer);
    return problem === undefined ? undefined : { kind: "policy", reason: problem };
  }
}

function checkAction(policy: LocalPolicy, action: ActionManifest): string | undefined {
  const { name } = action;
  if (policy.denyActions.some((pattern) => matches(pattern, name))) {
    return `The owner of this machine forbids ${name} in its policy file.`;
  }
  const allowing = policy.allowActions.filter((pattern) => matches(pattern, name));
  if (allowing.length === 0) return `The owner of this machine does not allow ${name} in its policy file.`;
  if (action.offByDefault === true && allowing.every((pattern) => pattern === "*")) {
    return `${name} is off on this machine; its owner can allow it by name in the agent's policy file.`;
  }
  return undefined;
}

function checkParams(policy: LocalPolicy, action: ActionManifest, offer: OfferMessage): string | undefined {
  const risk = riskOf(action, offer.params);
  if (!isAtMost(risk, policy.maxRisk)) {
    return `${action.name} has risk "${risk}"; this machine allows at most "${policy.maxRisk}".`;
  }
  for (const [name, schema] of Object.entries(action.params.properties)) {
    for (const value of textsOf(offer.params[name] ?? schema["default"])) {
      const problem = checkValue(policy, schema["x-slot"], value);
      if (problem) return problem;
    }
  }
  return undefined;
}

function textsOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === "string");
}

function checkValue(policy: LocalPolicy, slot: string | undefined, value: string): string | undefined {
  if (slot === "path" && policy.paths.length > 0 && !policy.paths.some((folder) => isInside(value, folder))) {
    return `The path ${value.slice(0, 100)} is outside what the owner of this machine allows.`;
  }
  if ((slot === "host" || slot === "url") && policy.hosts.length > 0) {
    const host = slot === "url" ? hostOf(value) : value;
    if (host === undefined || !policy.hosts.some((pattern) => matches(pattern, host))) {
      return `The host ${(host ?? value).slice(0, 100)} is outside what the owner of this machine allows.`;
    }
  }
  return undefined;
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}

/** Follows links as far as the path exists, so that a link cannot lead out. */
function isInside(path: string, folder: string): boolean {
  if (!isAbsolute(path)) return false;
  const way = relative(realPath(resolve(folder)), realPath(resolve(path)));
  return way === "" || !(way.startsWith("..") || isAbsolute(way));
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), path.slice(parent.length));
  }
}

/** `*` stands for any characters; everything else for itself, in lower case. Linear: no regular expression. */
function matches(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.toLowerCase().split("*");
  const last = rest.pop();
  const value = text.toLowerCase();
  if (last === undefined) return value === first;
  if (!value.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const found = value.indexOf(part, from);
    if (found === -1) return false;
    from = found + part.length;
  }
  return value.length - last.length >= from && value.endsWith(last);
}
