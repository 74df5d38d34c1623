#!/usr/bin/env node
// The octopus command of a checkout: installs and builds what is missing, then runs the program.
import { checkNode, ensureBuilt, ensureInstalled, PrepareError } from "./prepare.mjs";

try {
  checkNode();
  ensureInstalled();
  await ensureBuilt();
} catch (error) {
  process.stderr.write(`${error instanceof PrepareError ? error.message : (error?.stack ?? error)}\n`);
  process.exit(2);
}
await import("../dist/octopus.mjs");
