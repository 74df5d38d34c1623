import type { PackageManager } from "./package-manager.ts";
import { parseAptPlan, parseBrewPlan, parseChocoPlan, parseDnfPlan } from "./parse-plans.ts";

const KEEP_CONFIGURATION = [
  "-o",
  "Dpkg::Options::=--force-confdef",
  "-o",
  "Dpkg::Options::=--force-confold",
  "-o",
  "DPkg::Lock::Timeout=60",
] as const;

const APT: PackageManager = {
  name: "apt",
  program: "apt-get",
  needsRoot: true,
  environment: { LC_ALL: "C", DEBIAN_FRONTEND: "noninteractive" },
  refresh: ["-q", "update"],
  plan: (packages) => ["-s", "-q", ...aptVerb(packages)],
  planCodes: [0],
  parsePlan: parseAptPlan,
  update: (packages) => ["-y", "-q", ...KEEP_CONFIGURATION, ...aptVerb(packages)],
  // Purged packages and those that only left their configuration behind are known too, in another state.
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's own placeholders
  installed: (packages) => ["dpkg-query", "-W", "-f=${Package} ${db:Status-Status} ${Version}\\n", "--", ...packages],
};

function aptVerb(packages: readonly string[]): readonly string[] {
  return packages.length === 0 ? ["upgrade"] : ["install", "--only-upgrade", "--", ...packages];
}

const DNF: PackageManager = {
  name: "dnf",
  program: "dnf",
  needsRoot: true,
  environment: { LC_ALL: "C" },
  // Without it the lists may be two days old, and nothing would seem to be new.
  refresh: ["-q", "--refresh", "makecache"],
  plan: (packages) => ["-q", "check-update", ...(packages.length === 0 ? [] : ["--", ...packages])],
  planCodes: [0, 100],
  parsePlan: parseDnfPlan,
  update: (packages) => ["-y", "-q", "upgrade", ...(packages.length === 0 ? [] : ["--", ...packages])],
  installed: (packages) => [
    "rpm",
    "-q",
    "--queryformat",
    "%{NAME} installed %{VERSION}-%{RELEASE}\\n",
    "--",
    ...packages,
  ],
};

const BREW: PackageManager = {
  name: "brew",
  program: "brew",
  needsRoot: false,
  environment: { LC_ALL: "C", HOMEBREW_NO_AUTO_UPDATE: "1", HOMEBREW_NO_COLOR: "1" },
  refresh: ["update"],
  plan: (packages) => ["outdated", "--verbose", ...(packages.length === 0 ? [] : ["--", ...packages])],
  planCodes: [0, 1],
  parsePlan: parseBrewPlan,
  update: (packages) => ["upgrade", ...(packages.length === 0 ? [] : ["--", ...packages])],
};

const CHOCO: PackageManager = {
  name: "choco",
  program: "choco",
  needsRoot: false,
  environment: {},
  plan: () => ["outdated", "-r"],
  planCodes: [0, 2],
  parsePlan: parseChocoPlan,
  update: (packages) => ["upgrade", "-y", "-r", ...(packages.length === 0 ? ["all"] : packages)],
};

/** Tried in this order. */
export const PACKAGE_MANAGERS: readonly PackageManager[] = [APT, DNF, BREW, CHOCO];
