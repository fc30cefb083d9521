import type { AccessRole } from '../generated/prisma/enums.ts';
import type { Viewer } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { hasVisible } from '../kernel/visible.ts';

/** From the least to the most: who may do more may do all that those before may. */
export const roles: readonly AccessRole[] = ['READER', 'EDITOR', 'CURATOR', 'ADMIN'];

/** How roles are written by people, and shown to them. */
export const roleNames: readonly string[] = roles.map(nameRole);

export function nameRole(role: AccessRole): string {
  return role.toLowerCase();
}

/** The role of that name in whatever case; null where there is none. */
export function readRole(name: unknown): AccessRole | null {
  // Letters such as the dotless i become others in capitals.
  if (typeof name !== 'string' || !/^[A-Za-z]+$/.test(name)) return null;
  return roles.find((role) => role === name.toUpperCase()) ?? null;
}

export function mayActAs({ role }: Pick<Viewer, 'role'>, needed: AccessRole): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

/** What stands in an Authorization header. */
export const howToSend = '"Authorization: Bearer …" with an API key or a token';

/**
 * Gives the viewer back where they may do something.
 * @param action what it is, as the sentence of the refusal begins
 * @throws DomainError UNAUTHENTICATED where nobody says who they are, FORBIDDEN where they may not
 */
export function requireRole(viewer: Viewer | null, needed: AccessRole, action: string): Viewer {
  if (!viewer)
    throw new DomainError(
      'UNAUTHENTICATED',
      `${action} needs the role ${nameRole(needed)}, and no credential was sent; send ${howToSend}.`,
    );
  if (mayActAs(viewer, needed)) return viewer;
  throw new DomainError(
    'FORBIDDEN',
    `${action} needs the role ${nameRole(needed)}, and the credential that was sent has ${nameRole(viewer.role)}; ask whoever gives out keys for one with that role.`,
  );
}

/** Characters that break a line or turn the direction of what stands around a name. */
const unfit = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;

const longestName = 100;

/** Whether a name can stand in a line of the history. */
export function isDisplayName(name: string): boolean {
  return name.trim() === name && hasVisible(name) && [...name].length <= longestName && !unfit.test(name);
}

/** What of a text can stand there as a name; empty where nothing can. */
export function toDisplayName(text: string): string {
  const line = [...text].map((character) => (unfit.test(character) ? ' ' : character)).join('');
  const name = [...line.replace(/\s+/g, ' ').trim()].slice(0, longestName).join('').trim();
  return hasVisible(name) ? name : '';
}
