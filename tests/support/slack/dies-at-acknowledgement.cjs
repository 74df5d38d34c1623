// Loaded before a server of ours: it kills itself, as kill -9 does, when it acknowledges the next delivery of Slack.
// The file says where: "before" a byte of the acknowledgement is written, "after" all of it is on its way.
const { readFileSync, rmSync } = require("node:fs");
const { ServerResponse } = require("node:http");

const file = process.env.OCTOPUS_TEST_DIES_FILE;
const { end } = ServerResponse.prototype;

function armed() {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function die() {
  rmSync(file);
  process.kill(process.pid, "SIGKILL");
}

ServerResponse.prototype.end = function endOrDie(...parts) {
  const when = this.req?.url === "/slack/events" && this.statusCode === 200 ? armed() : "";
  if (when === "before") die();
  if (when === "after") this.once("finish", die);
  return end.apply(this, parts);
};
