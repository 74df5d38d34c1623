import { useState } from "react";

export interface Action<Arguments extends readonly unknown[]> {
  readonly busy: boolean;
  readonly error: unknown;
  /** Does it once at a time; resolves to whether it worked. */
  readonly run: (...args: Arguments) => Promise<boolean>;
}

/** Something that a button does: busy meanwhile, with the problem to show when it fails. */
export function useAction<Arguments extends readonly unknown[]>(
  act: (...args: Arguments) => Promise<unknown>,
): Action<Arguments> {
  const [state, setState] = useState<{ readonly busy: boolean; readonly error: unknown }>({
    busy: false,
    error: undefined,
  });
  const run = async (...args: Arguments): Promise<boolean> => {
    if (state.busy) return false;
    setState({ busy: true, error: undefined });
    try {
      await act(...args);
      setState({ busy: false, error: undefined });
      return true;
    } catch (error) {
      setState({ busy: false, error });
      return false;
    }
  };
  return { ...state, run };
}
