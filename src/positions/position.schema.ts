import '../actors/actor.schema.ts';
import '../conflicts/conflict.schema.ts';
import '../conflicts/issue.schema.ts';
import { RecordRef, VersionedRef } from '../history/record.schema.ts';
import { builder, vocabularyType } from '../kernel/builder.ts';
import { connectionType } from '../kernel/connection.ts';
import { dateField } from '../kernel/date.schema.ts';
import { byReference, readReference } from '../kernel/ids.ts';
import { NodeRef, registerNode } from '../kernel/node.schema.ts';
import { continuities, publicities, stances } from './position.vocabulary.ts';

export const StanceRef = vocabularyType('Stance', stances);
export const PublicityRef = vocabularyType('Publicity', publicities);
const ContinuityRef = vocabularyType('Continuity', continuities);

builder.prismaObject('PositionCondition', {
  fields: (t) => ({
    text: t.exposeString('text'),
    issue: t.relation('issue', { nullable: true }),
  }),
});

export const PositionRef = builder.prismaObject('Position', {
  interfaces: [NodeRef, VersionedRef, RecordRef],
  fields: (t) => ({
    holder: t.relation('holder'),
    issue: t.relation('issue'),
    stance: t.expose('stance', { type: StanceRef, description: 'How the holder stands to the issue.' }),
    summary: t.exposeString('summary'),
    conditions: t.relation('conditions', { query: { orderBy: { ordinal: 'asc' }, take: 200 } }),
    publicity: t.expose('publicity', { type: PublicityRef, description: 'How openly the stance is voiced.' }),
    continuity: t.expose('continuity', {
      type: ContinuityRef,
      description: 'How the source relates the stance to what the holder held before.',
    }),
    held: t.field({
      ...dateField('held'),
      description:
        'From the first day on which it is known to be voiced; open ends as in EDTF. Null where no source gives a day.',
    }),
    conflict: t.relation('conflict', { nullable: true }),
  }),
});
registerNode('Position');

export const { ConnectionRef: PositionConnectionRef } = connectionType('Position', PositionRef);

builder.queryField('position', (t) =>
  t.prismaField({
    type: PositionRef,
    nullable: true,
    description: 'A position by its id or slug, retracted or not; null where there is none.',
    args: { id: t.arg.id({ required: true, description: 'An opaque id or a slug.' }) },
    resolve: (query, _root, { id }, context) =>
      context.db.prisma.position.findUnique({ ...query, where: readReference(id, 'Position', 'id') }),
    ...byReference('Position'),
  }),
);
