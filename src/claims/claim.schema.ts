import sql from 'sql-template-tag';
import { TenureRef } from '../actors/actor.schema.ts';
import { VersionedRef } from '../history/record.schema.ts';
import { builder, vocabularyType } from '../kernel/builder.ts';
import { connectionType } from '../kernel/connection.ts';
import { dateField } from '../kernel/date.schema.ts';
import { InputError } from '../kernel/errors.ts';
import { readReference } from '../kernel/ids.ts';
import { NodeRef, registerNode } from '../kernel/node.schema.ts';
import { planned, type Rows } from '../kernel/plan.ts';
import { MediationAttemptRef } from '../mediation/mediation-attempt.schema.ts';
import {
  claimFields,
  claimStatuses,
  directnesses,
  offsetUnits,
  polarities,
  speechActs,
} from './claim.vocabulary.ts';
import { type ClaimName, readClaimName } from './claim-name.ts';
import {
  ClaimSubjectRef,
  ClaimValueRef,
  loadSubject,
  loadValue,
  subjectChoices,
  valueChoices,
} from './claim-value.schema.ts';

export const ClaimFieldRef = vocabularyType('ClaimField', claimFields);
export const PolarityRef = vocabularyType('Polarity', polarities);
export const DirectnessRef = vocabularyType('Directness', directnesses);
const ClaimStatusRef = vocabularyType('ClaimStatus', claimStatuses);
const OffsetUnitRef = vocabularyType('OffsetUnit', offsetUnits);
const SpeechActRef = vocabularyType('SpeechAct', speechActs);

const PassageRef = builder
  .objectRef<{
    passageExact: string | null;
    passagePrefix: string | null;
    passageSuffix: string | null;
    passageStart: number | null;
    passageEnd: number | null;
    passageUnit: 'CODE_POINT' | 'AS_PUBLISHED' | null;
  }>('Passage')
  .implement({
    description:
      'The words in a source that carry a claim, at most 300 characters (selectors after the Web Annotation Data Model); a dataset may give only offsets.',
    fields: (t) => ({
      exact: t.exposeString('passageExact', {
        nullable: true,
        description: 'The words as they stand in the source; null where only offsets are known.',
      }),
      prefix: t.exposeString('passagePrefix', {
        nullable: true,
        description: 'The words just before, if kept.',
      }),
      suffix: t.exposeString('passageSuffix', {
        nullable: true,
        description: 'The words just after, if kept.',
      }),
      start: t.exposeInt('passageStart', {
        nullable: true,
        description: 'Where the words begin, counted from 0 in the unit; null where no offset is known.',
      }),
      end: t.exposeInt('passageEnd', {
        nullable: true,
        description: 'Where the words end, exclusive; null where no offset is known.',
      }),
      unit: t.field({
        type: OffsetUnitRef,
        description: 'What start and end count.',
        resolve: (passage) => passage.passageUnit ?? 'CODE_POINT',
        ...planned({ value: (passage) => sql`coalesce(${passage.column('passageUnit')}, 'CODE_POINT')` }),
      }),
    }),
  });

builder.prismaObject('Attribution', {
  fields: (t) => ({
    position: t.exposeInt('position'),
    speaker: t.relation('speaker', { nullable: true }),
    speakerText: t.exposeString('speakerText', { nullable: true }),
    speakingAs: t.field({
      type: [TenureRef],
      description: 'The offices in which the voice speaks, as the source has it; empty where it names none.',
      select: (_args, _context, nested) => ({
        tenureRows: { orderBy: { tenureId: 'asc' }, take: 20, select: { tenure: nested() } },
      }),
      resolve: (attribution) => attribution.tenureRows.map((row) => row.tenure),
    }),
    act: t.expose('act', { type: SpeechActRef, description: 'What the voice does in saying it.' }),
    verb: t.exposeString('verb', { nullable: true }),
    hearer: t.relation('hearer', { nullable: true }),
    hearerInferred: t.exposeBoolean('hearerInferred'),
    inferred: t.exposeBoolean('inferred'),
    said: t.field({
      ...dateField('said'),
      description: 'When it was said; null where the source does not say.',
    }),
  }),
});

