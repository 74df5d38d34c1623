import { describe, expect, it } from "vitest";
import { ConnectionNews } from "../../../agent/connection-news.ts";

function setup() {
  const lines: string[] = [];
  const time = { now: 0 };
  const news = new ConnectionNews({
    name: "web-1",
    serverUrl: "http://s",
    now: () => time.now,
    say: (line) => lines.push(line),
  });
  return { news, lines, time };
}

describe("news of the connection", () => {
  it("says each change once", () => {
    const { news, lines, time } = setup();
    news.disconnected("refused");
    news.disconnected("refused");
    news.disconnected("timeout");
    time.now = 3000;
    news.connected("active");
    expect(lines).toEqual([
      "The server http://s cannot be reached (refused). Trying again until it answers.",
      "octopus agent web-1 connected to http://s again, after 3.0 s",
    ]);
  });

  it("is silent about the connection that an orderly stop ends", () => {
    const { news, lines } = setup();
    news.connected("active");
    news.ending();
    news.disconnected("io client disconnect");
    expect(lines).toEqual(["octopus agent web-1 connected to http://s"]);
  });

  it("greets plainly the first time, and says when somebody has to approve", () => {
    const { news, lines } = setup();
    news.connected("pending");
    expect(lines).toEqual([
      "octopus agent web-1 connected to http://s",
      "This machine waits for an administrator to approve it.",
    ]);
  });

  it("does not repeat a refusal, and does not call it unreachable", () => {
    const { news, lines } = setup();
    news.refused("Disabled.", true);
    news.disconnected("io server disconnect");
    news.refused("Disabled.", true);
    expect(lines).toEqual(["The server refuses this machine: Disabled. Trying again from time to time."]);
  });
});
