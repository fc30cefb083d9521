import type { AccessRole } from '../generated/prisma/enums.ts';
import { InputError } from '../kernel/errors.ts';
import { readExpiry } from './expiry.ts';
import { isKey, readKeyId } from './key.ts';
import { isDisplayName, readRole, roleNames } from './viewer.ts';

/** A key that is to be made. */
export interface NewKey {
  /** Stands in the history of what is changed with it. */
  readonly name: string;
  readonly role: AccessRole;
  /** Null for one that ends only when it is revoked. */
  readonly expiresAt: Date | null;
}

/** What the command line is given. */
export interface KeyOptions {
  readonly name?: string | undefined;
  readonly role?: string | undefined;
  readonly expires?: string | undefined;
}

/** @throws InputError */
export function readKeyRequest({ name, role, expires }: KeyOptions, now: Date): NewKey {
  const trimmed = name?.trim() ?? '';
  if (!isDisplayName(trimmed))
    throw new InputError(
      `--name: ${showGiven(name)} was given, and 1 to 100 characters in one line are taken, one of which can be seen; name who or what the key is for, such as --name "Newsroom".`,
    );
  const known = readRole(role);
  if (!known)
    throw new InputError(
      `--role: ${showGiven(role)} was given, and one of ${roleNames.join(', ')} is taken; give the least that is enough.`,
    );
  return { name: trimmed, role: known, expiresAt: readExpiry(expires, now) };
}

/** The id of the key that is to be revoked. @throws InputError */
export function readRevocation(given: string | undefined): string {
  const id = given === undefined ? null : readKeyId(given);
  if (id) return id;
  throw new InputError(
    `revoke: ${showGiven(given)} was given, and the id of a key or a whole key is taken; npm run key -- list shows the ids.`,
  );
}

/** What was given, as a message repeats it: no part of a key, and not more than a line. */
export function showGiven(given: string | undefined): string {
  if (given === undefined) return 'nothing';
  // Part of a key is left out: what is printed may be kept.
  if (isKey(given)) return 'a part of a key';
  const most = 100;
  return given.length > most ? `${JSON.stringify(given.slice(0, most))} and more` : JSON.stringify(given);
}
