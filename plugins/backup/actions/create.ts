import { constants } from "node:fs";
import { access, link, mkdir, realpath, rm } from "node:fs/promises";
import { systemClock } from "../../../core/kernel/clock.ts";
import { describeMs } from "../../../core/kernel/duration.ts";
import type { ActionResponse } from "../../../core/model/action-response.ts";
import {
  cleanLine,
  currentUser,
  describeFileError,
  failure,
  fileFailure,
  lastingFailure,
} from "../../../core/plugin-api/answers.ts";
import type { ActionHandler } from "../../../core/plugin-api/define-plugin.ts";
import { countOf, describeBytes } from "../../../core/plugin-api/human-units.ts";
import { type Destination, defaultDestinations, isInside, namedDestination } from "../choose-destination.ts";
import { writeArchive } from "../write-archive.ts";

/** backup.create: a new archive, whole or said to be incomplete. */
export const backupCreate: ActionHandler = async ({ params, dryRun, signal, log }) => {
  const wanted = params as { source: string; dest?: string };
  const now = systemClock.now();
  const source = await realpath(wanted.source).catch((error: unknown) => describeFileError(error, wanted.source));
  if (!source.startsWith("/")) return failure(source);
  const choices =
    wanted.dest === undefined ? defaultDestinations(source, now) : [namedDestination(source, wanted.dest, now)];
  const chosen = await firstUsable(choices, dryRun);
  if ("problem" in chosen) return failure(chosen.problem);
  const { folder, file } = chosen;
  if (isInside(await realpath(folder).catch(() => folder), source)) {
    return lastingFailure("arguments", `${folder} lies inside of ${source}: say another place for the backup`);
  }
  if (dryRun) return wouldWrite(source, file);
  log(`packing ${source} into ${file}`);
  const answer = await pack(source, file, signal);
  for (const problem of (answer.data["problems"] ?? []) as readonly string[]) log(problem);
  return answer;
};

async function pack(source: string, file: string, signal: AbortSignal): Promise<ActionResponse> {
  const startedAt = systemClock.monotonic();
  const part = `${file}.part`;
  try {
    const written = await writeArchive(source, part, signal);
    const complete = written.exitCode === 0;
    const dest = complete ? file : file.replace(/\.(tar\.gz|tgz)$/, "-incomplete.$1");
    await link(part, dest);
    await rm(part);
    const elapsedMs = Math.round(systemClock.monotonic() - startedAt);
    return describeResult({ source, dest, elapsedMs, complete, ...written });
  } catch (error) {
    const { code, syscall, path } = error as NodeJS.ErrnoException;
    if (code === "EEXIST")
      return lastingFailure("refused", `${path ?? file} exists already; a backup never overwrites`);
    await rm(part, { force: true });
    if (syscall?.startsWith("spawn")) return lastingFailure("missing", "not available here: this machine has no tar");
    return signal.aborted ? failure("stopped; nothing was kept") : fileFailure(error, file);
  }
}

async function firstUsable(
  choices: readonly Destination[],
  dryRun: boolean,
): Promise<Destination | { readonly problem: string }> {
  let problem = "there is no place for the backup: say where to put it";
  for (const choice of choices) {
    try {
      if (!dryRun) await mkdir(choice.folder, { recursive: true, mode: 0o700 });
      if (!dryRun || (await exists(choice.folder))) await access(choice.folder, constants.W_OK);
      if (!(await exists(choice.file))) return choice;
      problem = `${choice.file} exists already; a backup never overwrites`;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const refused = code === "EACCES" || code === "EPERM";
      const who = `${currentUser()}, as whom actions run here,`;
      problem = refused ? `${who} may not write to ${choice.folder}` : describeFileError(error, choice.folder);
    }
  }
  return { problem };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function wouldWrite(source: string, dest: string): ActionResponse {
  const data = { source, dest, complete: false, problems: [], dryRun: true };
  return { ok: true, headline: `would pack ${source} into ${dest}`, data };
}

type Result = Awaited<ReturnType<typeof writeArchive>> & {
  readonly source: string;
  readonly dest: string;
  readonly elapsedMs: number;
  readonly complete: boolean;
};

function describeResult({
  source,
  dest,
  elapsedMs,
  complete,
  sizeBytes,
  sha256,
  fileCount,
  problems,
}: Result): ActionResponse {
  const size = `${describeBytes(sizeBytes)}, ${countOf(fileCount, "file")}`;
  const reasons = problems.map((problem) => cleanLine(problem.replace(/^tar: (\.\/)?/, "")));
  const headline = complete
    ? `${source} is backed up to ${dest} (${size}, ${describeMs(elapsedMs)})`
    : `the backup of ${source} is incomplete: ${reasons[0] ?? "tar failed"}${reasons.length > 1 ? ` and ${reasons.length - 1} more` : ""}; what could be read is in ${dest} (${size})`;
  return {
    ok: complete,
    headline: cleanLine(headline, 500),
    data: { source, dest, sizeBytes, sha256, fileCount, elapsedMs, complete, problems: reasons },
    table: {
      columns: ["Archive", "Size", "Files", "SHA-256"],
      rows: [[dest, describeBytes(sizeBytes), fileCount, sha256]],
    },
  };
}
