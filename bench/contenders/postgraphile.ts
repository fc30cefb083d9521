import { createServer } from 'node:http';
import { GraphQLString } from 'graphql';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { addPgTableCondition, jsonPgSmartTags } from 'postgraphile/utils';
import { PostGraphileConnectionFilterPreset } from 'postgraphile-plugin-connection-filter';

/**
 * The peer: PostGraphile 5 on the same tables, with the means that its documentation has for what it cannot see by itself:
 * smart tags, conditions of one's own, and a schema `bench_peer` with a view and two functions. PRESET is `defaults`, or
 * `best`: then responses are put together as text rather than as objects (grafserv.outputDataAsString) and sockets are off.
 */
const best = process.env.PRESET === 'best';

/** The filter is no column that the database can compare: a condition, with bounds by which an index is entered. */
const within = (table: string, exact: 'event' | 'event_actor') =>
  addPgTableCondition(
    { schemaName: 'public', tableName: table },
    'possiblyWithin',
    () => ({ description: 'Moments as a tsmultirange.', type: GraphQLString }),
    (value, { sql, sqlTableAlias: t }) => {
      const window = sql`${sql.value(String(value))}::tsmultirange`;
      const bounds = sql`${t}.date_desc < extract(epoch from upper(${window}))::bigint and ${t}.date_end >= extract(epoch from lower(${window}))::bigint`;
      return exact === 'event'
        ? sql`${bounds} and (not ${t}.date_gaps or ${t}.date_ranges && ${window})`
        : sql`${bounds} and (not ${t}.date_gaps or exists (select from public.event e where e.id = ${t}.event_id and e.date_ranges && ${window}))`;
    },
  );

/** The same event in another actor's list, found where that list has it: no filter compares columns of two rows. */
const sharedWith = addPgTableCondition(
  { schemaName: 'public', tableName: 'event_actor' },
  'sharedWith',
  () => ({ description: 'An actor that takes part, too.', type: GraphQLString }),
  (value, { sql, sqlTableAlias: t }) =>
    sql`exists (select from public.event_actor o where o.actor_id = ${sql.value(String(value))}::uuid and o.origin = ${t}.origin and o.date_desc = ${t}.date_desc and o.event_id = ${t}.event_id)`,
);

const tags = jsonPgSmartTags({
  version: 1,
  config: {
    class: {
      // Its condition would have the name that the conditions of positions have.
      'public.position_condition': { tags: { name: 'stance_condition' } },
      'public.event_actor': {
        tags: {
          foreignKey: ['(event_id) references public.event (id)', '(actor_id) references public.actor (id)'],
        },
      },
      'public.attempt_actor': {
        tags: {
          foreignKey: [
            '(attempt_id) references public.mediation_attempt (id)',
            '(actor_id) references public.actor (id)',
          ],
        },
        attribute: { mediates: { tags: { behavior: '+filterBy' } } },
      },
      'public.event': { attribute: { retracted_at: { tags: { behavior: '+filterBy' } } } },
      'public.mediation_attempt': { attribute: { retracted_at: { tags: { behavior: '+filterBy' } } } },
      'public.position': { attribute: { retracted_at: { tags: { behavior: '+filterBy' } } } },
      'public.claim': { attribute: { status: { tags: { behavior: '+filterBy' } } } },
      'bench_peer.timeline_item': { tags: { primaryKey: 'kind,id' } },
    },
  },
});

const preset: GraphileConfig.Preset = {
  // Below a parent, where nobody pages, both have plain lists; and both need to tell claims that are not retracted.
  extends: [PostGraphileAmberPreset, PostGraphileConnectionFilterPreset],
  plugins: [tags, within('event', 'event'), within('event_actor', 'event_actor'), sharedWith],
  pgServices: [
    makePgService({
      schemas: ['public', 'bench_peer'],
      connectionString: process.env.DATABASE_URL,
      poolConfig: { max: 10, options: '-c timezone=UTC -c datestyle=ISO' },
    }),
  ],
  schema: { defaultBehavior: 'connection list' },
  gather: { installWatchFixtures: false, muteWarnings: true },
  grafserv: {
    port: Number(process.env.PORT),
    host: '127.0.0.1',
    graphqlPath: '/graphql',
    graphiql: false,
    ...(best ? { outputDataAsString: true, websockets: false } : {}),
  },
  grafast: { explain: false },
};

const server = createServer();
const serv = postgraphile(preset).createServ(grafserv);
await serv.addTo(server);
await serv.ready();
server.listen(Number(process.env.PORT), '127.0.0.1');
