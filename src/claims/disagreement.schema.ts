import sql, { raw, type Sql } from 'sql-template-tag';
import { ActorRef } from '../actors/actor.schema.ts';
import { ConflictNameRef, conflictReference } from '../conflicts/conflict.schema.ts';
import { OriginRef } from '../datasets/dataset.schema.ts';
import { originCondition } from '../datasets/origin.ts';
import { RecordRef } from '../history/record.schema.ts';
import { builder, vocabularyType } from '../kernel/builder.ts';
import { someOf } from '../kernel/conditions.ts';
import { childList, childRows, connectionType, pageArgs, rootList } from '../kernel/connection.ts';
import type { Context } from '../kernel/context.ts';
import { encodeId, idColumn } from '../kernel/ids.ts';
import { batch, fieldKey, loadRow } from '../kernel/load.ts';
import { comment, type Listing } from '../kernel/page.ts';
import { planned } from '../kernel/plan.ts';
import { findReference } from '../kernel/reference.ts';
import { SourceRef } from '../sources/source.schema.ts';
import { ClaimConnectionRef, ClaimFieldRef, ClaimRef, PolarityRef } from './claim.schema.ts';
import { disagreementRules } from './claim.vocabulary.ts';
import {
  ClaimSubjectRef,
  ClaimValueRef,
  loadSubject,
  loadValue,
  subjectChoices,
  valueChoices,
} from './claim-value.schema.ts';

const DisagreementRuleRef = vocabularyType('DisagreementRule', disagreementRules);
const mostNamed = 20;

/** The first sources or root speakers of the claims of a side, in the order in which their claims were recorded. */
function namedBy(table: Sql, wanted: Sql): (side: Sql) => Sql {
  return (side) => sql`SELECT t.* FROM (
      SELECT ${wanted} AS id, min(c.id::text) AS first FROM disagreement_claim d JOIN claim c ON c.id = d.claim_id
      WHERE d.side_id = ${side} AND ${wanted} IS NOT NULL GROUP BY 1 ORDER BY first LIMIT ${raw(String(mostNamed))}) named
    JOIN ${table} t ON t.id = named.id ORDER BY named.first`;
}

/** Claims are listed in the order in which they were recorded, which is the order of their ids. */
const recordedOrder = {
  name: 'recorded',
  keys: [{ column: sql`r.id`, type: 'uuid' }],
  descending: false,
} as const;

builder.prismaObject('DisagreementSide', {
  fields: (t) => ({
    sources: t.field({
      type: [SourceRef],
      description: `The sources that carry the side, at most ${mostNamed}.`,
      ...childRows('Source', namedBy(sql`source`, sql`c.source_id`)),
    }),
    value: t.field({
      type: ClaimValueRef,
      nullable: true,
      description:
        'What the side says, as the most specific of its claims has it, the first of these. Null where it is about the occurrence.',
      resolve: (side, _args, context, info) => loadValue(side, context, info),
      ...planned({ choices: valueChoices }),
    }),
    valueText: t.exposeString('valueText', { nullable: true }),
    polarity: t.expose('polarity', {
      type: PolarityRef,
      description: 'Whether the side affirms or denies the value.',
    }),
    claimCount: t.exposeInt('claimCount'),
    claims: t.field({
      type: ClaimConnectionRef,
      description: 'The active claims that carry the side, in the order in which they were recorded.',
      args: pageArgs,
      ...childList<object>(
        'Claim',
        (key) => sql`d.side_id = ${key}`,
        () => ({
          name: 'DisagreementSide.claims',
          from: sql`disagreement_claim d JOIN claim r ON r.id = d.claim_id`,
          where: [],
          order: recordedOrder,
        }),
      ),
    }),
    speakers: t.field({
      type: [ActorRef],
      description: `Root speakers of the side, at most ${mostNamed}; empty where the sources assert it themselves.`,
      ...childRows('Actor', namedBy(sql`actor`, sql`c.root_speaker_id`)),
    }),
  }),
});

export const DisagreementRef = builder.prismaObject('Disagreement', {
  fields: (t) => ({
    id: t.id({
      description: 'Opaque and stable: the same as long as subject, field and rule are.',
      resolve: (disagreement) => encodeId('Disagreement', disagreement.id),
      ...planned({ value: (disagreement) => idColumn('Disagreement', disagreement.column('id')) }),
    }),
    subject: t.field({
      type: ClaimSubjectRef,
      description: 'What the sides disagree about.',
      resolve: (disagreement, _args, context, info) => loadSubject(disagreement, context, info),
      ...planned({ choices: subjectChoices }),
    }),
    field: t.expose('field', { type: ClaimFieldRef, description: 'The field that the sides disagree on.' }),
    rule: t.expose('rule', { type: DisagreementRuleRef, description: 'The rule that found it.' }),
    sides: t.relation('sides', { query: { orderBy: { position: 'asc' }, take: 100 } }),
  }),
});

const { ConnectionRef: DisagreementConnectionRef } = connectionType('Disagreement', DisagreementRef);

