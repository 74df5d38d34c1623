import { StringDecoder } from "node:string_decoder";

/**
 * Splits a stream into JSON values, one per line. A line above `maxBytes` or one that is no JSON is `undefined`: the
 * other side is broken.
 */
export function jsonLines(maxBytes: number, receive: (value: unknown) => void): (bytes: Buffer) => void {
  const decoder = new StringDecoder("utf8");
  let held = "";
  return (bytes) => {
    held += decoder.write(bytes);
    for (let end = held.indexOf("\n"); end !== -1; end = held.indexOf("\n")) {
      const line = held.slice(0, end);
      held = held.slice(end + 1);
      receive(parse(line));
    }
    if (held.length > maxBytes) {
      held = "";
      receive(undefined);
    }
  };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
