#!/bin/sh
# uptime.check: how long this machine has been up. One JSON object in, log lines on standard error, one JSON object out.
set -eu

# The request: {"action":"uptime.check","params":{},"dryRun":false}. There is nothing to choose, so it is only read.
cat >/dev/null

echo "reading when this machine was started" >&2

now=$(date +%s)
if [ -r /proc/uptime ]; then
  read -r seconds _ </proc/uptime
  seconds=${seconds%%.*}
elif boot=$(sysctl -n kern.boottime 2>/dev/null); then
  boot=${boot#*sec = }
  seconds=$((now - ${boot%%,*}))
else
  printf '{"ok":false,"headline":"not available here: neither /proc/uptime nor sysctl","data":{}}\n'
  exit 0
fi

days=$((seconds / 86400))
hours=$((seconds % 86400 / 3600))
minutes=$((seconds % 3600 / 60))
if [ "$days" -gt 0 ]; then
  text="$days d $hours h"
elif [ "$hours" -gt 0 ]; then
  text="$hours h $minutes min"
else
  text="$minutes min"
fi

printf '{"ok":true,"headline":"up for %s","data":{"uptimeSeconds":%d,"bootedAt":%d}}\n' \
  "$text" "$seconds" "$(((now - seconds) * 1000))"
