import { basename, dirname, join } from "node:path";

const ARCHIVE = /\.(tar\.gz|tgz)$/;

/** Where a backup goes: always a file that does not exist yet. */
export interface Destination {
  readonly folder: string;
  readonly file: string;
}

/** What was named: an archive's own name, or the folder to put one into. */
export function namedDestination(source: string, dest: string, now: number): Destination {
  if (ARCHIVE.test(dest)) return { folder: dirname(dest), file: dest };
  return { folder: dest, file: join(dest, archiveName(source, now)) };
}

/** Where to try when nothing was named, best first: the machine's place for backups, next to the source, a scratch place. */
export function defaultDestinations(source: string, now: number): readonly Destination[] {
  return ["/var/backups/octopus", dirname(source), "/var/tmp/octopus-backups"]
    .filter((folder) => !isInside(folder, source))
    .map((folder) => namedDestination(source, folder, now));
}

/** An archive inside of what it archives would try to swallow itself. */
export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}

/** "etc-2026-11-21-103500.tar.gz": sorts by time. */
function archiveName(source: string, now: number): string {
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(":", "").replace("T", "-");
  return `${basename(source) || "root"}-${stamp}.tar.gz`;
}
