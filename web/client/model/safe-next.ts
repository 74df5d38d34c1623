/** Where to go after signing in. Only a path of this console; anything else, such as `//evil`, is the start page. */
export function safeNext(next: string | null): string {
  return next !== null && /^\/(?![/\\])[!-[\]-~]*$/.test(next) && !next.startsWith("/sign-in") ? next : "/";
}
