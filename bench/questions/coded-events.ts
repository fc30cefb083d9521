import { hotAndCold } from './draw.ts';
import { date, list, object, page } from './json.ts';
import { dateOf, participantOf } from './newest.ts';
import { idOf, type Question, type Shape } from './question.ts';

/** A window of so many years begins in one of so many. */
const [span, firstYear, years] = [5, 1992, 29];

export const codedEvents: Question = {
  name: 'coded-events',
  title: "a dataset's newest 20 events of some codes within five years",
  tuned: true,
  grows: false,
  service: ({ dataset, prefix, within }) => ({
    query: `query CodedEvents($dataset: ID!, $prefix: String!, $within: EDTF!) {
      events(first: 20, filter: { dataset: $dataset, coding: { scheme: GDELT, codePrefix: $prefix }, date: { within: $within, match: POSSIBLE } }) {
        nodes { id slug type title date { edtf display precision } place { slug name latitude longitude partOf { slug name } } placeAbsence
          dataset { slug name } participants { role actor { slug name kind } } codings { scheme code label mode contexts goldstein quadClass } }
        pageInfo { hasNextPage endCursor } } }`,
    variables: { dataset: idOf('Dataset', dataset), prefix, within },
  }),
  peer: ({ dataset, prefix, window }) => ({
    query: `query CodedEvents($dataset: UUID!, $prefix: String!, $window: String!) {
      allEvents(first: 20, condition: { datasetId: $dataset, origin: DATASET, retractedAt: null, possiblyWithin: $window },
          filter: { eventCodingsByEventId: { some: { scheme: { equalTo: GDELT }, code: { startsWith: $prefix } } } }, orderBy: [DATE_DESC_DESC, ROW_ID_DESC]) {
        nodes { rowId slug type title date placeByPlaceId { slug name latitude longitude placeByPartOfId { slug name } } placeAbsence
          datasetByDatasetId { slug name } participationsByEventIdList(orderBy: POSITION_ASC) { role actorByActorId { slug name kind } }
          eventCodingsByEventIdList(orderBy: POSITION_ASC) { scheme code label mode contexts goldstein quadClass } }
        pageInfo { hasNextPage endCursor } } }`,
    variables: { dataset, prefix, window },
  }),
  fromPeer: ({ allEvents }) => ({
    events: { nodes: allEvents.nodes.map(eventOf), pageInfo: allEvents.pageInfo },
  }),
  hand: {
    prepared: true,
    text: `SELECT ${object(
      `SELECT ${page(
        // Every event of a dataset is coded, so that few have to be read in the order of the list until the page is full. The
        // codes are asked for one event after another: as a join, all that the prefix finds would be read and sorted.
        `SELECT e.date_desc AS key, e.id, e.slug, e.type, e.title, e.date, e.place_id, e.place_absence, e.dataset_id FROM event e
        WHERE e.dataset_id = $1::uuid AND e.origin = 'DATASET' AND e.retracted_at IS NULL AND e.date_desc < $4::bigint AND e.date_end >= $3::bigint
          AND (NOT e.date_gaps OR e.date_ranges && $5::tsmultirange)
          AND (SELECT true FROM event_coding c WHERE c.event_id = e.id AND c.scheme = 'GDELT' AND c.code LIKE $2 LIMIT 1)
        ORDER BY e.date_desc DESC, e.id DESC LIMIT 21`,
        '20',
        `p.id, p.slug, p.type, p.title, ${date('p.date', 'edtf', 'display', 'precision')} AS date,
        ${object(`SELECT l.slug, l.name, l.latitude, l.longitude, ${object('SELECT u.slug, u.name FROM place u WHERE u.id = l.part_of_id')} AS "partOf"
          FROM place l WHERE l.id = p.place_id`)} AS place, p.place_absence AS "placeAbsence",
        ${object('SELECT d.slug, d.name FROM dataset d WHERE d.id = p.dataset_id')} AS dataset,
        ${list(`SELECT c.role, a AS actor FROM participation c CROSS JOIN LATERAL (SELECT slug, name, kind FROM actor WHERE id = c.actor_id) a
          WHERE c.event_id = p.id ORDER BY c.position`)} AS participants,
        ${list(`SELECT x.scheme, x.code, x.label, x.mode, x.contexts, x.goldstein, x.quad_class AS "quadClass"
          FROM event_coding x WHERE x.event_id = p.id ORDER BY x.position`)} AS codings`,
      )} AS events`,
    )}::text`,
    values: ({ dataset, prefix, first, end, window }) => [dataset, `${prefix}%`, first, end, window],
  },
  async draw(client, random) {
    const { rows } = await client.query<{ dataset: string; prefix: string }>(
      `SELECT e.dataset_id AS dataset, left(c.code, 2) AS prefix FROM event_coding c JOIN event e ON e.id = c.event_id
        WHERE e.dataset_id IS NOT NULL AND e.retracted_at IS NULL AND c.scheme = 'GDELT' GROUP BY 1, 2 HAVING count(*) >= 20 ORDER BY count(*) DESC, 1, 2`,
    );
    return hotAndCold(random, rows).map(({ dataset, prefix }) => {
      const year = firstYear + Math.floor(random() * years);
      const start = (shift: number) => Date.UTC(year + shift, 0, 1) / 1000;
      return {
        ...{ dataset, prefix },
        within: `${year}/${year + span - 1}`,
        ...{ first: start(0), end: start(span) },
        window: `{["${year}-01-01 00:00:00","${year + span}-01-01 00:00:00")}`,
      };
    });
  },
};

function eventOf(event: Shape): unknown {
  const { date: when, placeByPlaceId: place, datasetByDatasetId, ...rest } = event;
  const { participationsByEventIdList, eventCodingsByEventIdList, ...own } = rest;
  const { placeByPartOfId: partOf, ...placed } = place ?? {};
  return {
    ...own,
    date: dateOf(when, 'edtf', 'display', 'precision'),
    place: place && { ...placed, partOf },
    dataset: datasetByDatasetId,
    participants: participationsByEventIdList.map(participantOf),
    codings: eventCodingsByEventIdList,
  };
}
