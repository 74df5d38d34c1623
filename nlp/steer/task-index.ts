interface TaskName {
  readonly name: string;
  readonly id: string;
  readonly words: readonly string[];
}

/** The names of tasks by what a part of a name is looked up with. */
export interface TaskIndex {
  /** By the first letter; only names of several words. */
  readonly byLetter: ReadonlyMap<string, readonly TaskName[]>;
  /** By what stands behind the last blank. */
  readonly byLastWord: ReadonlyMap<string, readonly TaskName[]>;
}

const indexes = new WeakMap<ReadonlyMap<string, string>, TaskIndex>();

/** Made once for the names of a catalog. */
export function taskIndex(taskNames: ReadonlyMap<string, string>): TaskIndex {
  const known = indexes.get(taskNames);
  if (known) return known;
  const all = [...taskNames].map(([name, id]): TaskName => ({ name, id, words: name.split(/[\s-]/) }));
  const made: TaskIndex = {
    byLetter: grouped(
      all.filter(({ words }) => words.length > 1),
      ({ name }) => name.charAt(0),
    ),
    byLastWord: grouped(
      all.filter(({ name }) => name.includes(" ")),
      ({ name }) => name.slice(name.lastIndexOf(" ") + 1),
    ),
  };
  indexes.set(taskNames, made);
  return made;
}

function grouped(names: readonly TaskName[], keyOf: (name: TaskName) => string): TaskIndex["byLetter"] {
  const groups = new Map<string, TaskName[]>();
  for (const name of names) {
    const group = groups.get(keyOf(name));
    if (group) group.push(name);
    else groups.set(keyOf(name), [name]);
  }
  return groups;
}
