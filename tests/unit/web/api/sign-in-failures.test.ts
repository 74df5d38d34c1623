import { describe, expect, it } from "vitest";
import { SignInFailures } from "../../../../web/api/sign-in-failures.ts";

async function linesOf(tries: readonly (readonly [account: string, address: string])[]): Promise<number> {
  const failures = new SignInFailures();
  let lines = 0;
  for (const [account, address] of tries) if (await failures.isWorthALine(account, address)) lines += 1;
  return lines;
}
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

describe("lines about wrong passwords", () => {
  it("are written for the first ones, and for others meanwhile", async () => {
    expect(
      await linesOf([
        ["ada", "1.1.1.1"],
        ["ADA", "1.1.1.1"],
        ["bob", "2.2.2.2"],
      ]),
    ).toBe(3);
  });

  it("are bounded for one account from many addresses, however its name is written", async () => {
    expect(await linesOf(times(500, (index) => [index % 2 === 0 ? "ada" : "Ada", `1.1.1.${index}`]))).toBe(5);
  });

  it("are bounded for one address that tries many accounts", async () => {
    expect(await linesOf(times(500, (index) => [`name-${index}`, "1.1.1.1"]))).toBe(10);
  });

  it("are bounded for all together", async () => {
    expect(await linesOf(times(500, (index) => [`name-${index}`, `1.1.${index >> 8}.${index & 255}`]))).toBe(60);
  });
});
