import { describe, expect, it } from "vitest";
import {
  formatAgo,
  formatDay,
  formatElapsed,
  formatInstant,
  isoInZone,
} from "../../../../../web/client/model/format-time.ts";

const NOW = Date.parse("2026-11-21T10:00:00Z");
const PARIS = "Europe/Paris";

describe("times in the console", () => {
  it.each([
    ["2026-11-21T08:05:00Z", "09:05"],
    ["2026-11-20T22:59:00Z", "Fri 20 Nov, 23:59"],
    ["2026-11-20T23:00:00Z", "00:00"],
    ["2025-03-01T12:00:00Z", "1 Mar 2025, 13:00"],
  ])("shows %s as %s to somebody in Paris", (iso, text) => {
    expect(formatInstant(Date.parse(iso), NOW, PARIS)).toBe(text);
  });

  it.each([
    ["2026-11-21T00:00:00Z", "Today"],
    ["2026-11-20T12:00:00Z", "Yesterday"],
    ["2026-11-18T12:00:00Z", "Wed 18 Nov"],
  ])("calls the day of %s %s", (iso, text) => {
    expect(formatDay(Date.parse(iso), NOW, PARIS)).toBe(text);
  });

  it("gives the whole instant with its offset and zone", () => {
    expect(isoInZone(Date.parse("2026-07-01T12:00:05Z"), PARIS)).toBe("2026-07-01T14:00:05+02:00 (Europe/Paris)");
    expect(isoInZone(Date.parse("2026-07-01T12:00:05Z"), "UTC")).toBe("2026-07-01T12:00:05Z (UTC)");
  });

  it("falls back to the browser's zone when it does not know the person's", () => {
    expect(formatInstant(NOW, NOW, "Mars/Olympus")).toBe(formatInstant(NOW, NOW, undefined));
  });

  it.each([
    [-500, "now"],
    [-4_000, "4 s ago"],
    [-180_000, "3 min ago"],
    [-7_300_000, "2 h ago"],
    [-432_000_000, "5 days ago"],
    [180_000, "in 3 min"],
  ])("says how far %i ms are away: %s", (offset, text) => {
    expect(formatAgo(NOW + offset, NOW)).toBe(text);
  });

  it.each([
    [-1, "0:00"],
    [7_999, "0:07"],
    [750_000, "12:30"],
    [3_723_000, "1:02:03"],
  ])("ticks %i ms as %s", (elapsed, text) => {
    expect(formatElapsed(elapsed)).toBe(text);
  });
});
