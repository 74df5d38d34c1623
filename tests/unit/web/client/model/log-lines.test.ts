import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LogLines } from "../../../../../web/client/model/log-lines.ts";
import type { LogChunkDto } from "../../../../../web/contract/execution.ts";

const chunk = (seq: number, text: string, stream: LogChunkDto["stream"] = "out"): LogChunkDto => ({
  executionId: "E-1",
  attempt: 1,
  seq,
  stream,
  text,
  at: 0,
});
const shown = (log: LogLines) => log.lines.map(({ stream, text }) => `${stream}:${text}`);

describe("log lines", () => {
  it("are the same however the text was cut into chunks", () => {
    void fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z\n]{0,6}$/)), (texts) => {
        const log = new LogLines();
        log.addStored(texts.map((text, seq) => chunk(seq, text)));
        const whole = texts.join("");
        const expected = whole === "" || whole.endsWith("\n") ? whole : `${whole}\n`;
        expect(log.text()).toBe(expected);
      }),
    );
  });

  it("joins the pieces of a line although the other stream spoke in between", () => {
    const log = new LogLines();
    log.addStored([chunk(0, "half "), chunk(1, "oops\n", "err"), chunk(2, "whole\n")]);
    expect(shown(log)).toEqual(["out:half whole", "err:oops"]);
  });

  it("says where stored output has a hole", () => {
    const log = new LogLines();
    log.addStored([chunk(0, "a\n"), chunk(3, "b\n")]);
    expect(shown(log)).toEqual(["out:a", "gap:Some output is missing here.", "out:b"]);
  });

  it("shows the reason that a gap brings", () => {
    const log = new LogLines();
    log.addStored([chunk(0, "a"), chunk(1, "1 MB was dropped.", "gap"), chunk(2, "b")]);
    expect(shown(log)).toEqual(["out:a", "gap:1 MB was dropped.", "out:b"]);
  });

  it("does not take live output that does not continue what is here", () => {
    const log = new LogLines();
    log.addStored([chunk(0, "a\n")]);
    expect(log.addLive([chunk(2, "c\n")])).toBe(false);
    expect([shown(log), log.nextSeq]).toEqual([["out:a"], 1]);
  });

  it("takes each chunk once, although it comes live and stored", () => {
    const log = new LogLines();
    expect(log.addLive([chunk(0, "a\n"), chunk(1, "b\n")])).toBe(true);
    log.addStored([chunk(0, "a\n"), chunk(1, "b\n"), chunk(2, "c\n")]);
    expect(shown(log)).toEqual(["out:a", "out:b", "out:c"]);
  });

  it("shows the last state of a progress bar and no terminal codes", () => {
    const log = new LogLines();
    log.addStored([chunk(0, "10 %\r50 %\r100 %\n\u001b[32mok\u001b[0m\r\n")]);
    expect(shown(log)).toEqual(["out:100 %", "out:ok"]);
  });

  it("finds lines whatever their case", () => {
    const log = new LogLines();
    log.addStored([chunk(0, "Error one\nfine\nERROR two\n")]);
    expect([log.find("error"), log.find("")]).toEqual([[0, 2], []]);
  });
});
