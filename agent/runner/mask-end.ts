import type { ActionResponse } from "../../core/model/action-response.ts";
import type { WorkEnd } from "./attempt-work.ts";
import type { SecretMask } from "./mask-secrets.ts";

/**
 * The end of an attempt without its secrets: in what the action said. The words of the protocol stay what they are, also
 * where a secret happens to be "failed" or "headline": an end that the server cannot read would be running for ever. Pure.
 */
export function maskEnd({ error, response, ...end }: WorkEnd, mask: SecretMask | undefined): WorkEnd {
  return {
    ...end,
    ...(error !== undefined && { error: mask ? mask.text(error) : error }),
    ...(response && { response: mask ? maskResponse(response, mask) : response }),
  };
}

function maskResponse({ data, headline, series, table, ...rest }: ActionResponse, mask: SecretMask): ActionResponse {
  return {
    ...rest,
    headline: mask.text(headline),
    data: mask.value(data),
    ...(table && { table: { columns: mask.value(table.columns), rows: mask.value(table.rows) } }),
    ...(series && { series: series.map((one) => ({ ...one, name: mask.text(one.name) })) }),
  };
}
