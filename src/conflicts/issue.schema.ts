import sql from 'sql-template-tag';
import { VersionedRef } from '../history/record.schema.ts';
import { builder } from '../kernel/builder.ts';
import { connectionType, pageArgs, rootList } from '../kernel/connection.ts';
import { byReference, readReference } from '../kernel/ids.ts';
import { NodeRef, registerNode } from '../kernel/node.schema.ts';
import type { Listing } from '../kernel/page.ts';
import type { Referable } from '../kernel/references.ts';

export const issueReference: Referable = { typeName: 'Issue', table: sql`issue`, list: 'issues' };

export const IssueRef = builder.prismaObject('Issue', {
  interfaces: [NodeRef, VersionedRef],
  fields: (t) => ({
    slug: t.exposeString('slug'),
    name: t.exposeString('name'),
    broader: t.relation('broader', { nullable: true }),
  }),
});
registerNode('Issue');

export const { ConnectionRef: IssueConnectionRef } = connectionType('Issue', IssueRef);

const listing: Listing = {
  name: 'Query.issues',
  from: sql`issue r`,
  where: [],
  order: { name: 'slug', keys: [{ column: sql`r.slug`, type: 'text' }], descending: false },
};

builder.queryFields((t) => ({
  issue: t.prismaField({
    type: IssueRef,
    nullable: true,
    description: 'An issue by its id or slug; null where there is none.',
    args: {
      id: t.arg.id({
        required: true,
        description: 'An opaque id or a slug, such as "third-party-mediation".',
      }),
    },
    resolve: (query, _root, { id }, context) =>
      context.db.prisma.issue.findUnique({ ...query, where: readReference(id, 'Issue', 'id') }),
    ...byReference('Issue'),
  }),
  issues: t.field({
    type: IssueConnectionRef,
    description: 'Issues, by slug.',
    args: pageArgs,
    ...rootList<object>('Issue', () => listing),
  }),
}));
