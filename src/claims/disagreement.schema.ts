import sql from 'sql-template-tag';
import { ActorRef } from '../actors/actor.schema.ts';
import { ConflictNameRef, conflictReference } from '../conflicts/conflict.schema.ts';
import { OriginRef } from '../datasets/dataset.schema.ts';
import { originCondition } from '../datasets/origin.ts';
import { RecordRef, recordName } from '../history/record.schema.ts';
import { builder, vocabularyType } from '../kernel/builder.ts';
import { someOf } from '../kernel/conditions.ts';
import { childList, connectionType, pageArgs, rootList } from '../kernel/connection.ts';
import type { Context } from '../kernel/context.ts';
import { encodeId } from '../kernel/ids.ts';
import { batch, fieldKey, loadRow } from '../kernel/load.ts';
import { comment, type Listing } from '../kernel/page.ts';
import { findReference } from '../kernel/reference.ts';
import { SourceRef } from '../sources/source.schema.ts';
import { ClaimConnectionRef, ClaimFieldRef, ClaimRef, PolarityRef } from './claim.schema.ts';
import { disagreementRules } from './claim.vocabulary.ts';
import { ClaimSubjectRef, ClaimValueRef, loadSubject, loadValue } from './claim-value.schema.ts';

const DisagreementRuleRef = vocabularyType('DisagreementRule', disagreementRules);
const mostNamed = 20;

/** The first sources or root speakers of the claims of a side, for all sides at one place of the operation at once. */
function namedBy(context: Context, column: 'source' | 'speaker', sideId: string): Promise<string[]> {
  const wanted = column === 'source' ? sql`c.source_id` : sql`c.root_speaker_id`;
  return batch<string, string[]>(context, `DisagreementSide ${column}s`, async (sideIds) => {
    const rows = await context.db.query<{ side: string; id: string }>(
      sql`${comment(`DisagreementSide.${column}s`)} SELECT s.id AS side, named.id FROM unnest(${[...sideIds]}::uuid[]) AS s(id)
        CROSS JOIN LATERAL (SELECT ${wanted} AS id, min(c.id::text) AS first FROM disagreement_claim d JOIN claim c ON c.id = d.claim_id
          WHERE d.side_id = s.id AND ${wanted} IS NOT NULL GROUP BY 1 ORDER BY first LIMIT ${mostNamed}) named
        ORDER BY s.id, named.first`,
    );
    return sideIds.map((id) => rows.filter((row) => row.side === id).map((row) => row.id));
  }).load(sideId);
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
      resolve: async (side, _args, context, info) => {
        const ids = await namedBy(context, 'source', side.id);
        const rows = await Promise.all(ids.map((id) => loadRow(context, info, 'Source', id)));
        return rows.filter((row) => row !== null);
      },
    }),
    value: t.field({
      type: ClaimValueRef,
      nullable: true,
      description:
        'What the side says, as the most specific of its claims has it, the first of these. Null where it is about the occurrence.',
      resolve: (side, _args, context, info) => loadValue(side, context, info),
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
      resolve: async (side, _args, context, info) => {
        const ids = await namedBy(context, 'speaker', side.id);
        const rows = await Promise.all(ids.map((id) => loadRow(context, info, 'Actor', id)));
        return rows.filter((row) => row !== null);
      },
    }),
  }),
});

export const DisagreementRef = builder.prismaObject('Disagreement', {
  fields: (t) => ({
    id: t.id({
      description: 'Opaque and stable: the same as long as subject, field and rule are.',
      resolve: (disagreement) => encodeId('Disagreement', disagreement.id),
    }),
    subject: t.field({
      type: ClaimSubjectRef,
      description: 'What the sides disagree about.',
      resolve: (disagreement, _args, context, info) => loadSubject(disagreement, context, info),
    }),
    field: t.expose('field', { type: ClaimFieldRef, description: 'The field that the sides disagree on.' }),
    rule: t.expose('rule', { type: DisagreementRuleRef, description: 'The rule that found it.' }),
    sides: t.relation('sides', { query: { orderBy: { position: 'asc' }, take: 100 } }),
  }),
});

const { ConnectionRef: DisagreementConnectionRef } = connectionType('Disagreement', DisagreementRef);

/** How disagreements hang on a record; those of an attempt include those of its responses. */
const ofRecord = {
  Event: sql`d.event_id = p.key`,
  MediationAttempt: sql`(d.attempt_id = p.key OR d.response_id IN (SELECT pr.id FROM party_response pr WHERE pr.attempt_id = p.key))`,
  Position: sql`d.position_id = p.key`,
};

builder.interfaceFields(RecordRef, (t) => ({
  disagreements: t.field({
    type: [DisagreementRef],
    description:
      'Where active claims on the record cannot all be right, at most 100, newest first; those of an attempt include those of its responses.',
    resolve: async (record, _args, context, info) => {
      const ids = await batch<string, string[]>(context, `${fieldKey(info)} ids`, async (records) => {
        const rows = await context.db.query<{ record: string; id: string }>(
          sql`${comment('DiplomaticRecord.disagreements')} SELECT p.key AS record, found.id FROM unnest(${[...records]}::uuid[]) AS p(key)
            CROSS JOIN LATERAL (SELECT d.id, d.began_with_id FROM disagreement d WHERE ${ofRecord[recordName(info)]}
              ORDER BY d.began_with_id DESC, d.id DESC LIMIT 100) found
            ORDER BY found.began_with_id DESC, found.id DESC`,
        );
        return records.map((wanted) => rows.filter((row) => row.record === wanted).map(({ id }) => id));
      }).load(record.id);
      const rows = await Promise.all(ids.map((id) => loadRow(context, info, 'Disagreement', id)));
      return rows.filter((row) => row !== null);
    },
  }),
  contested: t.boolean({
    description: 'True exactly when disagreements is not empty.',
    resolve: (record) => record.contested,
  }),
  differsFromClaims: t.field({
    type: [ClaimFieldRef],
    description:
      'Fields whose recorded value no active affirming claim supports, inferred values aside; no disagreement, and no reason for contested.',
    resolve: (record) => record.differsFromClaims,
  }),
  independentSourceCount: t.int({
    nullable: true,
    description:
      'Groups of sources behind the active claims that do not depend on each other, by the published rule; null where there is no claim.',
    resolve: (record) => record.independentSourceCount,
  }),
}));

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
            CROSS JOIN LATERAL (SELECT c.id FROM claim c WHERE c.conflict_id = (n.key::jsonb ->> 0)::uuid AND c.field = 'LABEL'
              AND c.status = 'ACTIVE' AND c.polarity = 'AFFIRMS' AND c.value_textual = n.key::jsonb ->> 1
              AND (n.key::jsonb ->> 2 IS NULL OR c.root_speaker_id = (n.key::jsonb ->> 2)::uuid) ORDER BY c.id LIMIT 100) found
            ORDER BY found.id`,
        );
        return keys.map((wanted) => rows.filter((row) => row.name === wanted).map(({ id }) => id));
      }).load(key);
      const rows = await Promise.all(ids.map((id) => loadRow(context, info, 'Claim', id)));
      return rows.filter((row) => row !== null);
    },
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
