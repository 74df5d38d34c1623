import type { Response } from "express";

/** The prefix binds the cookie to this host over TLS; browsers refuse it on plain HTTP, where another name is used. */
export function sessionCookieName(secure: boolean): string {
  return secure ? "__Host-octo" : "octo-session";
}

/** The first value of the cookie, or undefined. Values are our own hexadecimal and base64url secrets, never encoded. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  if (header === undefined || header.length > 16_384) return undefined;
  for (const part of header.split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) {
      const value = part.slice(at + 1).trim();
      return /^[A-Za-z0-9_.~-]{1,200}$/.test(value) ? value : undefined;
    }
  }
  return undefined;
}

interface SessionCookie {
  readonly secret: string;
  readonly expiresAt: number;
}

/** Sets the session cookie, or ends it when `session` is undefined. */
export function writeSessionCookie(response: Response, session: SessionCookie | undefined, secure: boolean): void {
  const options = { httpOnly: true, sameSite: "lax", path: "/", secure } as const;
  const name = sessionCookieName(secure);
  if (session) response.cookie(name, session.secret, { ...options, expires: new Date(session.expiresAt) });
  else response.clearCookie(name, options);
}
