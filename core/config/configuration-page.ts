import { CONFIG_FILE } from "./config-file.ts";
import { environmentName } from "./environment-name.ts";
import { SETTING_KEYS, type SettingKey, settingOf } from "./server-config-schema.ts";

const INTRODUCTION = `# Configuration

Written from the schema in \`core/config/server-config-schema.ts\`; a test compares.

A setting is taken from the first of these that has it: a flag of the command line, the environment, the file
\`${CONFIG_FILE}\` in the folder the server is started in (or the one that \`--config\` names), its default. What has no
default is optional. \`octopus config\` shows the effective values and where each came from, with secrets masked.

Durations are written \`30s\`, \`15min\`, \`8h\`, \`90d\`, or in ISO 8601 (\`PT30S\`). A value that is not valid, a name that does not
exist in the file, or a variable that looks like a slip of one below, stops the start with exit code 2 and one line for each
problem.

| setting | environment | default | meaning |
| --- | --- | --- | --- |
`;

const EXAMPLE = `
An example of the file:

\`\`\`json
{
  "port": 8080,
  "timeZone": "Europe/Berlin",
  "keepRuns": "180d",
  "pluginDirs": ["/srv/octopus/plugins"]
}
\`\`\`
`;

/** The whole of docs/configuration.md. */
export function configurationPage(): string {
  return `${INTRODUCTION}${SETTING_KEYS.map(line).join("\n")}\n${EXAMPLE}`;
}

function line(key: SettingKey): string {
  const setting = settingOf(key);
  const choices = setting.enum ? ` One of ${setting.enum.map((choice) => `\`${choice}\``).join(", ")}.` : "";
  return `| \`${key}\` | \`${environmentName(key)}\` | ${defaultOf(setting.default)} | ${setting.description}${choices} |`;
}

function defaultOf(value: unknown): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return value.length === 0 ? "none" : `\`${value.join(",")}\``;
  return `\`${String(value)}\``;
}
