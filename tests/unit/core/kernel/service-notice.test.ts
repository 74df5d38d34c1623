import { describe, expect, it } from "vitest";
import { serviceNotice } from "../../../../core/kernel/service-notice.ts";
import { FakeClock } from "../../../support/fake-clock.ts";

function notice(environment: Readonly<Record<string, string>>) {
  const clock = new FakeClock();
  const sent: (readonly string[])[] = [];
  return { clock, sent, notice: serviceNotice({ environment, clock, send: (lines) => sent.push(lines) }) };
}

const KEPT = { NOTIFY_SOCKET: "/run/systemd/notify" };

describe("what is told to systemd", () => {
  it("is nothing where no systemd keeps the program", async () => {
    const { clock, sent, notice: silent } = notice({ WATCHDOG_USEC: "60000000" });
    silent.ready("listening");
    await clock.advance(600_000);
    silent.stopping();
    expect(sent).toEqual([]);
  });

  it("is that it is ready, three signs of life in the watchdog's time, and that it stops", async () => {
    const { clock, sent, notice: kept } = notice({ ...KEPT, WATCHDOG_USEC: "60000000" });
    kept.ready("listening");
    await clock.advance(60_000);
    kept.stopping();
    await clock.advance(600_000);
    expect(sent).toEqual([
      ["READY=1", "STATUS=listening"],
      ["WATCHDOG=1"],
      ["WATCHDOG=1"],
      ["WATCHDOG=1"],
      ["STOPPING=1"],
    ]);
  });

  it("has no signs of life where nobody waits for them", async () => {
    const { clock, sent, notice: kept } = notice(KEPT);
    kept.ready("listening");
    await clock.advance(600_000);
    expect(sent).toEqual([["READY=1", "STATUS=listening"]]);
  });
});
