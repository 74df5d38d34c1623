import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../core/kernel/json.ts";
import type { Task } from "../../../../core/model/task.ts";
import type { ActionManifest, ParamSchema } from "../../../../core/plugin-api/manifest.ts";
import { hideSealed } from "../../../../core/secrets/hide-sealed.ts";
import { isSealed, seal, unseal } from "../../../../core/secrets/seal.ts";
import { keepSecrets } from "../../../../core/secrets/seal-request.ts";
import { sealTasks } from "../../../../core/secrets/seal-tasks.ts";
import { SealedCatalog } from "../../../../core/secrets/sealed-catalog.ts";
import { taskTable } from "../../../../core/store/tables/task-table.ts";
import type { ActionCatalog } from "../../../../core/tasks/action-catalog.ts";
import { changedRequest } from "../../../../core/tasks/request-of.ts";
import { aRequest, CoreWorld } from "../../../support/core-world.ts";
import "../../../support/fixed-chance.ts";

const KEY = "a".repeat(64);
const SECRET: ParamSchema = { type: "string", title: "Token", "x-secret": true };
const properties = { song: { type: "string", title: "Song" }, token: SECRET, headers: { ...SECRET, type: "object" } };

/** Knows one action, and takes a token of eight characters or more. */
const actions: ActionCatalog = {
  find: (name) =>
    name === "canary.sing"
      ? {
          plugin: { name: "canary", version: "1.0.0", digest: "d" },
          action: {
            name,
            params: { type: "object", properties, additionalProperties: false },
          } as unknown as ActionManifest,
        }
      : undefined,
  validateParams: (_action, { token }) => (String(token).length < 8 ? "token is too short" : undefined),
};
const catalog = new SealedCatalog(actions, KEY);
const sing = (params: JsonObject) => catalog.sealed("canary.sing", params);

describe("P22: what is kept of a secret parameter", () => {
  it("opens to what was sealed with the same key for the same use, and to nothing else", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom("a.x", "b.y"), (secret, use) => {
        const sealed = seal(secret, KEY, use);
        expect(unseal(sealed, KEY, use)).toBe(secret);
        expect(unseal(sealed, KEY, "another.use")).toBeUndefined();
        expect(unseal(sealed, "b".repeat(64), use)).toBeUndefined();
        expect(unseal(`${sealed.slice(0, -2)}AA`, KEY, use) === secret && !sealed.endsWith("AA")).toBe(false);
        expect(seal(secret, KEY, use)).toBe(sealed);
      }),
    );
  });

  it("is sealed text, of the secret ones only, once; objects too", () => {
    const sealed = sing({ song: "march", token: "abcdefgh12", headers: { authorization: "Bearer abcdefgh12" } });
    expect(sealed["song"]).toBe("march");
    expect(isSealed(sealed["token"]) && isSealed(sealed["headers"])).toBe(true);
    expect(JSON.stringify(sealed)).not.toContain("abcdefgh12");
    expect(sing(sealed)).toEqual(sealed);
    expect(catalog.opened("canary.sing", sealed)).toEqual({
      song: "march",
      token: "abcdefgh12",
      headers: { authorization: "Bearer abcdefgh12" },
    });
    const shown = { params: { song: "march", token: "(secret)", headers: "(secret)" } };
    expect(hideSealed({ steps: [{ params: sealed }] })).toEqual({ steps: [shown] });
  });

  it("is checked as it was meant, and one of another key is said to be lost", () => {
    expect(catalog.validateParams("canary.sing", sing({ token: "short" }))).toBe("token is too short");
    expect(catalog.validateParams("canary.sing", sing({ token: "long enough" }))).toBeUndefined();
    const other = new SealedCatalog(actions, "b".repeat(64));
    expect(other.validateParams("canary.sing", sing({ token: "long enough" }))).toContain("sealed with another key");
  });

  it("does not seal what is taken over from the run before", () => {
    expect(sing({ token: "{{previous.value.token}}" })).toEqual({ token: "{{previous.value.token}}" });
  });

  it("stays as it was where a change sends back what stands for it", () => {
    const before = sing({ token: "abcdefgh12" });
    expect(keepSecrets({ song: "lullaby", token: "(secret)" }, before)).toEqual({ song: "lullaby", ...before });
    expect(keepSecrets({ song: "(secret)" }, { song: "march" })).toEqual({ song: "(secret)" });
  });

  it("stays in the check between batches, too, as long as that is the same check", () => {
    const check = { action: "canary.sing", params: sing({ token: "abcdefgh12" }) };
    const task = { params: {}, policy: { check } } as unknown as Task;
    const shown = (action: string) => ({ policy: { check: { action, params: { token: "(secret)" } } } });
    expect(changedRequest(task, shown("canary.sing")).policy.check).toEqual(check);
    expect(changedRequest(task, shown("canary.hush")).policy.check?.params).toEqual({ token: "(secret)" });
  });

  it("is not what stands for it where it is not shown", () => {
    const copied = sing({ song: "(secret)", token: "(secret)" });
    expect(catalog.validateParams("canary.sing", copied)).toBe(
      'token is not shown, and "(secret)" is not it; give it again',
    );
  });

  it("is not in the sentence that it was read from", () => {
    const read = {
      intent: "task.create",
      outcome: "act",
      action: "canary.sing",
      spans: [],
      score: 1,
      said: [],
    } as const;
    const frame = { ...read, params: { song: "march", token: "abcdefgh12" } };
    const text = "sing song march with token abcdefgh12";
    for (const one of [frame, catalog.sealedFrame(frame)]) {
      expect(catalog.withoutSecrets(text, one)).toBe("sing song march with token (secret)");
    }
  });

  it("is sealed at the next start where a task of an older version keeps it open", async () => {
    const world = new CoreWorld();
    await world.create(aRequest());
    const params = { song: "march", token: "abcdefgh12" };
    const policy = { check: { action: "canary.sing", params } };
    await world.store.write((writer) =>
      writer.update(taskTable, {}, { action: "canary.sing", plugin: "canary", params, policy }),
    );
    expect(await sealTasks(world.store, catalog, ["another"])).toBe(0);
    expect(await sealTasks(world.store, catalog, ["canary"])).toBe(1);
    const [row] = await world.store.select(taskTable, {});
    expect(row?.params).toEqual(sing(params));
    expect(row?.policy.check?.params).toEqual(sing(params));
    expect(await sealTasks(world.store, catalog, ["canary"])).toBe(0);
  });
});
