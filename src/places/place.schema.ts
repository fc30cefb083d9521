import sql from 'sql-template-tag';
import '../actors/actor.schema.ts';
import { VersionedRef } from '../history/record.schema.ts';
import { builder } from '../kernel/builder.ts';
import { containsName } from '../kernel/conditions.ts';
import { connectionType, pageArgs, rootList } from '../kernel/connection.ts';
import { byReference, readReference } from '../kernel/ids.ts';
import { NodeRef, registerNode } from '../kernel/node.schema.ts';
import type { Listing } from '../kernel/page.ts';
import type { Referable } from '../kernel/references.ts';

export const placeReference: Referable = { typeName: 'Place', table: sql`place`, list: 'places(text: …)' };

export const PlaceRef = builder.prismaObject('Place', {
  interfaces: [NodeRef, VersionedRef],
  fields: (t) => ({
    slug: t.exposeString('slug'),
    name: t.exposeString('name'),
    latitude: t.exposeFloat('latitude', { nullable: true }),
    longitude: t.exposeFloat('longitude', { nullable: true }),
    identifiers: t.relation('identifiers', { query: { orderBy: { position: 'asc' }, take: 200 } }),
    partOf: t.relation('partOf', { nullable: true }),
  }),
});
registerNode('Place');

export const { ConnectionRef: PlaceConnectionRef } = connectionType('Place', PlaceRef);

function placeListing({ text }: { text?: string | null }): Listing {
  return {
    name: 'Query.places',
    from: sql`place r`,
    where: text != null ? [containsName(sql`r.name`, text, 'text')] : [],
    order: { name: 'slug', keys: [{ column: sql`r.slug`, type: 'text' }], descending: false },
  };
}

builder.queryFields((t) => ({
  place: t.prismaField({
    type: PlaceRef,
    nullable: true,
    description: 'A place by its id or slug; null where there is none.',
    args: { id: t.arg.id({ required: true, description: 'An opaque id or a slug, such as "pahalgam".' }) },
    resolve: (query, _root, { id }, context) =>
      context.db.prisma.place.findUnique({ ...query, where: readReference(id, 'Place', 'id') }),
    ...byReference('Place'),
  }),
  places: t.field({
    type: PlaceConnectionRef,
    description: 'Places, by slug.',
    args: {
      text: t.arg.string({ description: 'Part of the name, case and accents aside, 1 to 200 characters.' }),
      ...pageArgs,
    },
    ...rootList('Place', placeListing),
  }),
}));
