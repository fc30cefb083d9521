import { date, list, object, page } from './json.ts';
import { dateOf } from './newest.ts';
import type { Question, Shape } from './question.ts';

export const officeHolders: Question = {
  name: 'office-holders',
  title:
    'first 50 actors of one kind, with their names, codes, what they belong to and the offices they hold',
  tuned: false,
  grows: false,
  service: ({ kind }) => ({
    query: `query OfficeHolders($kind: ActorKind!) { actors(first: 50, kinds: [$kind]) {
      nodes { id slug name kind names { text kind language } identifiers { scheme value validFrom validTo } memberOf { slug name kind }
        officesHeld { started { edtf display } ended { edtf display } office { slug title rank body { slug name } } } }
      pageInfo { hasNextPage endCursor } } }`,
    variables: { kind },
  }),
  peer: ({ kind }) => ({
    query: `query OfficeHolders($kind: ActorKind!) { allActors(first: 50, condition: { kind: $kind }, orderBy: SLUG_ASC) {
      nodes { rowId slug name kind actorNamesByActorIdList(orderBy: POSITION_ASC) { text kind language }
        identifiersByActorIdList(orderBy: POSITION_ASC) { scheme value validFrom validTo } actorByMemberOfId { slug name kind }
        tenuresByHolderIdList(orderBy: ROW_ID_ASC) { started ended officeByOfficeId { slug title rank actorByBodyId { slug name } } } }
      pageInfo { hasNextPage endCursor } } }`,
    variables: { kind },
  }),
  fromPeer: ({ allActors }) => ({
    actors: { nodes: allActors.nodes.map(actorOf), pageInfo: allActors.pageInfo },
  }),
  hand: {
    prepared: true,
    text: `SELECT ${object(
      `SELECT ${page(
        `SELECT a.slug AS key, a.id, a.slug, a.name, a.kind, a.member_of_id FROM actor a WHERE a.kind = $1::actor_kind ORDER BY a.slug LIMIT 51`,
        '50',
        // Only people hold offices, which the database sees to.
        `p.id, p.slug, p.name, p.kind,
        ${list('SELECT n.text, n.kind, n.language FROM actor_name n WHERE n.actor_id = p.id ORDER BY n.position')} AS names,
        ${list('SELECT i.scheme, i.value, i.valid_from AS "validFrom", i.valid_to AS "validTo" FROM identifier i WHERE i.actor_id = p.id ORDER BY i.position')} AS identifiers,
        ${object('SELECT m.slug, m.name, m.kind FROM actor m WHERE m.id = p.member_of_id')} AS "memberOf",
        CASE WHEN p.kind = 'PERSON' THEN ${list(`SELECT ${date('h.started', 'edtf', 'display')} AS started, ${date('h.ended', 'edtf', 'display')} AS ended,
          ${object(`SELECT o.slug, o.title, o.rank, ${object('SELECT b.slug, b.name FROM actor b WHERE b.id = o.body_id')} AS body
            FROM office o WHERE o.id = h.office_id`)} AS office
          FROM tenure h WHERE h.holder_id = p.id ORDER BY h.id`)} ELSE '[]'::json END AS "officesHeld"`,
      )} AS actors`,
    )}::text`,
    values: ({ kind }) => [kind],
  },
  async draw(client) {
    const { rows } = await client.query<{ kind: string }>(
      'SELECT kind FROM actor GROUP BY 1 ORDER BY count(*) DESC, 1',
    );
    return rows.map(({ kind }) => ({ kind }));
  },
};

function actorOf(actor: Shape): unknown {
  const { actorNamesByActorIdList, identifiersByActorIdList, actorByMemberOfId, ...rest } = actor;
  const { tenuresByHolderIdList, ...own } = rest;
  return {
    ...own,
    names: actorNamesByActorIdList,
    identifiers: identifiersByActorIdList,
    memberOf: actorByMemberOfId,
    officesHeld: tenuresByHolderIdList.map(({ started, ended, officeByOfficeId }: Shape) => {
      const { actorByBodyId: body, ...office } = officeByOfficeId;
      return {
        started: dateOf(started, 'edtf', 'display'),
        ended: dateOf(ended, 'edtf', 'display'),
        office: { ...office, body },
      };
    }),
  };
}
