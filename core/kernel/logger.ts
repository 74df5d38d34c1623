type Fields = Readonly<Record<string, unknown>>;

/** Constant lower-case sentence, variables in fields. `error` means that a person must act. */
export interface Logger {
  debug(fields: Fields, sentence: string): void;
  info(fields: Fields, sentence: string): void;
  warn(fields: Fields, sentence: string): void;
  error(fields: Fields, sentence: string): void;
}

const ignore = () => undefined;
export const silentLogger: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
