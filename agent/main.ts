import { runRunnerProcess } from "./runner/runner-process.ts";

if (process.argv[2] === "runner") {
  process.umask(0o077);
  runRunnerProcess({
    environment: process.env,
    chdir: (folder) => process.chdir(folder),
    write: (line) => process.stdout.write(line),
    exit: (code) => process.exit(code),
    onTerminate: (act) => process.on("SIGTERM", act),
  });
}
