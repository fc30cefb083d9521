import sql, { join, type Sql } from 'sql-template-tag';
import { Declined } from './declined.ts';
import { identifier } from './models.ts';

/** One field of an object as it leaves the database. */
export interface Member {
  readonly key: string;
  /** Whether the key is the client's and not the schema's. */
  readonly aliased: boolean;
  readonly value: Sql;
}

/** A row that becomes an object, or a column that is one already. No field can have this name. */
const row = sql`"$"`;

/** Arguments that a function of Postgres takes, two for each member. */
const mostNamed = 50;

/**
 * A SELECT that gives each row of `from` as one JSON object with these members, in their order. Members that are
 * named by the schema become columns, which Postgres turns into JSON fastest; where a client names some, the names
 * travel as parameters.
 */
export function selectObjects(members: readonly Member[], from: Sql): Sql {
  if (!members.some(({ aliased }) => aliased)) {
    const columns = members.map(({ key, value }) => sql`${value} AS ${identifier(key)}`);
    return sql`SELECT ${list(columns)} ${from}`;
  }
  if (members.length > mostNamed) throw new Declined('wide', `An object has ${members.length} fields.`);
  return sql`SELECT json_build_object(${join(members.map(({ key, value }) => sql`${key}::text, ${value}`))}) AS ${row} ${from}`;
}

function list(columns: readonly Sql[]): Sql {
  return columns.length > 0 ? join([...columns]) : sql``;
}

/** The one object that a SELECT of objects gives, or null. */
export function oneObject(objects: Sql): Sql {
  return sql`(SELECT to_json(${row}) FROM (${objects}) ${row})`;
}

/** All objects that a SELECT of objects gives, as a JSON array in the order of their rows. */
export function allObjects(objects: Sql): Sql {
  return sql`(SELECT coalesce(json_agg(${row}), '[]') FROM (${objects}) ${row})`;
}
