import { describe, expect, it } from "vitest";
import { answerCheck } from "../../../../plugins/ping/answer-check.ts";
import { parsePing } from "../../../../plugins/ping/parse-ping.ts";

describe("reading ping", () => {
  it.each([
    [
      "iputils",
      `PING 127.0.0.1 (127.0.0.1) 56(84) bytes of data.
64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.030 ms
64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.031 ms (DUP!)
64 bytes from 127.0.0.1: icmp_seq=2 ttl=64 time=12 ms

--- 127.0.0.1 ping statistics ---
3 packets transmitted, 2 received, +1 duplicates, 33.3333% packet loss, time 2042ms
rtt min/avg/max/mdev = 0.030/6.015/12.000/5.985 ms`,
      { sent: 3, times: [0.03, 12] },
    ],
    [
      "busybox",
      `PING 127.0.0.1 (127.0.0.1): 56 data bytes
64 bytes from 127.0.0.1: seq=0 ttl=64 time=0.051 ms
64 bytes from 127.0.0.1: seq=1 ttl=64 time=0.071 ms

--- 127.0.0.1 ping statistics ---
2 packets transmitted, 2 packets received, 0% packet loss
round-trip min/avg/max = 0.051/0.061/0.071 ms`,
      { sent: 2, times: [0.051, 0.071] },
    ],
    [
      "macOS",
      `PING localhost (127.0.0.1): 56 data bytes
64 bytes from 127.0.0.1: icmp_seq=0 ttl=64 time=0.036 ms

--- localhost ping statistics ---
1 packets transmitted, 1 packets received, 0.0% packet loss
round-trip min/avg/max/stddev = 0.036/0.036/0.036/0.000 ms`,
      { sent: 1, times: [0.036] },
    ],
    [
      "nobody answering",
      `PING 10.0.0.9 (10.0.0.9) 56(84) bytes of data.
From 10.0.0.1 icmp_seq=1 Destination Host Unreachable

--- 10.0.0.9 ping statistics ---
1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms`,
      { sent: 1, times: [] },
    ],
  ])("reads the output of %s", (_kind, output, expected) => expect(parsePing(output)).toEqual(expected));

  it("knows that without a summary there was no ping", () => {
    expect(parsePing("ping: socktype: SOCK_RAW\nping: socket: Operation not permitted\n")).toBeUndefined();
  });
});

describe("the answer of ping.check", () => {
  const result = { host: "db", address: "10.0.0.2", method: "icmp", sent: 3, note: undefined } as const;

  it("says how many were answered and how fast", () => {
    const answer = answerCheck({ ...result, times: [1, 2, 6] });
    expect(answer).toMatchObject({ ok: true, attention: false, headline: "db answers: 3 of 3, 3 ms on average" });
    expect(answer.data).toMatchObject({ lossPct: 0, minMs: 1, averageMs: 3, maxMs: 6 });
  });

  it("wants attention when some are lost, and fails when all are", () => {
    expect(answerCheck({ ...result, times: [1] })).toMatchObject({
      ok: true,
      attention: true,
      data: { lossPct: 66.7 },
    });
    expect(answerCheck({ ...result, times: [] })).toMatchObject({ ok: false, headline: "db does not answer: 0 of 3" });
  });

  it("says when it was no ping", () => {
    const { headline } = answerCheck({ ...result, method: "tcp", times: [1], sent: 1, note: "by TCP to port 22" });
    expect(headline).toBe("db answers: 1 of 1, 1 ms on average (by TCP to port 22)");
  });
});
