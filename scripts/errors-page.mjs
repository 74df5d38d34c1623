// Writes docs/errors.md from the catalogue; tests/docs holds the page to it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "./prepare.mjs";

const { outputFiles } = await build({
  entryPoints: [join(root, "core/kernel/error-codes.ts")],
  bundle: true,
  format: "esm",
  write: false,
});
const { ERROR_CODES } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
const rows = Object.entries(ERROR_CODES).map(
  ([code, { status, retryable, title }]) => `| ${code} | ${status} | ${retryable ? "yes" : "no"} | ${title} |`,
);
const page = `# Errors

Every problem document (RFC 9457) has a \`code\` from this table; it is stable, and the \`detail\` beside it is a sentence that says
what was expected and what was got. "Again" says whether the same request may succeed later without being changed.

| code | status | again | meaning |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
writeFileSync(join(root, "docs/errors.md"), page);
