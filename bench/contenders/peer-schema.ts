import pg from 'pg';
import { monthCounts } from '../questions/month-counts.ts';
import { placeEventsSelect } from '../questions/place-events-select.ts';
import { searchSelect } from '../questions/search-select.ts';

const item = (table: string, typename: string, kind: number, columns: string, date: string) =>
  `SELECT ${kind} AS kind, '${typename}'::text AS typename, r.id, r.slug, ${columns}, r.${date} AS date, r.date_desc, r.conflict_id, r.origin, r.retracted_at IS NOT NULL AS retracted FROM ${table} r`;

/** What the peer, and in part the hand-written statements, need in the database, in a schema of its own. */
export async function makePeerSchema(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`DROP SCHEMA IF EXISTS bench_peer CASCADE; CREATE SCHEMA bench_peer;
      CREATE VIEW bench_peer.timeline_item AS
        ${item('event', 'Event', 1, 'r.type, NULL::mediation_kind AS mediation, NULL::stance AS stance, r.title', 'date')}
        UNION ALL ${item('mediation_attempt', 'MediationAttempt', 2, 'NULL, r.kind, NULL, r.title', 'date')}
        UNION ALL ${item('position', 'Position', 3, 'NULL, NULL, r.stance, r.summary', 'held')};
      CREATE TYPE bench_peer.month_count AS (bucket text, definite int, possible int);
      CREATE FUNCTION bench_peer.month_counts(actor uuid) RETURNS SETOF bench_peer.month_count LANGUAGE sql STABLE AS $$
        ${monthCounts('month_counts.actor')} $$;
      CREATE FUNCTION bench_peer.place_events(place public.place, size int) RETURNS SETOF public.event LANGUAGE sql STABLE AS $$
        ${placeEventsSelect('place.id', 'size')} $$;
      CREATE TYPE bench_peer.search_hit AS (rank float8, snippet text, typename text, slug text, title text, field claim_field, value_text text);
      CREATE FUNCTION bench_peer.search(text text) RETURNS SETOF bench_peer.search_hit LANGUAGE sql STABLE AS $$ ${searchSelect('search.text', 21)} $$`);
  } finally {
    await client.end();
  }
}