/** The disagreements about a record; those of an attempt include those of its responses. */
function ofRecord(record: Sql, typeName: string): Sql {
  const newest = sql`ORDER BY d.began_with_id DESC, d.id DESC LIMIT 100`;
  // Two ranges of two indexes: asked for either at once, all disagreements would be looked through.
  if (typeName === 'MediationAttempt')
    return sql`SELECT d.* FROM (SELECT * FROM disagreement WHERE attempt_id = ${record}
      UNION ALL SELECT o.* FROM party_response a JOIN disagreement o ON o.response_id = a.id WHERE a.attempt_id = ${record}) d ${newest}`;
  const column = typeName === 'Event' ? sql`d.event_id` : sql`d.position_id`;
  return sql`SELECT d.* FROM disagreement d WHERE ${column} = ${record} ${newest}`;
}

builder.interfaceFields(RecordRef, (t) => ({
  disagreements: t.field({
    type: [DisagreementRef],
    description:
      'Where active claims on the record cannot all be right, at most 100, newest first; those of an attempt include those of its responses.',
    ...childRows('Disagreement', ofRecord),
  }),
  contested: t.exposeBoolean('contested', {
    description: 'True exactly when disagreements is not empty.',
  }),
  differsFromClaims: t.expose('differsFromClaims', {
    type: [ClaimFieldRef],
    description:
      'Fields whose recorded value no active affirming claim supports, inferred values aside; no disagreement, and no reason for contested.',
  }),
  independentSourceCount: t.exposeInt('independentSourceCount', {
    nullable: true,
    description:
      'Groups of sources behind the active claims that do not depend on each other, by the published rule; null where there is no claim.',
  }),
}));

/** The active claims that a conflict goes by a name, of the one who uses it where somebody is named. */
function labelClaims(conflict: Sql, text: Sql, usedBy: Sql): Sql {
  return sql`SELECT c.* FROM claim c WHERE c.conflict_id = ${conflict} AND c.field = 'LABEL' AND c.status = 'ACTIVE'
    AND c.polarity = 'AFFIRMS' AND c.value_textual = ${text} AND (${usedBy} IS NULL OR c.root_speaker_id = ${usedBy})
    ORDER BY c.id LIMIT 100`;
}

builder.prismaObjectField(ConflictNameRef, 'claims', (t) =>
  t.field({
    type: [ClaimRef],
    description:
      'Active claims that the conflict goes by this name, those of the one who uses it where somebody is named, at most 100.',
    resolve: async (name, _args, context, info) => {
      const key = JSON.stringify([name.conflictId, name.text, name.usedById]);
      const ids = await batch<string, string[]>(context, `${fieldKey(info)} ids`, async (keys) => {
        const rows = await context.db.query<{ name: string; id: string }>(
          sql`${comment('ConflictName.claims')} SELECT n.key AS name, found.id FROM unnest(${[...keys]}::text[]) AS n(key)
            CROSS JOIN LATERAL (${labelClaims(sql`(n.key::jsonb ->> 0)::uuid`, sql`n.key::jsonb ->> 1`, sql`(n.key::jsonb ->> 2)::uuid`)}) found
            ORDER BY found.id`,
        );
        return keys.map((wanted) => rows.filter((row) => row.name === wanted).map(({ id }) => id));
      }).load(key);
      const rows = await Promise.all(ids.map((id) => loadRow(context, info, 'Claim', id)));
      return rows.filter((row) => row !== null);
    },
    ...planned({
      rows: (name) => ({
        type: 'Claim',
        select: labelClaims(name.column('conflictId'), name.column('text'), name.column('usedById')),
      }),
    }),
  }),
);

builder.queryField('disagreements', (t) =>
  t.field({
    type: DisagreementConnectionRef,
    description:
      'Where active claims on one field of one subject cannot all be right, newest first: the one whose second side came up last at the front.',
    args: {
      field: t.arg({ type: ClaimFieldRef, description: 'Only those on this field.' }),
      conflict: t.arg.id({
        description: 'Only those about records of this conflict, or about it: an id or a slug.',
      }),
      origins: t.arg({
        type: [OriginRef],
        description: 'Of records of these origins; without it curated ones only.',
      }),
      ...pageArgs,
    },
    ...rootList('Disagreement', disagreementListing),
  }),
);

interface DisagreementArgs {
  field?: string | null;
  conflict?: string | null;
  origins?: readonly string[] | null;
}

async function disagreementListing(args: DisagreementArgs, context: Context): Promise<Listing> {
  const conflict =
    args.conflict == null ? null : await findReference(context, conflictReference, args.conflict, 'conflict');
  const origins = someOf(args.origins, 'origins') ?? ['CURATED'];
  return {
    name: 'Query.disagreements',
    from: sql`disagreement r`,
    where: [
      originCondition(origins),
      ...(args.field == null ? [] : [sql`r.field = ${args.field}::claim_field`]),
      ...(conflict === null ? [] : [sql`r.scope_conflict_id = ${conflict}::uuid`]),
    ],
    order: {
      name: 'began',
      keys: [
        { column: sql`r.began_with_id`, type: 'uuid' },
        { column: sql`r.id`, type: 'uuid' },
      ],
      descending: true,
    },
  };
}
