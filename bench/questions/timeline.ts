import { shuffled } from '../random.ts';
import { sets } from './draw.ts';
import { date, object, page } from './json.ts';
import { dateOf } from './newest.ts';
import { idOf, type Question, type Shape } from './question.ts';

const branch = (table: string, kind: string, title: string, dateColumn: string) =>
  `(SELECT '${kind}' AS kind, r.id, r.slug, ${title}, r.${dateColumn} AS date, r.date_desc AS key FROM ${table} r
    WHERE r.conflict_id = $1::uuid AND r.origin = 'CURATED' AND r.retracted_at IS NULL ORDER BY r.date_desc DESC, r.id DESC LIMIT 21)`;

export const timeline: Question = {
  name: 'timeline',
  title: 'the timeline of a conflict',
  tuned: true,
  grows: false,
  service: ({ conflict }) => ({
    query: `query Timeline($conflict: ID!) { timeline(conflict: $conflict, first: 20) { nodes { __typename
      ... on Event { slug type title date { edtf display } } ... on MediationAttempt { slug kind title date { edtf display } }
      ... on Position { slug stance summary held { edtf display } } } pageInfo { hasNextPage endCursor } } }`,
    variables: { conflict: idOf('Conflict', conflict) },
  }),
  // A list of three tables in one order is a view (bench_peer.timeline_item), which is how PostGraphile's documentation
  // has unions of rows; what is particular to a type is a column of it.
  peer: ({ conflict }) => ({
    query: `query Timeline($conflict: UUID!) { allBenchPeerTimelineItems(first: 20, condition: { conflictId: $conflict, origin: CURATED, retracted: false }, orderBy: [DATE_DESC_DESC, ROW_ID_DESC]) {
      nodes { typename slug type mediation stance title date } pageInfo { hasNextPage endCursor } } }`,
    variables: { conflict },
  }),
  fromPeer: ({ allBenchPeerTimelineItems: { nodes, pageInfo } }) => ({
    timeline: {
      nodes: nodes.map(({ typename, slug, type, mediation: kind, stance, title, date: given }: Shape) => {
        const at = dateOf(given, 'edtf', 'display');
        if (typename === 'Event') return { __typename: typename, slug, type, title, date: at };
        if (typename === 'MediationAttempt') return { __typename: typename, slug, kind, title, date: at };
        return { __typename: typename, slug, stance, summary: title, held: at };
      }),
      pageInfo,
    },
  }),
  hand: {
    prepared: true,
    text: `SELECT ${object(
      `SELECT ${page(
        `SELECT * FROM (${branch('event', 'Event', 'r.type::text AS sort, r.title', 'date')}
        UNION ALL ${branch('mediation_attempt', 'MediationAttempt', 'r.kind::text, r.title', 'date')}
        UNION ALL ${branch('position', 'Position', 'r.stance::text, r.summary', 'held')}) u ORDER BY u.key DESC, u.id DESC LIMIT 21`,
        '20',
        'i.item',
      )
        .replace(
          'FROM page p WHERE',
          `FROM page p CROSS JOIN LATERAL (SELECT CASE p.kind
          WHEN 'Event' THEN ${object(`SELECT 'Event' AS "__typename", p.slug, p.sort AS type, p.title, ${date('p.date', 'edtf', 'display')} AS date`)}
          WHEN 'MediationAttempt' THEN ${object(`SELECT 'MediationAttempt' AS "__typename", p.slug, p.sort AS kind, p.title, ${date('p.date', 'edtf', 'display')} AS date`)}
          ELSE ${object(`SELECT 'Position' AS "__typename", p.slug, p.sort AS stance, p.title AS summary, ${date('p.date', 'edtf', 'display')} AS held`)} END AS item) i WHERE`,
        )
        .replace('json_agg(l)', 'json_agg(l.item)')} AS timeline`,
    )}::text`,
    values: ({ conflict }) => [conflict],
  },
  async draw(client, random) {
    const { rows } = await client.query<{ id: string }>(
      `SELECT conflict_id AS id FROM event WHERE conflict_id IS NOT NULL AND origin = 'CURATED' GROUP BY 1 ORDER BY count(*) DESC, 1`,
    );
    const ids = rows.map(({ id }) => id);
    const [hot] = ids;
    return shuffled(
      random,
      [...ids.slice(0, sets - 4), ...Array.from({ length: 4 }, () => hot)].map((conflict) => ({
        conflict: conflict ?? null,
      })),
    );
  },
};
