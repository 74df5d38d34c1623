import { Link } from "wouter";
import type { TableDto } from "../../contract/response.ts";
import { plainText } from "../model/plain-text.ts";
import { cellText, tableText } from "../model/table-text.ts";
import { CopyButton } from "./copy-button.tsx";

interface Props {
  readonly table: TableDto & { readonly moreRows?: number };
  /** Where the rows that were left out are shown. */
  readonly link?: string;
}

/** A table of results. It scrolls inside itself, and can be copied as text. */
export function DataTable({ table, link }: Props) {
  const numeric = table.columns.map((_name, column) => table.rows.every((row) => typeof row[column] === "number"));
  return (
    <figure className="data-table">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
      <section className="scroll" aria-label="Table" tabIndex={0}>
        <table>
          <thead>
            <tr>
              {table.columns.map((name, column) => (
                <th key={name} scope="col" className={numeric[column] ? "number" : ""}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
              <tr key={index}>
                {row.map((cell, column) => (
                  <td key={table.columns[column]} className={numeric[column] ? "number" : ""}>
                    {plainText(cellText(cell))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <figcaption>
        {table.moreRows ? (
          <span>
            {table.moreRows} more {table.moreRows === 1 ? "row" : "rows"}
            {link && <Link href={link}> Show all</Link>}
          </span>
        ) : (
          <span>
            {table.rows.length} {table.rows.length === 1 ? "row" : "rows"}
          </span>
        )}
        <CopyButton text={() => tableText(table)} label="Copy table" />
      </figcaption>
    </figure>
  );
}
