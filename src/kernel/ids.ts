import sql, { raw, type Sql } from 'sql-template-tag';
import { validate as isUuid, v7 as uuidv7 } from 'uuid';
import { InputError } from './errors.ts';
import { planned, type Rows } from './plan.ts';

/** A readable key: lower-case letters and digits in groups joined by single hyphens. */
export const slugPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** What an argument that takes an id or a slug was given, told apart. */
export type Reference = { id: string; slug?: undefined } | { id?: undefined; slug: string };

const longestReference = 200;

/** A new UUID of version 7: its order is the order of creation. Postgres before 18 has no function for it. */
export function newId(): string {
  return uuidv7();
}

/** The opaque id that clients see: base64url of the type's name and the UUID. */
export function encodeId(type: string, uuid: string): string {
  return Buffer.from(`${type}:${uuid}`).toString('base64url');
}

/** The same id made by the database. */
export function idColumn(type: string, uuid: Sql): Sql {
  return base64url(sql`convert_to(${raw(`'${type}:'`)} || ${uuid}, 'UTF8')`);
}

/** Bytes as base64url, the alphabet of ids and cursors; what stands second in `translate` without a partner goes. */
export function base64url(bytes: Sql): Sql {
  return sql`translate(encode(${bytes}, 'base64'), E'+/=\\n', '-_')`;
}

/** The type and UUID behind an opaque id, or null where the text is not one that `encodeId` gives. */
export function decodeId(text: string): { type: string; uuid: string } | null {
  const decoded = Buffer.from(text, 'base64url').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon < 1) return null;
  const type = decoded.slice(0, colon);
  const uuid = decoded.slice(colon + 1);
  const given = isUuid(uuid) && uuid === uuid.toLowerCase() && encodeId(type, uuid) === text;
  return given ? { type, uuid } : null;
}

/** The row that an argument names, for the plan of a field that gives one thing. @throws as {@link readReference} */
export function byReference(type: string) {
  return planned({
    lookup: ({ id }: { id: string }): Rows => {
      const reference = readReference(id, type, 'id');
      return reference.id === undefined
        ? { type, slug: sql`${reference.slug}` }
        : { type, id: sql`${reference.id}::uuid` };
    },
  });
}

/**
 * Reads an argument that names something of one of the given types by its opaque id or its slug. No id is
 * ever a slug: every id has an upper-case letter.
 * @throws InputError when the text is neither, or the id of another type.
 */
export function readReference(text: string, types: string | readonly string[], argument: string): Reference {
  const accepted = typeof types === 'string' ? [types] : types;
  if (text.length > longestReference)
    throw new InputError(
      `${argument}: ${text.length} characters were given; an id or a slug has at most ${longestReference}.`,
    );
  if (slugPattern.test(text)) return { slug: text };
  const decoded = decodeId(text);
  const shown = JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
  if (!decoded)
    throw new InputError(
      `${argument}: ${shown} is neither an id nor a slug; give an id as this service returned it, or a slug such as "some-name".`,
    );
  if (!accepted.includes(decoded.type))
    throw new InputError(
      `${argument}: ${shown} is an id of type ${decoded.type}; an id or slug of ${accepted.join(' or ')} is expected.`,
    );
  return { id: decoded.uuid };
}
