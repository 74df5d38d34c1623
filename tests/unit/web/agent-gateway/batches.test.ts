import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ToAgent } from "../../../../core/protocol/messages.ts";
import { PROTOCOL_LIMITS } from "../../../../core/protocol/version.ts";
import { AgentConnections } from "../../../../web/agent-gateway/agent-connections.ts";
import { decodeBatch } from "../../../../web/agent-gateway/decode-batch.ts";
import { splitBySize } from "../../../../web/agent-gateway/socket-outlet.ts";

describe("decodeBatch", () => {
  it("judges each message alone and says which were wrong", () => {
    const want = { type: "want", execution: "E-1", attempt: 1, nonce: "12345678" };
    const { messages, refused } = decodeBatch([{ type: "constructor" }, want, { ...want, extra: 1 }, null]);
    expect(messages).toEqual([want]);
    expect(refused.map(({ position }) => position)).toEqual([0, 2, 3]);
  });
  it("takes a full batch and refuses one more as a whole", () => {
    const progress = { type: "progress", execution: "E-1", attempt: 1, percent: 1, text: "" };
    expect(decodeBatch(Array(PROTOCOL_LIMITS.batchSize).fill(progress)).messages).toHaveLength(
      PROTOCOL_LIMITS.batchSize,
    );
    expect(decodeBatch(Array(PROTOCOL_LIMITS.batchSize + 1).fill(progress))).toMatchObject({ messages: [] });
  });
  it("never throws, whatever comes", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const { messages, refused } = decodeBatch(value);
        return Array.isArray(messages) && Array.isArray(refused);
      }),
      { numRuns: 300 },
    );
  });
});

describe("splitBySize", () => {
  const message = fc
    .record({ execution: fc.string({ maxLength: 10 }), reason: fc.nat(90_000).map((length) => "x".repeat(length)) })
    .map(({ execution, reason }): ToAgent => ({ type: "no", execution, attempt: 1, reason }));
  it("keeps all messages in order, in frames below the limit", () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 30 }), (messages) => {
        const batches = splitBySize(messages);
        expect(batches.flat()).toEqual(messages);
        for (const batch of batches) {
          expect(batch.length).toBeGreaterThan(0);
          expect(Buffer.byteLength(JSON.stringify(batch))).toBeLessThan(PROTOCOL_LIMITS.frameBytes);
        }
      }),
      { numRuns: 60 },
    );
  });
  it("splits many small ones by number", () => {
    const racks = Array.from({ length: 401 }, (): ToAgent => ({ type: "rack", execution: "E-1", attempt: 1 }));
    expect(splitBySize(racks).map((batch) => batch.length)).toEqual([200, 200, 1]);
  });
});

describe("AgentConnections", () => {
  const outlet = () => {
    let open = true;
    const sent: ToAgent[] = [];
    return {
      send: (all: readonly ToAgent[]) => void sent.push(...all),
      isOpen: () => open,
      close: () => {
        open = false;
      },
      sent,
    };
  };
  it("says false for an agent that is not there or whose way is closed", () => {
    const connections = new AgentConnections();
    const way = outlet();
    expect(connections.send("agt_1", [])).toBe(false);
    connections.put("agt_1", way);
    expect(connections.send("agt_1", [])).toBe(true);
    way.close();
    expect(connections.send("agt_1", [])).toBe(false);
  });
  it("closes the older way when a newer comes, and does not forget the newer when the older ends", () => {
    const connections = new AgentConnections();
    const [older, newer] = [outlet(), outlet()];
    connections.put("agt_1", older);
    connections.put("agt_1", newer);
    expect(older.isOpen()).toBe(false);
    expect(connections.remove("agt_1", older)).toBe(false);
    expect(connections.isConnected("agt_1")).toBe(true);
    expect(connections.remove("agt_1", newer)).toBe(true);
  });
});
