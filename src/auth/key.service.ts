import sql from 'sql-template-tag';
import type { AccessRole } from '../generated/prisma/enums.ts';
import type { Viewer } from '../kernel/context.ts';
import type { Db } from '../kernel/db.ts';
import { NotFoundError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { comment } from '../kernel/page.ts';
import { hashSecret, isSecret, type KeyText, makeSecret, writeKey } from './key.ts';
import type { NewKey } from './key-request.ts';

/** What is kept of a key, its hash aside. */
export interface KeyRow extends NewKey {
  readonly id: string;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}

/** Makes a key, and gives its text, which is kept nowhere. */
export async function createKey(db: Db, key: NewKey): Promise<{ id: string; text: string }> {
  const id = newId();
  const secret = makeSecret();
  await db.prisma.apiKey.create({ data: { id, ...key, secretHash: new Uint8Array(hashSecret(secret)) } });
  return { id, text: writeKey({ id, secret }) };
}

/** All keys, the newest first, those that have ended among them. */
export function listKeys(db: Db): Promise<KeyRow[]> {
  return db.prisma.apiKey.findMany({ orderBy: { id: 'desc' }, omit: { secretHash: true } });
}

/** How many keys would be taken now. */
export function countValidKeys({ prisma }: Pick<Db, 'prisma'>): Promise<number> {
  const lasting = [{ expiresAt: null }, { expiresAt: { gt: new Date() } }];
  return prisma.apiKey.count({ where: { revokedAt: null, OR: lasting } });
}

/**
 * Ends a key for every request that comes after. One that was revoked before stays so from then.
 * @throws NotFoundError where there is no key of that id
 */
export async function revokeKey(db: Pick<Db, 'query'>, id: string): Promise<KeyRow> {
  const [row] = await db.query<KeyRow>(
    sql`${comment('revoke key')} UPDATE api_key SET revoked_at = coalesce(revoked_at, now()) WHERE id = ${id}::uuid
      RETURNING id, name, role, created_at AS "createdAt", expires_at AS "expiresAt", revoked_at AS "revokedAt"`,
  );
  if (row) return row;
  throw new NotFoundError(
    `There is no key with the id ${id}; npm run key -- list shows those that there are.`,
  );
}

/**
 * Who sends a key; null where it is wrong, has expired or was revoked. Asked anew for each request, so that a
 * revocation counts at once.
 */
export async function findKeyHolder(
  db: Pick<Db, 'query'>,
  { id, secret }: KeyText,
  signal?: AbortSignal,
): Promise<Viewer | null> {
  const [row] = await db.query<{ name: string; role: AccessRole; hash: Uint8Array }>(
    sql`${comment('holder of key')} SELECT name, role, secret_hash AS hash FROM api_key
      WHERE id = ${id}::uuid AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`,
    signal,
  );
  return isSecret(secret, row?.hash) && row ? { name: row.name, role: row.role, holder: `key:${id}` } : null;
}
