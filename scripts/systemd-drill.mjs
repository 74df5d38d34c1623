// Services on a real systemd: makes units of every kind, asks the service plugin to change them, and takes them away
// again. Run it as root on a machine with systemd that you can spare: node scripts/systemd-drill.mjs
import { spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./prepare.mjs";

const FOLDER = "/run/systemd/system";
if (!existsSync(FOLDER) || process.getuid() !== 0) {
  process.stderr.write("This needs root on a machine that systemd started.\n");
  process.exit(2);
}

const SLEEP = "ExecStart=/bin/sleep infinity";
const UNITS = {
  "drill-up": SLEEP,
  "drill-false": "ExecStart=/bin/false",
  "drill-nofile": "ExecStart=/usr/bin/does-not-exist",
  "drill-pre": `ExecStartPre=/bin/sh -c "echo line 3 is wrong >&2; exit 1"\n${SLEEP}`,
  "drill-dies": 'Type=exec\nExecStart=/bin/sh -c "sleep 0.2; exit 3"',
  "drill-loop": 'ExecStart=/bin/sh -c "sleep 0.3; exit 3"\nRestart=always\nRestartSec=100ms',
  "drill-once": "Type=oneshot\nExecStart=/bin/true",
  "drill-slow": 'Type=notify\nNotifyAccess=all\nExecStart=/bin/sh -c "sleep 3; systemd-notify --ready; sleep 99"',
  "drill-stubborn": 'ExecStart=/bin/sh -c "trap : TERM; while :; do sleep 1; done"\nTimeoutStopSec=3',
  "drill-bad": "ExecStart=\nFoo=bar",
};
/** What is asked, of what, whether it is well, and what a person reads. */
const STEPS = [
  ["status", "drill-nothere", false, /^there is no service drill-nothere here$/],
  ["start", "drill-up", true, /^drill-up started, running \(pid \d+\)$/],
  ["start", "drill-up", true, /running already/],
  ["restart", "drill-up", true, /^drill-up restarted, running \(pid \d+\), previously up/],
  ["stop", "drill-up", true, /^drill-up stopped, previously up/],
  ["stop", "drill-up", true, /was not running/],
  ["start", "drill-false", false, /exit code 1/],
  ["start", "drill-nofile", false, /its program is missing or cannot be run|ended with an error/],
  ["start", "drill-pre", false, /what runs before it/],
  ["start", "drill-dies", false, /exit code 3/],
  ["start", "drill-loop", false, /keeps ending and being started again/],
  ["stop", "drill-loop", true, /stopped/],
  ["start", "drill-once", true, /has done its work/],
  ["start", "drill-slow", true, /started, running/],
  ["stop", "drill-slow", true, /stopped/],
  ["start", "drill-stubborn", true, /started/],
  ["stop", "drill-stubborn", true, /stopped.*did not start or stop in its time/],
  ["start", "drill-bad", false, /its unit file has a mistake/],
  ["status", "drill-bad", true, /its unit file has a mistake/],
];

const systemctl = (...args) => spawnSync("systemctl", args, { encoding: "utf8" });
const files = Object.keys(UNITS).map((name) => join(FOLDER, `${name}.service`));
for (const [name, body] of Object.entries(UNITS)) {
  const unit = `[Unit]\nDescription=Octopus drill\nStartLimitIntervalSec=0\n[Service]\n${body}\n`;
  writeFileSync(join(FOLDER, `${name}.service`), unit);
}
systemctl("daemon-reload");

const { plugin } = await import(pathToFileURL(join(root, "dist/plugins/service/plugin.mjs")).href);
let wrong = 0;
const tell = (well, line) => {
  if (!well) wrong += 1;
  process.stdout.write(`${well ? "ok    " : "WRONG "} ${line}\n`);
};
try {
  for (const [verb, service, ok, expected] of STEPS) {
    const context = { params: { service }, signal: new AbortController().signal, log: () => undefined };
    const answer = await plugin.actions.get(`service.${verb}`)(context);
    tell(answer.ok === ok && expected.test(answer.headline), `${verb} ${service}: ${answer.headline}`);
  }
} finally {
  for (const name of Object.keys(UNITS)) systemctl("stop", name);
  for (const file of files) rmSync(file, { force: true });
  systemctl("daemon-reload");
  systemctl("reset-failed", "drill-*");
}
for (const unit of ["octopus-agent.service", "octopus-server.service"]) {
  const verified = spawnSync("systemd-analyze", ["verify", join(root, "deploy/systemd", unit)], { encoding: "utf8" });
  // That the programs are not where the units expect them is no fault of the units.
  const complaints = verified.stderr.split("\n").filter((line) => line.includes(unit) && !/not executable/.test(line));
  tell(complaints.length === 0, `systemd-analyze verify ${unit} ${complaints.join(" ")}`);
}
process.stdout.write(`${systemctl("--version").stdout.split("\n")[0]}\n`);
process.exit(wrong === 0 ? 0 : 1);
