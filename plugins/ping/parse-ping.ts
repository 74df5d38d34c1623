interface PingOutput {
  readonly sent: number;
  /** Round trip of each answer in ms, in the order of arrival, without duplicates. */
  readonly times: readonly number[];
}

/** What iputils, busybox and BSD ping print. Undefined when there is no summary: it did not really ping. */
export function parsePing(output: string): PingOutput | undefined {
  const sent = /^(\d{1,9}) packets transmitted/m.exec(output)?.[1];
  if (sent === undefined) return undefined;
  const times: number[] = [];
  for (const line of output.split("\n")) {
    const time = parseReply(line);
    if (time !== undefined) times.push(time);
  }
  return { sent: Number(sent), times: times.slice(0, Number(sent)) };
}

/** Round trip in ms when the line tells of an answer. */
export function parseReply(line: string): number | undefined {
  if (line.includes("(DUP!)")) return undefined;
  if (!/(?:\b|_)seq=\d/.test(line)) return undefined;
  const time = / time[=<](\d{1,9}(?:\.\d{1,9})?) ?ms/.exec(line)?.[1];
  return time === undefined ? undefined : Number(time);
}
