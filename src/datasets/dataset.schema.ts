import sql from 'sql-template-tag';
import { RecordRef, VersionedRef } from '../history/record.schema.ts';
import { builder, vocabularyType } from '../kernel/builder.ts';
import { connectionType, pageArgs, rootList } from '../kernel/connection.ts';
import { byReference, readReference } from '../kernel/ids.ts';
import { batch, loadRow } from '../kernel/load.ts';
import { NodeRef, registerNode } from '../kernel/node.schema.ts';
import { comment, type Listing } from '../kernel/page.ts';
import { planned } from '../kernel/plan.ts';
import type { Referable } from '../kernel/references.ts';
import { origins } from './dataset.vocabulary.ts';

export const datasetReference: Referable = { typeName: 'Dataset', table: sql`dataset`, list: 'datasets' };
export const OriginRef = vocabularyType('Origin', origins);

export const DatasetRef = builder.prismaObject('Dataset', {
  interfaces: [NodeRef, VersionedRef],
  fields: (t) => ({
    slug: t.exposeString('slug'),
    name: t.exposeString('name'),
    publisher: t.exposeString('publisher'),
    datasetVersion: t.exposeString('datasetVersion', { nullable: true }),
    licence: t.exposeString('licence'),
    attribution: t.exposeString('attribution'),
    redistributable: t.exposeBoolean('redistributable'),
    eventCount: t.int({
      description: 'How many events of the dataset the record holds, retracted ones left out.',
      resolve: async (dataset, _args, context) =>
        batch<string, number>(context, 'Dataset.eventCount', async (ids) => {
          const rows = await context.db.query<{ id: string; count: number }>(
            sql`${comment('Dataset.eventCount')} SELECT dataset_id AS id, count(*)::int AS count FROM event
              WHERE dataset_id = ANY (${[...ids]}::uuid[]) AND retracted_at IS NULL GROUP BY dataset_id LIMIT ${ids.length}`,
          );
          const byId = new Map(rows.map((row) => [row.id, row.count]));
          return ids.map((id) => byId.get(id) ?? 0);
        }).load(dataset.id),
      ...planned({
        value: (dataset) =>
          sql`(SELECT count(*)::int FROM event WHERE dataset_id = ${dataset.column('id')} AND retracted_at IS NULL)`,
      }),
    }),
  }),
});
registerNode('Dataset');

builder.interfaceFields(RecordRef, (t) => ({
  origin: t.expose('origin', {
    type: OriginRef,
    description: 'Who wrote the record: an editor who read a source, or a dataset that was imported.',
  }),
  dataset: t.field({
    type: DatasetRef,
    nullable: true,
    description: 'The dataset that an imported record came from; null where an editor wrote it.',
    resolve: (record, _args, context, info) =>
      record.datasetId ? loadRow(context, info, 'Dataset', record.datasetId) : null,
    ...planned({ rows: (record) => ({ type: 'Dataset', id: record.column('datasetId') }) }),
  }),
}));

export const { ConnectionRef: DatasetConnectionRef } = connectionType('Dataset', DatasetRef);

const listing: Listing = {
  name: 'Query.datasets',
  from: sql`dataset r`,
  where: [],
  order: { name: 'slug', keys: [{ column: sql`r.slug`, type: 'text' }], descending: false },
};

builder.queryFields((t) => ({
  dataset: t.prismaField({
    type: DatasetRef,
    nullable: true,
    description: 'A dataset by its id or slug; null where there is none.',
    args: { id: t.arg.id({ required: true, description: 'An opaque id or a slug.' }) },
    resolve: (query, _root, { id }, context) =>
      context.db.prisma.dataset.findUnique({ ...query, where: readReference(id, 'Dataset', 'id') }),
    ...byReference('Dataset'),
  }),
  datasets: t.field({
    type: DatasetConnectionRef,
    description: 'The datasets that records were imported from, by slug.',
    args: pageArgs,
    ...rootList<object>('Dataset', () => listing),
  }),
}));
