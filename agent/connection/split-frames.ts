import type { FromAgent } from "../../core/protocol/messages.ts";
import { PROTOCOL_LIMITS } from "../../core/protocol/version.ts";

/** What the envelope around the messages of a frame takes. */
const ENVELOPE_BYTES = 1024;

/** Cuts messages into frames the wire takes, in order: at most 200 messages and 256 KB each. */
export function splitFrames(messages: readonly FromAgent[]): FromAgent[][] {
  const frames: FromAgent[][] = [];
  let frame: FromAgent[] = [];
  let bytes = ENVELOPE_BYTES;
  for (const message of messages) {
    const size = Buffer.byteLength(JSON.stringify(message)) + 1;
    const full = frame.length >= PROTOCOL_LIMITS.batchSize || bytes + size > PROTOCOL_LIMITS.frameBytes;
    if (full && frame.length > 0) {
      frames.push(frame);
      frame = [];
      bytes = ENVELOPE_BYTES;
    }
    frame.push(message);
    bytes += size;
  }
  return frame.length > 0 ? [...frames, frame] : frames;
}
