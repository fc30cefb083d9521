import { refreshDerived } from '../../src/claims/derive.service.ts';
import { makeHistoricalDate } from '../../src/kernel/dates/historical-date.ts';
import { newId } from '../../src/kernel/ids.ts';
import { refreshOutcomes } from '../../src/mediation/outcome.service.ts';
import { dateOf } from '../claims/facts.ts';
import { type Name, recordScene, say } from '../claims/record.ts';
import type { TestDatabase } from '../setup/database.ts';
import { change, type Subject } from './history.ts';

/** What happened to the scene, in this order; each is a moment. */
export const happenings = [
  ...[
    'created',
    'dated',
    'rewritten',
    'said',
    'contradicted',
    'answered',
    'withdrawn',
    'concluded',
    'reworded',
  ],
  ...['outcome', 'retracted', 'merged'],
] as const;
type Happening = (typeof happenings)[number];

export interface ChangedScene {
  id: Record<Name, string>;
  at: Record<Happening, string>;
  /** Claims by what they say. */
  claim: Record<'on20' | 'on22' | 'onAnswer' | 'later', string>;
  tenure: string;
}

const dateSql = (edtf: string) => `'${JSON.stringify(makeHistoricalDate({ edtf }))}'::jsonb`;

/** The scene of the claims' tests, and all that is changed of it afterwards, with its revisions and derivations. */
export async function changedScene(db: TestDatabase): Promise<ChangedScene> {
  const id = await recordScene(db);
  const at = {} as Record<Happening, string>;
  const attack: Subject = ['Event', id.attack];
  const offer: Subject = ['MediationAttempt', id.offer];
  const stance: Subject = ['Position', id.stance];
  const claims = (...ids: string[]) => ids.map((each): Subject => ['Claim', each]);
  const derive = () =>
    db.prisma.$transaction(async (tx) => {
      await refreshOutcomes(tx, [id.offer]);
      await refreshDerived(tx, { events: [id.attack], attempts: [id.offer] });
    });
  const sayOf = async (
    ...[kind, ...said]: [
      kind: 'event' | 'response',
      ...(Parameters<typeof say> extends [unknown, unknown, ...infer C] ? C : never),
    ]
  ) => say(db, kind === 'event' ? { events: [id.attack] } : { attempts: [id.offer] }, ...said);

  const [tenure, office] = [newId(), newId()];
  await db.pool.query(
    `INSERT INTO office (id, slug, title, body_id, rank) VALUES ('${office}', 'secretary', 'Secretary', '${id['united-states']}', 'FOREIGN_MINISTER')`,
  );
  await db.pool.query(
    `INSERT INTO tenure (id, holder_id, office_id) VALUES ('${tenure}', '${id.rubio}', '${office}')`,
  );
  await derive();
  at.created = await change(db, [], [attack, offer, stance]);

  at.dated = await change(
    db,
    [
      `UPDATE event SET date = ${dateSql('2025-04-22')}, title = 'Attack at Pahalgam', version = 2 WHERE id = '${id.attack}'`,
    ],
    [attack],
  );
  at.rewritten = await change(
    db,
    [
      `DELETE FROM participation WHERE event_id = '${id.attack}' AND role = 'AUDIENCE'`,
      `INSERT INTO participation (event_id, position, actor_id, role) VALUES ('${id.attack}', 2, '${id.rubio}', 'OBSERVER'), ('${id.attack}', 3, '${id.dar}', 'OBSERVER')`,
      `INSERT INTO participation_tenure (event_id, position, tenure_id) VALUES ('${id.attack}', 2, '${tenure}')`,
      `INSERT INTO event_issue (event_id, position, issue_id) VALUES ('${id.attack}', 1, '${id.mediation}')`,
      `INSERT INTO event_relation (event_id, position, type, other_id) VALUES ('${id.attack}', 1, 'BEFORE', '${id.meeting}')`,
      `INSERT INTO event_coding (event_id, position, scheme, code, label, contexts, goldstein) VALUES ('${id.attack}', 1, 'CAMEO_1_1B3', '190', 'Use force', '{military}', -10)`,
      `UPDATE event SET place_id = '${id.srinagar}', version = 3 WHERE id = '${id.attack}'`,
      `UPDATE position SET stance = 'OPPOSE', summary = 'Pakistan is against mediation.', version = 2 WHERE id = '${id.stance}'`,
      `INSERT INTO position_condition (position_id, ordinal, text) VALUES ('${id.stance}', 1, 'If both ask.')`,
    ],
    [attack, stance],
  );

  const subject = { kind: 'event', id: id.attack } as const;
  const [on22 = ''] = await sayOf('event', {
    ...{ sourceId: id.page, subject, field: 'DATE', value: { date: dateOf('2025-04-22') } },
    directness: 'DIRECT_QUOTE',
    passage: { exact: 'It happened on Tuesday the twenty-second.' },
    chain: [
      { speakerId: id.dar, act: 'RELAY', verb: 'says' },
      { speakerId: id.rubio, act: 'ASSERT', tenureIds: [tenure] },
    ],
  });
  at.said = await change(db, [], claims(on22), [attack]);

  const [on20 = ''] = await sayOf('event', {
    ...{ sourceId: id.wire, subject, field: 'DATE', value: { date: dateOf('2025-04-20') } },
    passage: { exact: 'The attack of Sunday.' },
  });
  at.contradicted = await change(db, [], claims(on20), [attack]);

  const [onAnswer = ''] = await sayOf('response', {
    ...{ sourceId: id.page, subject: { kind: 'response', id: id.answer }, field: 'RESPONSE' },
    value: { textual: 'REJECTED' },
  });
  await sayOf('response', {
    ...{ sourceId: id.wire, subject: { kind: 'response', id: id.answer }, field: 'RESPONSE' },
    value: { textual: 'ACCEPTED' },
  });
  const answers = await db.pool.query<{ id: string }>('SELECT id FROM claim WHERE response_id IS NOT NULL');
  at.answered = await change(db, [], claims(...answers.rows.map((row) => row.id)), [offer]);

  await db.pool.query(
    `UPDATE claim SET status = 'RETRACTED', retraction_reason = 'A misprint.', version = 2 WHERE id = '${on20}'`,
  );
  await derive();
  at.withdrawn = await change(db, [], claims(on20), [attack]);

  const [later = ''] = await sayOf('event', {
    ...{ sourceId: id.post, subject, field: 'DATE', value: { date: dateOf('2025-04-22T14') } },
    chain: [{ speakerId: id.rubio, act: 'CONFIRM' }],
    supersedesId: on22,
  });
  at.concluded = await change(db, [], claims(on22, later), [attack]);

  // The chain of a claim is put right.
  at.reworded = await change(
    db,
    [
      `UPDATE attribution SET verb = 'has said', speaker_id = '${id.rubio}' WHERE claim_id = '${on22}' AND position = 1`,
      `UPDATE claim SET version = version + 1, passage_exact = 'Words put right.' WHERE id = '${on22}'`,
    ],
    claims(on22),
  );

  await db.pool.query(
    `UPDATE party_response SET answer = 'REJECTED', conditions = '{"None whatever."}' WHERE id = '${id.answer}'`,
  );
  await db.pool.query(
    `UPDATE mediation_attempt SET title = 'A refused offer', kind = 'GOOD_OFFICES', version = 2 WHERE id = '${id.offer}'`,
  );
  await db.pool.query(
    `INSERT INTO mediator (attempt_id, position, actor_id) VALUES ('${id.offer}', 2, '${id.rubio}')`,
  );
  await db.pool.query(
    `INSERT INTO attempt_event (attempt_id, position, event_id, role) VALUES ('${id.offer}', 1, '${id.meeting}', 'TALKS')`,
  );
  await derive();
  at.outcome = await change(db, [], [offer]);

  at.retracted = await change(
    db,
    [
      `UPDATE event SET retracted_at = now(), retraction_reason = 'Told twice.', replaced_by_id = '${id['later-meeting']}', version = 4 WHERE id = '${id.attack}'`,
    ],
    [attack],
  );

  // Whoever was recorded as gunmen turns out to be Dar.
  at.merged = await change(
    db,
    [
      `UPDATE participation SET actor_id = '${id.dar}' WHERE actor_id = '${id.gunmen}'`,
      `DELETE FROM actor_name WHERE actor_id = '${id.gunmen}'`,
      `DELETE FROM actor WHERE id = '${id.gunmen}'`,
      `INSERT INTO actor_redirect (id, slug, survivor_id) VALUES ('${id.gunmen}', 'gunmen', '${id.dar}')`,
      `UPDATE event SET version = 5 WHERE id = '${id.attack}'`,
    ],
    [attack],
  );
  return { id, at, claim: { on20, on22, onAnswer, later }, tenure };
}
