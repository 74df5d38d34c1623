type Optional<T> = { [Name in keyof T]: undefined extends T[Name] ? Name : never }[keyof T];

type Present<T> = { readonly [Name in Exclude<keyof T, Optional<T>>]: T[Name] } & {
  readonly [Name in Optional<T>]?: Exclude<T[Name], undefined>;
};

/** Models say "absent" with undefined, DTOs by leaving the field out. */
export function withoutUndefined<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Present<T>;
}
