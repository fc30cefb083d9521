import { list, object } from './json.ts';
import type { Shape } from './question.ts';

/** What the service and the peer are asked for the value of a claim, or of a side. Positions claim texts alone. */
export const serviceValue = `value { __typename ... on Actor { slug name } ... on Place { slug name } ... on HistoricalDate { edtf display }
  ... on ClaimText { text } ... on ClaimedParticipant { role actor { slug name } } }`;
export const peerValue =
  'actorByValueActorId { slug name } placeByValuePlaceId { slug name } valueDate valueTextual valueRole';

export function claimedValue(row: Shape): unknown {
  const { valueRole, actorByValueActorId: actor, placeByValuePlaceId: place, valueDate, valueTextual } = row;
  if (valueRole) return { __typename: 'ClaimedParticipant', role: valueRole, actor };
  if (actor) return { __typename: 'Actor', ...actor };
  if (place) return { __typename: 'Place', ...place };
  if (valueDate) return { __typename: 'HistoricalDate', edtf: valueDate.edtf, display: valueDate.display };
  return valueTextual === null ? null : { __typename: 'ClaimText', text: valueTextual };
}

/** The value of a row of claims or sides, or null. */
export function valueSelect(row: string): string {
  return `CASE WHEN ${row}.value_role IS NOT NULL THEN ${object(`SELECT 'ClaimedParticipant' AS "__typename", ${row}.value_role AS role,
      ${object(`SELECT slug, name FROM actor WHERE id = ${row}.value_actor_id`)} AS actor`)}
    WHEN ${row}.value_actor_id IS NOT NULL THEN ${object(`SELECT 'Actor' AS "__typename", slug, name FROM actor WHERE id = ${row}.value_actor_id`)}
    WHEN ${row}.value_place_id IS NOT NULL THEN ${object(`SELECT 'Place' AS "__typename", slug, name FROM place WHERE id = ${row}.value_place_id`)}
    WHEN ${row}.value_date IS NOT NULL THEN ${object(`SELECT 'HistoricalDate' AS "__typename", ${row}.value_date ->> 'edtf' AS edtf, ${row}.value_date ->> 'display' AS display`)}
    WHEN ${row}.value_textual IS NOT NULL THEN ${object(`SELECT 'ClaimText' AS "__typename", ${row}.value_textual AS text`)} END`;
}

export const serviceChain = 'chain { position act verb speakerText speaker { slug name } }';
export const peerChain =
  'attributionsByClaimIdList(orderBy: POSITION_ASC) { position act verb speakerText actorBySpeakerId { slug name } }';

export function chainOf(voices: Shape): unknown {
  return voices.map(({ actorBySpeakerId, ...voice }: Shape) => ({ ...voice, speaker: actorBySpeakerId }));
}

/** The voices of a claim; most claims have none, which its depth says. */
export function chainSelect(claim: string): string {
  return `CASE WHEN ${claim}.depth = 0 THEN '[]'::json ELSE ${list(`SELECT w.position, w.act, w.verb, w.speaker_text AS "speakerText",
    ${object('SELECT slug, name FROM actor WHERE id = w.speaker_id')} AS speaker
    FROM attribution w WHERE w.claim_id = ${claim}.id ORDER BY w.position`)} END`;
}
