import sql from 'sql-template-tag';
import { VersionedRef } from '../history/record.schema.ts';
import { builder, vocabularyType } from '../kernel/builder.ts';
import { anyOf, containsName, someOf } from '../kernel/conditions.ts';
import { connectionType, pageArgs, rootList } from '../kernel/connection.ts';
import { dateField } from '../kernel/date.schema.ts';
import { byReference, readReference } from '../kernel/ids.ts';
import { NodeRef, registerNode } from '../kernel/node.schema.ts';
import type { Listing } from '../kernel/page.ts';
import { planned } from '../kernel/plan.ts';
import type { Moving } from '../kernel/references.ts';
import { actorKinds, actorNameKinds, identifierSchemes, officeRanks } from './actor.vocabulary.ts';

export const actorReference: Moving = {
  typeName: 'Actor',
  table: sql`actor`,
  list: 'actors(text: …)',
  redirects: sql`actor_redirect`,
};
const ActorKindRef = vocabularyType('ActorKind', actorKinds);
const ActorNameKindRef = vocabularyType('ActorNameKind', actorNameKinds);
const IdentifierSchemeRef = vocabularyType('IdentifierScheme', identifierSchemes);
const OfficeRankRef = vocabularyType('OfficeRank', officeRanks);

/** Lists that are given whole are bounded by the database at this length. */
const whole = { orderBy: { position: 'asc' }, take: 200 } as const;

builder.prismaObject('ActorName', {
  fields: (t) => ({
    text: t.exposeString('text'),
    kind: t.expose('kind', { type: ActorNameKindRef, description: 'What sort of name it is.' }),
    language: t.exposeString('language', { nullable: true }),
  }),
});

function day(date: Date | null): string | null {
  return date?.toISOString().slice(0, 10) ?? null;
}

builder.prismaObject('Identifier', {
  fields: (t) => ({
    scheme: t.expose('scheme', {
      type: IdentifierSchemeRef,
      description: 'The scheme that the code belongs to.',
    }),
    value: t.exposeString('value'),
    validFrom: t.field({
      type: 'Date',
      nullable: true,
      description: 'First day on which the code stands for it; null where the scheme gives none.',
      resolve: (identifier) => day(identifier.validFrom),
      ...planned({ value: (identifier) => sql`${identifier.column('validFrom')}::text` }),
    }),
    validTo: t.field({
      type: 'Date',
      nullable: true,
      description:
        'Last day on which the code stands for it; null where it still does or the scheme gives none.',
      resolve: (identifier) => day(identifier.validTo),
      ...planned({ value: (identifier) => sql`${identifier.column('validTo')}::text` }),
    }),
  }),
});

export const ActorRef = builder.prismaObject('Actor', {
  interfaces: [NodeRef, VersionedRef],
  fields: (t) => ({
    slug: t.exposeString('slug'),
    name: t.exposeString('name'),
    kind: t.expose('kind', { type: ActorKindRef, description: 'What sort of actor it is.' }),
    names: t.relation('names', { query: whole }),
    identifiers: t.relation('identifiers', { query: whole }),
    memberOf: t.relation('memberOf', { nullable: true }),
    officesHeld: t.relation('officesHeld', { query: { orderBy: { id: 'asc' }, take: 200 } }),
  }),
});
registerNode('Actor', actorReference);

export const TenureRef = builder.prismaObject('Tenure', {
  interfaces: [NodeRef, VersionedRef],
  fields: (t) => ({
    holder: t.relation('holder'),
    office: t.relation('office'),
    started: t.field({
      ...dateField('started'),
      description: 'When the holding began; null where the record knows no source that says so.',
    }),
    ended: t.field({
      ...dateField('ended'),
      description: 'When the holding ended; null where it lasts or the record knows no source that says so.',
    }),
  }),
});
registerNode('Tenure');

builder.prismaObject('Office', {
  interfaces: [NodeRef, VersionedRef],
  fields: (t) => ({
    slug: t.exposeString('slug'),
    title: t.exposeString('title'),
    body: t.relation('body'),
    rank: t.expose('rank', {
      type: OfficeRankRef,
      description: 'How high the office stands, in broad classes.',
    }),
    tenures: t.relation('tenures', { query: { orderBy: { id: 'asc' }, take: 200 } }),
  }),
});
registerNode('Office');

export const { ConnectionRef: ActorConnectionRef } = connectionType('Actor', ActorRef);

interface ActorArgs {
  text?: string | null;
  kinds?: readonly string[] | null;
}

function actorListing(args: ActorArgs): Listing {
  const { text } = args;
  const kinds = someOf(args.kinds, 'kinds');
  return {
    name: 'Query.actors',
    from: sql`actor r`,
    where: [
      ...(text != null
        ? [
            sql`r.id IN (SELECT n.actor_id FROM actor_name n WHERE ${containsName(sql`n.text`, text, 'text')})`,
          ]
        : []),
      ...(kinds != null ? [anyOf(sql`r.kind`, sql`actor_kind`, kinds)] : []),
    ],
    order: { name: 'slug', keys: [{ column: sql`r.slug`, type: 'text' }], descending: false },
  };
}

builder.queryFields((t) => ({
  actor: t.prismaField({
    type: ActorRef,
    nullable: true,
    description:
      'An actor by its id or slug, or by those of one that was merged into it; null where there is none.',
    args: { id: t.arg.id({ required: true, description: 'An opaque id or a slug, such as "india".' }) },
    resolve: async (query, _root, { id }, context) => {
      const { actor } = context.db.prisma;
      const reference = readReference(id, 'Actor', 'id');
      return (
        (await actor.findUnique({ ...query, where: reference })) ??
        (await actor.findFirst({ ...query, where: { redirects: { some: reference } } }))
      );
    },
    ...byReference('Actor'),
  }),
  office: t.prismaField({
    type: 'Office',
    nullable: true,
    description: 'An office by its id or slug; null where there is none.',
    args: { id: t.arg.id({ required: true, description: 'An opaque id or a slug.' }) },
    resolve: (query, _root, { id }, context) =>
      context.db.prisma.office.findUnique({ ...query, where: readReference(id, 'Office', 'id') }),
    ...byReference('Office'),
  }),
  actors: t.field({
    type: ActorConnectionRef,
    description: 'Actors, by slug.',
    args: {
      text: t.arg.string({
        description: 'Part of any of the names, case and accents aside, 1 to 200 characters.',
      }),
      kinds: t.arg({ type: [ActorKindRef], description: 'Of any of these kinds; an empty list is refused.' }),
      ...pageArgs,
    },
    ...rootList('Actor', actorListing),
  }),
}));
