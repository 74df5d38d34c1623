import { describe, expect, it } from "vitest";
import { StandingWants } from "../../../../core/dispatch/standing-wants.ts";

const WEB = "agt_web-1";

describe("wants that an agent gave in advance", () => {
  it("are each used once", () => {
    const standing = new StandingWants(1_000);
    standing.put(WEB, ["n1", "n2"], 0);
    expect([0, 1, 2].map(() => standing.take(WEB, 0))).toEqual(["n1", "n2", undefined]);
  });

  it("are not used twice where the agent repeats one that was on its way to it", () => {
    const standing = new StandingWants(1_000);
    standing.put(WEB, ["n1", "n2"], 0);
    standing.take(WEB, 0);
    standing.put(WEB, ["n1", "n2", "n3"], 10);
    expect([0, 1, 2].map(() => standing.take(WEB, 10))).toEqual(["n2", "n3", undefined]);
  });

  it("are not used when they are old, or their connection has ended", () => {
    const standing = new StandingWants(1_000);
    standing.put(WEB, ["n1"], 0);
    expect(standing.take(WEB, 1_001)).toBeUndefined();
    standing.put(WEB, ["n2"], 2_000);
    standing.drop(WEB);
    expect(standing.take(WEB, 2_000)).toBeUndefined();
  });
});
