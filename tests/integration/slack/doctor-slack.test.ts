import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { checkSlack, SLACK_SCOPES } from "../../../web/cli/doctor/slack-checks.ts";
import { FakeSlackApi } from "../../support/slack/fake-slack-api.ts";

async function setup(change: object = {}) {
  const api = new FakeSlackApi();
  await api.start();
  onTestFinished(() => api.stop());
  api.scopes = SLACK_SCOPES.join(",");
  const settings = { botToken: "xoxb-s3cret", appToken: "xapp-s3cret", signingSecret: undefined, teams: [] };
  const examine = () => checkSlack({ ...settings, apiUrl: api.url, ...change }, "https://octopus.test");
  return { api, examine };
}
const levels = (findings: Awaited<ReturnType<typeof checkSlack>>) => findings.map((finding) => finding.level);

describe("octopus doctor slack", () => {
  it("is content when token, scopes and socket are as the manifest asks", async () => {
    const { api, examine } = await setup();
    api.socketUrl = "ws://127.0.0.1:1/";
    expect(levels(await examine())).toEqual(["ok", "ok", "ok", "ok", "ok"]);
    expect(JSON.stringify(await examine())).toContain("must name octopus.test");
    const manifest = JSON.parse(
      readFileSync(join(import.meta.dirname, "../../../deploy/slack-manifest.json"), "utf8"),
    ) as {
      oauth_config: { scopes: { bot: readonly string[] } };
      features: { unfurl_domains: readonly string[] };
      settings: { event_subscriptions: { bot_events: readonly string[] } };
    };
    expect(manifest.features.unfurl_domains).toHaveLength(1);
    expect(manifest.settings.event_subscriptions.bot_events).toContain("link_shared");
    expect([...manifest.oauth_config.scopes.bot].sort()).toEqual([...SLACK_SCOPES].sort());
  });

  it("names what is missing, and how to mend it, and never a secret", async () => {
    const { api, examine } = await setup({ teams: ["T9"] });
    api.scopes = "chat:write,commands";
    const findings = await examine();
    expect(levels(findings)).toEqual(["ok", "fail", "fail", "fail", "ok", "ok"]);
    const said = JSON.stringify(findings);
    expect(said).toContain("users:read");
    expect(said).toContain("OCTOPUS_SLACK_TEAMS");
    expect(said).toContain("no socket (not_allowed)");
    expect(said).not.toContain("s3cret");
  });

  it("tells a wrong token from a Slack that cannot be reached, and from none", async () => {
    const { api, examine } = await setup();
    api.trouble("auth.test", { kind: "error", error: "invalid_auth" });
    expect((await examine())[0]).toMatchObject({ level: "fail", what: expect.stringContaining("invalid_auth") });
    const nowhere = {
      botToken: "xoxb-1",
      appToken: undefined,
      signingSecret: "x",
      teams: [],
      apiUrl: "http://127.0.0.1:1/",
    };
    expect(await checkSlack(nowhere)).toMatchObject([
      { level: "fail", what: expect.stringContaining("cannot be reached") },
    ]);
    expect(await checkSlack({ ...nowhere, apiUrl: api.url })).toContainEqual(
      expect.objectContaining({ level: "warn", fix: expect.stringContaining("OCTOPUS_PUBLIC_URL") }),
    );
    expect(await checkSlack(undefined)).toMatchObject([{ level: "warn" }]);
  });
});
