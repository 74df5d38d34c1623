/** Words for machines in general. */
export const NOUNS = new Set(
  "server servers machine machines box boxes host hosts node nodes agent agents computer computers vm vms system systems client clients fleet".split(
    " ",
  ),
);
/** Word -> term of an operating system. */
export const OS = new Map([
  ["linux", "os:linux"],
  ["windows", "os:windows"],
  ["win", "os:windows"],
  ["macos", "os:macos"],
  ["mac", "os:macos"],
  ["macs", "os:macos"],
  ["osx", "os:macos"],
]);
/** Word -> term of an environment. */
export const ENV = new Map([
  ["production", "env:production"],
  ["prod", "env:production"],
  ["live", "env:production"],
  ["staging", "env:staging"],
  ["stage", "env:staging"],
  ["stg", "env:staging"],
  ["prd", "env:production"],
  ["test", "env:test"],
  ["testing", "env:test"],
  ["dev", "env:dev"],
  ["development", "env:dev"],
]);
/** What people call machines of a role: word -> label. Only where there is such a label. */
export const ROLES = new Map([
  ["database", "db"],
  ["databases", "db"],
  ["dbs", "db"],
  ["webserver", "web"],
  ["webservers", "web"],
  ["caches", "cache"],
  ["builder", "build"],
  ["builders", "build"],
]);
