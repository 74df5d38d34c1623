import { describe, expect, it } from "vitest";
import { assertPassword } from "../../../../core/users/assert-password.ts";
import { ArgonHasher } from "../../../../core/users/password-hasher.ts";

describe("which passwords are taken", () => {
  it.each(["correct horse battery", "twelve chars", "Zw0lf-Zeichen", "пароль из слов", "x7x7x7abcdef"])(
    "takes %j",
    (password) => {
      expect(() => assertPassword(password, "alice")).not.toThrow();
    },
  );

  it.each([
    ["", "at least 12"],
    ["eleven char", "at least 12"],
    ["👍".repeat(11), "at least 12"],
    ["x".repeat(257), "at most 256"],
    ["abababababab", "too few"],
    ["Password1234", "first that others"],
    ["password1234!!", "first that others"],
    ["alice@corpalice@corp", "made of the user's name"],
  ])("refuses %j and says why", (password, why) => {
    expect(() => assertPassword(password, "alice@corp")).toThrow(why);
  });

  it("never repeats the password", () => {
    expect(() => assertPassword("hunter2", "alice")).not.toThrow("hunter2");
  });
});

describe("hashing passwords", () => {
  it("is argon2id with 46 MiB, salted, and knows the right password from a wrong one", async () => {
    const hasher = new ArgonHasher();
    const [one, two] = await Promise.all([hasher.hash("a secret of mine"), hasher.hash("a secret of mine")]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=47104,t=1,p=1\$/);
    expect(one).not.toBe(two);
    expect(await hasher.verify("a secret of mine", one)).toBe(true);
    expect(await hasher.verify("a secret of Mine", one)).toBe(false);
  });

  it("says no for nobody and for a damaged hash, even to the decoy's own password", async () => {
    const hasher = new ArgonHasher();
    expect(await hasher.verify("nobody has this password", undefined)).toBe(false);
    expect(await hasher.verify("whatever", "$argon2id$damaged")).toBe(false);
  });

  it("works on two at a time, lets twenty wait, and turns the rest away", async () => {
    const hasher = new ArgonHasher();
    const tries = Array.from({ length: 25 }, () => hasher.hash("a secret of mine"));
    const results = await Promise.allSettled(tries);
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(22);
    expect(results.at(-1)).toMatchObject({ reason: { code: "request.rate-limited" } });
    expect(await hasher.hash("and then it is free again")).toContain("argon2id");
  });
});
