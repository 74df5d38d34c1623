import { useEffect, useState } from "react";
import type { ConversationDto } from "../../contract/conversation.ts";
import { call } from "../api/call.ts";
import { useLiveEvent } from "../live/use-live.ts";
import { readStored, writeStored } from "../model/stored-text.ts";
import { type Resource, useResource } from "./use-resource.ts";

const POLL_MS = 20_000;

/** One's own conversations, the latest first; asked for again now and then, and when something is said. */
export function useConversations(current: string | undefined): Resource<readonly ConversationDto[]> {
  const list = useResource("conversations", async (signal) => {
    const { items } = await call("conversation.list", { query: { limit: 100 }, signal });
    return items;
  });
  const { reload } = list;
  useLiveEvent("message", ({ message }) => message.revision <= 1 && reload());
  // biome-ignore lint/correctness/useExhaustiveDependencies: a conversation that has just begun belongs in the list
  useEffect(() => {
    reload();
    const timer = setInterval(reload, POLL_MS);
    window.addEventListener("focus", reload);
    return () => {
      clearInterval(timer);
      window.removeEventListener("focus", reload);
    };
  }, [reload, current]);
  return list;
}

/** When each conversation was last looked at on this browser; what is newer carries a mark. */
export function useLastRead(): readonly [(id: string) => number, (id: string, at: number) => void] {
  const [read, setRead] = useState(loadRead);
  const mark = (id: string, at: number) => {
    setRead((before) => {
      if ((before[id] ?? 0) >= at) return before;
      const next = { ...before, [id]: at };
      writeStored("read", JSON.stringify(next));
      return next;
    });
  };
  return [(id) => read[id] ?? 0, mark];
}

function loadRead(): Readonly<Record<string, number>> {
  try {
    const stored: unknown = JSON.parse(readStored("read") ?? "{}");
    return stored !== null && typeof stored === "object" ? (stored as Record<string, number>) : {};
  } catch {
    return {};
  }
}
