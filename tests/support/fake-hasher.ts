import type { PasswordHash, PasswordHasher } from "../../core/users/password-hasher.ts";

/** Fast, and sees through itself; the real one has tests of its own. */
export const fakeHasher: PasswordHasher = {
  hash: async (password) => `fake:${password}` as PasswordHash,
  verify: async (password, stored) => stored === `fake:${password}`,
};
