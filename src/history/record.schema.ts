import type { GraphQLResolveInfo } from 'graphql';
import sql from 'sql-template-tag';
import type { ClaimField, Origin } from '../generated/prisma/enums.ts';
import { builder } from '../kernel/builder.ts';
import { loadRow } from '../kernel/load.ts';
import { NodeRef } from '../kernel/node.schema.ts';
import { planned } from '../kernel/plan.ts';

/** What every versioned row carries. */
export interface VersionedRow {
  id: string;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** What every row of a diplomatic record carries, beyond what its type adds. */
export interface RecordRow extends VersionedRow {
  origin: Origin;
  datasetId: string | null;
  slug: string;
  retractedAt: Date | null;
  retractionReason: string | null;
  replacedById: string | null;
  contested: boolean;
  differsFromClaims: ClaimField[];
  independentSourceCount: number | null;
}

export type RecordName = 'Event' | 'MediationAttempt' | 'Position';

export const VersionedRef = builder.interfaceRef<VersionedRow>('Versioned').implement({
  description: 'What has versions: every change of it is a revision.',
  interfaces: [NodeRef],
  resolveType: (row) => ('__typename' in row ? String(row.__typename) : undefined),
  fields: (t) => ({
    version: t.exposeInt('version', { description: '1 on creation, one more with each revision.' }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      description: 'When the record was created here: not when the event happened, nor when it was said.',
    }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      description: 'When the record was last changed here.',
    }),
  }),
});

interface Retraction {
  typeName: RecordName;
  at: Date;
  reason: string;
  replacedById: string | null;
}

const retractionColumns: Readonly<Record<string, string>> = { at: 'retractedAt', reason: 'retractionReason' };

export const RecordRef = builder.interfaceRef<RecordRow>('DiplomaticRecord');
const RetractionRef = builder.objectRef<Retraction>('Retraction');

/** The type of the record that a field of the interface is resolved on. */
export function recordName(info: GraphQLResolveInfo): RecordName {
  const { name } = info.parentType;
  if (name !== 'Event' && name !== 'MediationAttempt' && name !== 'Position')
    throw new RangeError(`${name} is no diplomatic record.`);
  return name;
}

RecordRef.implement({
  description:
    'What the service keeps a record of: an event, a mediation attempt or a position. A change of its participants, relations or responses raises its version; a claim about it is a change of its own and does not.',
  interfaces: [NodeRef, VersionedRef],
  resolveType: (row) => ('__typename' in row ? String(row.__typename) : undefined),
  fields: (t) => ({
    slug: t.exposeString('slug', {
      description: 'A readable key, [a-z0-9]+(-[a-z0-9]+)*, unique within the type and stable.',
    }),
    retraction: t.field({
      type: RetractionRef,
      nullable: true,
      description:
        'Set when the record was withdrawn; a retracted record stays readable by id and leaves every list unless asked for.',
      resolve: (row, _args, _context, info) =>
        row.retractedAt && {
          typeName: recordName(info),
          at: row.retractedAt,
          reason: row.retractionReason ?? '',
          replacedById: row.replacedById,
        },
      ...planned({
        when: (row) => sql`${row.column('retractedAt')} IS NOT NULL`,
        part: (row) => ({
          type: 'Retraction',
          partOf: row.type,
          column: (property) => row.column(retractionColumns[property] ?? property),
        }),
      }),
    }),
  }),
});

RetractionRef.implement({
  description: 'The withdrawal of a record, with its reason.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When the record was withdrawn.' }),
    reason: t.exposeString('reason', { description: 'Why, in the words of the editor who withdrew it.' }),
    replacedBy: t.field({
      type: RecordRef,
      nullable: true,
      description: 'The record that takes its place; null where none does.',
      resolve: (retraction, _args, context, info) =>
        retraction.replacedById ? loadRow(context, info, retraction.typeName, retraction.replacedById) : null,
      ...planned({
        rows: (retraction) => ({
          type: retraction.partOf ?? '',
          id: retraction.column('replacedById'),
        }),
      }),
    }),
  }),
});
