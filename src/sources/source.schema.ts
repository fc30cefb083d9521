import sql from 'sql-template-tag';
import '../actors/actor.schema.ts';
import { VersionedRef } from '../history/record.schema.ts';
import { builder, vocabularyType } from '../kernel/builder.ts';
import { connectionType, pageArgs, rootList } from '../kernel/connection.ts';
import { dateField } from '../kernel/date.schema.ts';
import { byReference, readReference } from '../kernel/ids.ts';
import { NodeRef, registerNode } from '../kernel/node.schema.ts';
import type { Listing } from '../kernel/page.ts';
import type { Referable } from '../kernel/references.ts';
import { sourceKinds } from './source.vocabulary.ts';

export const sourceReference: Referable = {
  typeName: 'Source',
  table: sql`source`,
  list: 'sources',
};
const SourceKindRef = vocabularyType('SourceKind', sourceKinds);

export const SourceRef = builder.prismaObject('Source', {
  interfaces: [NodeRef, VersionedRef],
  fields: (t) => ({
    slug: t.exposeString('slug'),
    kind: t.expose('kind', { type: SourceKindRef, description: 'What sort of document or broadcast it is.' }),
    title: t.exposeString('title'),
    publisher: t.relation('publisher', { nullable: true }),
    author: t.relation('author', { nullable: true }),
    url: t.exposeString('url', { nullable: true }),
    published: t.field({
      ...dateField('published'),
      description: 'When it was issued, as it states itself; null where it does not.',
    }),
    language: t.exposeString('language', { nullable: true }),
    licence: t.exposeString('licence', { nullable: true }),
    contentSha256: t.exposeString('contentSha256', { nullable: true }),
    embeddedIn: t.relation('embeddedIn', { nullable: true }),
    reportsOn: t.relation('reportsOn', { nullable: true }),
    republishes: t.relation('republishes', { nullable: true }),
  }),
});
registerNode('Source');

export const { ConnectionRef: SourceConnectionRef } = connectionType('Source', SourceRef);

const listing: Listing = {
  name: 'Query.sources',
  from: sql`source r`,
  where: [],
  order: { name: 'recorded', keys: [{ column: sql`r.id`, type: 'uuid' }], descending: false },
};

builder.queryFields((t) => ({
  source: t.prismaField({
    type: SourceRef,
    nullable: true,
    description: 'A source by its id or slug; null where there is none.',
    args: { id: t.arg.id({ required: true, description: 'An opaque id or a slug.' }) },
    resolve: (query, _root, { id }, context) =>
      context.db.prisma.source.findUnique({ ...query, where: readReference(id, 'Source', 'id') }),
    ...byReference('Source'),
  }),
  sources: t.field({
    type: SourceConnectionRef,
    description: 'Sources, in the order in which they were recorded.',
    args: pageArgs,
    ...rootList<object>('Source', () => listing),
  }),
}));
