/**
 * Whom a sentence means. Terms: `host:NAME` (or glob), `label:L`, `os:linux|windows|macos`,
 * `env:production|staging|test|dev`, `all`. See `resolve-targets.ts` for how they combine.
 */
export interface TargetSelector {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

export type TargetKind = "host" | "label" | "os" | "env" | "all";

export function targetTerm(term: string): { readonly kind: TargetKind; readonly value: string } | undefined {
  if (term === "all") return { kind: "all", value: "" };
  const [, kind, value] = /^(host|label|os|env):(.+)$/.exec(term) ?? [];
  return kind && value ? { kind: kind as TargetKind, value } : undefined;
}
