import { actorsByActivity, hotAndCold, sets } from './draw.ts';
import { date, list, object } from './json.ts';
import { dateOf } from './newest.ts';
import { idOf, type Question, type Shape } from './question.ts';

export const profile: Question = {
  name: 'profile',
  title: "an actor's names, codes, offices, exact counts and newest positions",
  tuned: false,
  grows: true,
  service: ({ actor }) => ({
    query: `query Profile($actor: ID!) { actor(id: $actor) { id slug name kind names { text kind language } identifiers { scheme value } memberOf { slug name kind }
      officesHeld { office { slug title rank body { slug name } } started { edtf display } ended { edtf display } }
      events { totalCount } mediationAttempts { totalCount } positions(first: 5) { totalCount
        nodes { slug stance summary held { display } issue { slug name } conditions { text } } } } }`,
    variables: { actor: idOf('Actor', actor) },
  }),
  peer: ({ actor }) => ({
    query: `query Profile($actor: UUID!) { actorByRowId(rowId: $actor) { rowId slug name kind
      actorNamesByActorIdList(orderBy: POSITION_ASC) { text kind language } identifiersByActorIdList(orderBy: POSITION_ASC) { scheme value }
      actorByMemberOfId { slug name kind }
      tenuresByHolderIdList(orderBy: ROW_ID_ASC) { officeByOfficeId { slug title rank actorByBodyId { slug name } } started ended }
      eventActorsByActorId(condition: { origin: CURATED, retracted: false }) { totalCount }
      attemptActorsByActorId(condition: { origin: CURATED, retracted: false }) { totalCount }
      positionsByHolderId(first: 5, condition: { origin: CURATED, retractedAt: null }, orderBy: [DATE_DESC_DESC, ROW_ID_DESC]) { totalCount
        nodes { slug stance summary held issueByIssueId { slug name } stanceConditionsByPositionIdList(orderBy: ORDINAL_ASC) { text } } } } }`,
    variables: { actor },
  }),
  fromPeer: ({ actorByRowId: actor }) => ({
    actor: {
      ...{ slug: actor.slug, name: actor.name, kind: actor.kind, memberOf: actor.actorByMemberOfId },
      names: actor.actorNamesByActorIdList,
      identifiers: actor.identifiersByActorIdList,
      officesHeld: actor.tenuresByHolderIdList.map(({ officeByOfficeId, started, ended }: Shape) => {
        const { actorByBodyId, ...office } = officeByOfficeId;
        return {
          office: { ...office, body: actorByBodyId },
          started: dateOf(started, 'edtf', 'display'),
          ended: dateOf(ended, 'edtf', 'display'),
        };
      }),
      events: actor.eventActorsByActorId,
      mediationAttempts: actor.attemptActorsByActorId,
      positions: {
        totalCount: actor.positionsByHolderId.totalCount,
        nodes: actor.positionsByHolderId.nodes.map((position: Shape) => {
          const { held, issueByIssueId, stanceConditionsByPositionIdList, ...rest } = position;
          return {
            ...rest,
            held: dateOf(held, 'display'),
            issue: issueByIssueId,
            conditions: stanceConditionsByPositionIdList,
          };
        }),
      },
    },
  }),
  hand: {
    prepared: true,
    text: `SELECT ${object(
      `SELECT ${object(
        `SELECT t.id, t.slug, t.name, t.kind,
        ${list('SELECT n.text, n.kind, n.language FROM actor_name n WHERE n.actor_id = t.id ORDER BY n.position')} AS names,
        ${list('SELECT i.scheme, i.value FROM identifier i WHERE i.actor_id = t.id ORDER BY i.position')} AS identifiers,
        ${object('SELECT m.slug, m.name, m.kind FROM actor m WHERE m.id = t.member_of_id')} AS "memberOf",
        ${list(`SELECT ${object(`SELECT o.slug, o.title, o.rank, ${object('SELECT b.slug, b.name FROM actor b WHERE b.id = o.body_id')} AS body
            FROM office o WHERE o.id = h.office_id`)} AS office,
          ${date('h.started', 'edtf', 'display')} AS started, ${date('h.ended', 'edtf', 'display')} AS ended
          FROM tenure h WHERE h.holder_id = t.id ORDER BY h.id`)} AS "officesHeld",
        ${object(`SELECT count(*) AS "totalCount" FROM event_actor x WHERE x.actor_id = t.id AND x.origin = 'CURATED' AND NOT x.retracted`)} AS events,
        ${object(`SELECT count(*) AS "totalCount" FROM attempt_actor x WHERE x.actor_id = t.id AND x.origin = 'CURATED' AND NOT x.retracted`)} AS "mediationAttempts",
        ${object(`SELECT (SELECT count(*) FROM position o WHERE o.holder_id = t.id AND o.origin = 'CURATED' AND o.retracted_at IS NULL) AS "totalCount",
          ${list(`SELECT p.slug, p.stance, p.summary, ${date('p.held', 'display')} AS held,
            ${object('SELECT i.slug, i.name FROM issue i WHERE i.id = p.issue_id')} AS issue,
            ${list('SELECT c.text FROM position_condition c WHERE c.position_id = p.id ORDER BY c.ordinal')} AS conditions
            FROM (SELECT * FROM position o WHERE o.holder_id = t.id AND o.origin = 'CURATED' AND o.retracted_at IS NULL
              ORDER BY o.date_desc DESC, o.id DESC LIMIT 5) p ORDER BY p.date_desc DESC, p.id DESC`)} AS nodes`)} AS positions
        FROM actor t WHERE t.id = $1::uuid`,
      )} AS actor`,
    )}::text`,
    values: ({ actor }) => [actor],
  },
  // Half of them hold an office; of all, some are hot and some cold.
  async draw(client, random) {
    const { rows } = await client.query<{ id: string }>('SELECT DISTINCT holder_id AS id FROM tenure');
    const holders = new Set(rows.map(({ id }) => id));
    const ranked = await actorsByActivity(client);
    const some = (chosen: typeof ranked) => hotAndCold(random, chosen).slice(0, sets / 2);
    return [
      ...some(ranked.filter(({ id }) => holders.has(id))),
      ...some(ranked.filter(({ id }) => !holders.has(id))),
    ].map(({ id }) => ({ actor: id }));
  },
};
