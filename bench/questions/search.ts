import { pick, shuffled } from '../random.ts';
import { sets } from './draw.ts';
import { list, object } from './json.ts';
import type { Question, Shape } from './question.ts';
import { searchSelect } from './search-select.ts';

const size = 20;

export const search: Question = {
  name: 'search',
  title: 'a search',
  tuned: true,
  grows: true,
  service: ({ text }) => ({
    query: `query Search($text: String!) { search(text: $text, first: ${size}) { edges { rank snippet node { __typename
      ... on Event { slug title } ... on MediationAttempt { slug title } ... on Position { slug summary } ... on Actor { slug name } ... on Claim { field valueText } ... on Source { slug title } } }
      pageInfo { hasNextPage } } }`,
    variables: { text },
  }),
  // Ranking texts of several tables together is a function in the database (bench_peer.search), which ranks as the
  // service does, or the answers could not agree.
  peer: ({ text }) => ({
    query: `query Search($text: String!) { benchPeerSearch(text: $text, first: ${size}) { nodes { rank snippet typename slug title field valueText } pageInfo { hasNextPage } } }`,
    variables: { text },
  }),
  fromPeer: ({ benchPeerSearch: { nodes, pageInfo } }) => ({
    search: { edges: nodes.map(edgeOf), pageInfo },
  }),
  hand: {
    prepared: true,
    text: `SELECT ${object(
      `SELECT ${object(`WITH page AS MATERIALIZED (SELECT row_number() OVER () AS n, x.* FROM (${searchSelect('$1::text', size + 1)}) x)
      SELECT ${list(`SELECT p.rank, p.snippet, CASE p.typename
        WHEN 'Position' THEN ${object('SELECT p.typename AS "__typename", p.slug, p.title AS summary')} WHEN 'Actor' THEN ${object('SELECT p.typename AS "__typename", p.slug, p.title AS name')}
        WHEN 'Claim' THEN ${object('SELECT p.typename AS "__typename", p.field, p.value_text AS "valueText"')} ELSE ${object('SELECT p.typename AS "__typename", p.slug, p.title')} END AS node
        FROM page p WHERE p.n <= ${size} ORDER BY p.n`)} AS edges, ${object(`SELECT (SELECT count(*) FROM page) > ${size} AS "hasNextPage"`)} AS "pageInfo"`)} AS search`,
    )}::text`,
    values: ({ text }) => [text],
  },
  async draw(client, random) {
    const { rows } = await client.query<{ title: string }>(
      `SELECT title FROM (SELECT title, id FROM event WHERE retracted_at IS NULL ORDER BY id LIMIT 2000) e`,
    );
    const names = await client.query<{ name: string }>('SELECT name FROM actor ORDER BY id LIMIT 500');
    const common = [
      'bilateral talks',
      'ceasefire or truce',
      '"mediation of border"',
      'mediation -offer',
      'détente corridor',
      'sanctions against civilians',
      'hostage',
      'withdrawal of troops from the glacier',
    ];
    const words = () => pick(random, rows).title.split(/\s+/).slice(0, 4).join(' ');
    const misspelt = () => {
      const { name } = pick(random, names.rows);
      const at = 1 + Math.floor(random() * (name.length - 2));
      return name.slice(0, at) + name.slice(at + 1);
    };
    const third = sets / 3;
    return shuffled(random, [
      ...common,
      ...Array.from({ length: third }, words),
      ...Array.from({ length: third }, misspelt),
    ]).map((text) => ({ text }));
  },
};

function edgeOf({ rank, snippet, typename, slug, title, field, valueText }: Shape): unknown {
  const node =
    typename === 'Claim'
      ? { field, valueText }
      : typename === 'Position'
        ? { slug, summary: title }
        : typename === 'Actor'
          ? { slug, name: title }
          : { slug, title };
  return { rank, snippet, node: { __typename: typename, ...node } };
}
