import { DEFAULT_PAGE_SIZE, type PageRequest } from "../../core/model/page.ts";

interface PageQuery {
  readonly limit?: number;
  readonly cursor?: string;
}

export function pageRequest(query: PageQuery): PageRequest {
  const limit = query.limit ?? DEFAULT_PAGE_SIZE;
  return query.cursor === undefined ? { limit } : { limit, cursor: query.cursor };
}
