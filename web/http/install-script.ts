/**
 * What `curl <server>/install.sh | sh -s -- --token <token>` runs on a new machine: fetch the agent, join, run. Needs Node 20
 * and curl, nothing else. `serverUrl` was checked to be a host and may stand in the script.
 */
export function installScript(serverUrl: string): string {
  return `#!/bin/sh
# Joins this machine to ${serverUrl}.
# Usage: curl -fsSL ${serverUrl}/install.sh | sh -s -- --token TOKEN [--name NAME]
set -eu
folder="\${OCTOPUS_AGENT_DIR:-$HOME/.octopus-agent}"
# A machine that has joined needs no token: it gets the server's present agent and runs it.
[ $# -gt 0 ] || [ -e "$folder/agent.json" ] || { echo "Give the join token: --token TOKEN" >&2; exit 2; }
case "\${1:--}" in -*) ;; *) set -- --token "$@" ;; esac
command -v node >/dev/null 2>&1 || { echo "Install Node.js 20.19 or newer first." >&2; exit 1; }
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' || {
  echo "Node.js 20.19 or newer is needed; this is $(node --version)." >&2
  exit 1
}
umask 077
mkdir -p "$folder"
curl -fsSL "${serverUrl}/agent.cjs" -o "$folder/agent.cjs"
[ -e "$folder/agent.json" ] ||
  node "$folder/agent.cjs" join "${serverUrl}" "$@" --data-dir "$folder"
exec node "$folder/agent.cjs" run --data-dir "$folder"
`;
}
