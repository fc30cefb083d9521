import sql from 'sql-template-tag';
import { ActorRef } from '../actors/actor.schema.ts';
import { VersionedRef } from '../history/record.schema.ts';
import { builder } from '../kernel/builder.ts';
import { connectionType, pageArgs, rootList } from '../kernel/connection.ts';
import { byReference, readReference } from '../kernel/ids.ts';
import { NodeRef, registerNode } from '../kernel/node.schema.ts';
import type { Listing } from '../kernel/page.ts';
import type { Referable } from '../kernel/references.ts';
import { IssueRef } from './issue.schema.ts';

export const conflictReference: Referable = { typeName: 'Conflict', table: sql`conflict`, list: 'conflicts' };
const whole = { orderBy: { position: 'asc' }, take: 200 } as const;

export const ConflictNameRef = builder.prismaObject('ConflictName', {
  fields: (t) => ({
    text: t.exposeString('text'),
    usedBy: t.relation('usedBy', { nullable: true }),
  }),
});

export const ConflictRef = builder.prismaObject('Conflict', {
  interfaces: [NodeRef, VersionedRef],
  fields: (t) => ({
    slug: t.exposeString('slug'),
    name: t.exposeString('name'),
    names: t.relation('names', { query: whole }),
    parties: t.field({
      type: [ActorRef],
      description: 'Who is in conflict with whom, in the order of the record.',
      select: (_args, _context, nested) => ({ partyRows: { ...whole, select: { actor: nested() } } }),
      resolve: (conflict) => conflict.partyRows.map((row) => row.actor),
    }),
    issues: t.field({
      type: [IssueRef],
      description: 'What the conflict is about, in the order of the record.',
      select: (_args, _context, nested) => ({ issueRows: { ...whole, select: { issue: nested() } } }),
      resolve: (conflict) => conflict.issueRows.map((row) => row.issue),
    }),
  }),
});
registerNode('Conflict');

export const { ConnectionRef: ConflictConnectionRef } = connectionType('Conflict', ConflictRef);

const listing: Listing = {
  name: 'Query.conflicts',
  from: sql`conflict r`,
  where: [],
  order: { name: 'slug', keys: [{ column: sql`r.slug`, type: 'text' }], descending: false },
};

builder.queryFields((t) => ({
  conflict: t.prismaField({
    type: ConflictRef,
    nullable: true,
    description: 'A conflict by its id or slug; null where there is none.',
    args: {
      id: t.arg.id({ required: true, description: 'An opaque id or a slug, such as "india-pakistan".' }),
    },
    resolve: (query, _root, { id }, context) =>
      context.db.prisma.conflict.findUnique({ ...query, where: readReference(id, 'Conflict', 'id') }),
    ...byReference('Conflict'),
  }),
  conflicts: t.field({
    type: ConflictConnectionRef,
    description: 'Conflicts, by slug.',
    args: pageArgs,
    ...rootList<object>('Conflict', () => listing),
  }),
}));
