import { describe, expect, it } from "vitest";
import { authenticate, type CredentialChecks } from "../../../../web/http/authenticate.ts";
import { anActor } from "../../../support/actors.ts";

const ADA = anActor("admin", "ada");
const checks: CredentialChecks = {
  bySession: async (secret) => (secret === "good" ? ADA : undefined),
  byToken: async (secret) => (secret === "octo_pat_good" ? ADA : undefined),
  byAgentToken: async (secret) => (secret === "octo_dl_good" ? "agt_1" : undefined),
};
const plain = { secure: false };

describe("authenticate", () => {
  it("knows a person by the session cookie, a token, and a machine by its own", async () => {
    const session = await authenticate({ cookie: "octo-session=good" }, checks, plain);
    expect(session).toEqual({ kind: "person", actor: ADA, sessionSecret: "good" });
    const token = await authenticate({ authorization: "Bearer octo_pat_good" }, checks, plain);
    expect(token).toEqual({ kind: "person", actor: ADA, sessionSecret: undefined });
    const machine = await authenticate({ authorization: "bearer octo_dl_good" }, checks, plain);
    expect(machine).toEqual({ kind: "agent", agentId: "agt_1" });
  });

  it("lets no good cookie help a bad Authorization header, since that header skips the check of the origin", async () => {
    for (const authorization of ["", "Bearer wrong-one", "Basic Z29vZA==", "octo_pat_good"]) {
      const caller = await authenticate({ authorization, cookie: "octo-session=good" }, checks, plain);
      expect(caller, authorization).toEqual({ kind: "nobody" });
    }
  });

  it("looks at the cookie of its own transport only", async () => {
    const headers = { cookie: "octo-session=good" };
    expect(await authenticate(headers, checks, { secure: true })).toEqual({ kind: "nobody" });
    const bound = { cookie: "__Host-octo=good" };
    expect(await authenticate(bound, checks, { secure: true })).toMatchObject({ kind: "person" });
  });
});
