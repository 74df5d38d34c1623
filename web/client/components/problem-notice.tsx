import { ApiError, sentenceOf } from "../api/api-error.ts";
import { Icon } from "./icon.tsx";

/** A problem as a sentence, with its reference for whoever reads the log, and a way to try again. */
export function ProblemNotice({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const reference = error instanceof ApiError ? error.reference : undefined;
  return (
    <div className="notice failure" role="alert">
      <Icon name="warning" />
      <div>
        <p>{sentenceOf(error)}</p>
        {reference && <p className="faint small">Reference {reference}</p>}
      </div>
      {retry && (
        <button type="button" className="button small" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}
