import { useCallback, useEffect, useRef, useState } from "react";
import type { LogListDto } from "../../contract/execution.ts";
import { call } from "../api/call.ts";
import { useLiveEvent, useLiveStatus } from "../live/use-live.ts";
import { LogLines } from "../model/log-lines.ts";

const CHUNKS_PER_PAGE = 200;

export interface Log {
  readonly lines: LogLines;
  /** Grows with every change of `lines`. */
  readonly version: number;
  readonly loading: boolean;
  /** More is stored than is here. */
  readonly more: boolean;
  readonly error: unknown;
  readonly loadMore: () => Promise<void>;
  /** Everything that is stored by now. */
  readonly loadAll: () => Promise<void>;
}

/** The output of one attempt: page by page as far as it is looked at, live at its end, and again when `stamp` changes. */
export function useLog(executionId: string, attempt: number, stamp: string): Log {
  const [reader] = useState(() => new LogReader(executionId, attempt));
  const [, setVersion] = useState(0);
  const { connectedCount } = useLiveStatus();
  const shown = useRef(true);
  const changed = useCallback(() => shown.current && setVersion((version) => version + 1), []);
  const loadMore = useCallback(() => reader.loadPage(changed), [reader, changed]);
  const loadAll = useCallback(async () => {
    do await reader.loadPage(changed);
    while (reader.more && shown.current && reader.error === undefined);
  }, [reader, changed]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: after a reconnect something may have been missed
  useEffect(() => {
    shown.current = true;
    void loadMore();
    return () => {
      shown.current = false;
    };
  }, [loadMore, connectedCount, stamp]);
  useLiveEvent("log", (event) => {
    if (event.executionId !== executionId || reader.more) return;
    const chunks = event.chunks.filter((chunk) => chunk.attempt === attempt);
    if (reader.lines.addLive(chunks)) changed();
    // What is on its way may have been asked for too early.
    else void loadMore().then(loadMore);
  });
  const { lines, version, loading, more, error } = reader;
  return { lines, version, loading, more, error, loadMore, loadAll };
}

/** Reads on where it stopped; two questions at once are one. */
class LogReader {
  readonly lines = new LogLines();
  version = 0;
  loading = false;
  more = true;
  error: unknown;
  readonly #executionId: string;
  readonly #attempt: number;
  #going: Promise<void> | undefined;

  constructor(executionId: string, attempt: number) {
    this.#executionId = executionId;
    this.#attempt = attempt;
  }

  loadPage(changed: () => void): Promise<void> {
    this.#going ??= this.#load(changed).finally(() => {
      this.#going = undefined;
    });
    return this.#going;
  }

  async #load(changed: () => void): Promise<void> {
    this.loading = true;
    try {
      const page = await this.#ask();
      this.lines.addStored(page.items);
      this.more = page.after !== undefined;
      this.error = undefined;
    } catch (error) {
      this.error = error;
    }
    this.loading = false;
    this.version += 1;
    changed();
  }

  #ask(): Promise<LogListDto> {
    const { nextSeq } = this.lines;
    const from = nextSeq === 0 ? {} : { after: nextSeq - 1 };
    const query = { attempt: this.#attempt, limit: CHUNKS_PER_PAGE, ...from };
    return call("execution.logs", { params: { id: this.#executionId }, query });
  }
}
