/** Reads "name installed version", one line each, as the managers are asked to print it. */
export function parseInstalled(output: string): ReadonlyMap<string, string> {
  const found = output.split("\n").flatMap((line) => {
    const [name, state, version] = line.trim().split(" ");
    return name && state === "installed" && version ? [[name, version] as const] : [];
  });
  return new Map(found);
}

/** The named packages that are not installed. A name may say its architecture: "libc6:i386", "glibc.i686". */
export function notInstalled(packages: readonly string[], installed: ReadonlyMap<string, string>): readonly string[] {
  return packages.filter((name) => !installed.has(name) && !installed.has(name.replace(/[.:][a-z0-9_]+$/, "")));
}
