import type { PackageChange } from "./package-manager.ts";

/** `apt-get -s upgrade`: "Inst curl [7.88.1-1] (7.88.1-2 Debian:12/stable [amd64])". */
export function parseAptPlan(output: string): readonly PackageChange[] {
  return eachLine(output, /^Inst (\S+) \[([^\]]+)\] \((\S+) /);
}

/** What apt leaves alone, under "The following packages have been kept back:". */
export function parseAptHeld(output: string): readonly string[] {
  const block = /^The following packages have been kept back:\n((?: .*\n?)+)/m.exec(output)?.[1] ?? "";
  return block.split(/\s+/).filter((name) => name !== "");
}

/** `dnf check-update`: "curl.x86_64   7.76.1-31.el9   baseos". Obsoleted packages, listed after, do not count. */
export function parseDnfPlan(output: string): readonly PackageChange[] {
  const [updates = ""] = output.split(/^Obsoleting Packages/m, 1);
  return [...updates.matchAll(/^(\S+)\.(?:noarch|x86_64|aarch64|i686|ppc64le|s390x)\s+(\S+)\s+\S+\s*$/gm)].map(
    ([, name = "", to = ""]) => ({ name, to }),
  );
}

/** `brew outdated --verbose`: "curl (8.1.0) < 8.4.0". */
export function parseBrewPlan(output: string): readonly PackageChange[] {
  return eachLine(output, /^(\S+) \(([^)]+)\) (?:<|!=) (\S+)/);
}

/** `choco outdated -r`: "curl|8.1.0|8.4.0|false", where true stands for pinned. */
export function parseChocoPlan(output: string): readonly PackageChange[] {
  return eachLine(output, /^([^|\s]+)\|([^|]+)\|([^|]+)\|false\s*$/);
}

/** One line, one change: a pattern over the whole output would start anew in every line. */
function eachLine(output: string, pattern: RegExp): readonly PackageChange[] {
  return output.split("\n").flatMap((line) => {
    const [, name, from, to] = pattern.exec(line) ?? [];
    return name && from && to ? [{ name, from, to }] : [];
  });
}