export const ClaimRef = builder.prismaObject('Claim', {
  interfaces: [NodeRef, VersionedRef],
  fields: (t) => ({
    source: t.relation('source'),
    key: t.exposeString('key', { nullable: true }),
    passage: t.field({
      type: PassageRef,
      nullable: true,
      description:
        'The words in the source that carry the claim; null where neither words nor offsets are recorded.',
      resolve: (claim) => (claim.passageExact !== null || claim.passageStart !== null ? claim : null),
      ...planned({
        when: (claim) =>
          sql`(${claim.column('passageExact')} IS NOT NULL OR ${claim.column('passageStart')} IS NOT NULL)`,
        part: (claim) => ({ ...claim, type: 'Passage' }),
      }),
    }),
    subject: t.field({
      type: ClaimSubjectRef,
      description: 'The one record, response or conflict that the passage is about.',
      resolve: (claim, _args, context, info) => loadSubject(claim, context, info),
      ...planned({ choices: subjectChoices }),
    }),
    field: t.expose('field', { type: ClaimFieldRef, description: 'What the claim is about.' }),
    value: t.field({
      type: ClaimValueRef,
      nullable: true,
      description: 'What is claimed for the field. Null where the field is OCCURRENCE.',
      resolve: (claim, _args, context, info) => loadValue(claim, context, info),
      ...planned({ choices: valueChoices }),
    }),
    valueText: t.exposeString('valueText', { nullable: true }),
    polarity: t.expose('polarity', {
      type: PolarityRef,
      description:
        'Whether the root speaker affirms or denies it; what voices in between do stands in their act.',
    }),
    directness: t.expose('directness', {
      type: DirectnessRef,
      description: 'How the source renders the first voice.',
    }),
    chain: t.relation('chain', { query: { orderBy: { position: 'asc' }, take: 50 } }),
    depth: t.exposeInt('depth'),
    rootSpeaker: t.relation('rootSpeaker', { nullable: true }),
    status: t.expose('status', { type: ClaimStatusRef, description: 'Whether the claim still counts.' }),
    retractionReason: t.exposeString('retractionReason', {
      nullable: true,
      description:
        'Why the claim was withdrawn, in the words of the editor who did it; null where it was not.',
    }),
    supersedes: t.relation('supersedes', { nullable: true }),
  }),
});
registerNode('Claim');

export const { ConnectionRef: ClaimConnectionRef } = connectionType('Claim', ClaimRef);

builder.prismaObjectField(MediationAttemptRef, 'statedOutcomes', (t) =>
  t.relation('claims', {
    description:
      'What sources say the outcome was, at most the first 200; each is a claim and may disagree with outcome.',
    query: { where: { field: 'OUTCOME', status: 'ACTIVE' }, orderBy: { id: 'asc' }, take: 200 },
  }),
);

function claimId(id: string): string {
  const reference = readReference(id, 'Claim', 'id');
  if (reference.id) return reference.id;
  throw new InputError(
    `id: ${JSON.stringify(id)} is no id of a claim; claims have no slug. Give an id as this service returned it, or source-slug#key.`,
  );
}

/** The one claim that a source has under a key. */
function claimNamed({ source, key }: ClaimName): Rows {
  return {
    type: 'Claim',
    select: sql`SELECT c.* FROM claim c JOIN source s ON s.id = c.source_id WHERE s.slug = ${source} AND c.key = ${key} LIMIT 1`,
  };
}

builder.queryField('claim', (t) =>
  t.prismaField({
    type: ClaimRef,
    nullable: true,
    description:
      'A claim by its id, or by its source and its key there as source-slug#key; retracted or not, and null where there is none.',
    args: { id: t.arg.id({ required: true, description: 'An opaque id, or source-slug#key.' }) },
    resolve: (query, _root, { id }, { db }) => {
      const name = readClaimName(id);
      if (!name) return db.prisma.claim.findUnique({ ...query, where: { id: claimId(id) } });
      return db.prisma.claim.findFirst({ ...query, where: { key: name.key, source: { slug: name.source } } });
    },
    ...planned({
      lookup: ({ id }: { id: string }) => {
        const name = readClaimName(id);
        return name ? claimNamed(name) : { type: 'Claim', id: sql`${claimId(id)}::uuid` };
      },
    }),
  }),
);
