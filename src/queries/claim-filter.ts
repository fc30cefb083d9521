import sql, { type Sql } from 'sql-template-tag';
import { ClaimFieldRef, DirectnessRef, PolarityRef } from '../claims/claim.schema.ts';
import { conflictReference } from '../conflicts/conflict.schema.ts';
import { OriginRef } from '../datasets/dataset.schema.ts';
import { originCondition } from '../datasets/origin.ts';
import { builder } from '../kernel/builder.ts';
import { containsWords, someOf } from '../kernel/conditions.ts';
import type { Context } from '../kernel/context.ts';
import { InputError } from '../kernel/errors.ts';
import { sourceReference } from '../sources/source.schema.ts';
import { ActorFilterRef, actorCondition, anyActor, oneOf, sameAs } from './record-filter.ts';

export const ClaimFilterRef = builder.inputType('ClaimFilter', {
  description:
    'Conditions on claims; all that are given must hold. A list is met by any of its entries. An empty list is refused; null is as if absent.',
  fields: (t) => ({
    source: t.id({ description: 'Reported by this source: an id or a slug.' }),
    speakers: t.field({
      type: [ActorFilterRef],
      description: 'Any of these speaks somewhere in the chain.',
    }),
    rootSpeaker: t.field({
      type: ActorFilterRef,
      description: 'The words are those of this actor: the last voice of the chain.',
    }),
    minDepth: t.int({ description: 'The chain has at least so many voices.' }),
    maxDepth: t.int({
      description: 'The chain has at most so many voices; 0 where the source itself asserts it.',
    }),
    field: t.field({ type: ClaimFieldRef, description: 'About this field.' }),
    polarity: t.field({ type: PolarityRef, description: 'Affirming or denying.' }),
    directness: t.field({ type: [DirectnessRef], description: 'Rendered in any of these ways.' }),
    conflict: t.id({ description: 'About a record of this conflict, or about it: an id or a slug.' }),
    text: t.string({
      description:
        'Words of the quote in the syntax of web search engines ("exact phrase", or, -not), stemmed in English, accents folded; 1 to 200 characters.',
    }),
    origins: t.field({
      type: [OriginRef],
      description:
        'Of any of these origins. Without it curated claims only; below a record, a response, a source or a side, all.',
    }),
    includeRetracted: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Also list claims that were withdrawn.',
    }),
  }),
});

type ClaimFilter = typeof ClaimFilterRef.$inferInput;

/** The conditions of a claim filter on claims `r`; `below` tells lists that are already those of one thing. */
export async function claimConditions(
  context: Context,
  filter: ClaimFilter | null | undefined,
  below: 'root' | 'subject',
): Promise<Sql[]> {
  const origins = someOf(filter?.origins, 'filter.origins') ?? (below === 'root' ? ['CURATED'] : null);
  const speakers = someOf(filter?.speakers, 'filter.speakers');
  return [
    ...(origins ? [originCondition(origins)] : []),
    ...(filter?.includeRetracted ? [] : [sql`r.status <> 'RETRACTED'`]),
    ...(await sameAs(context, sql`r.source_id`, sourceReference, filter?.source, 'filter.source')),
    ...(speakers
      ? [
          sql`r.id IN (SELECT a.claim_id FROM attribution a WHERE ${await anyActor(context, sql`a.speaker_id`, speakers, 'filter.speakers')})`,
        ]
      : []),
    ...(filter?.rootSpeaker
      ? [await actorCondition(context, sql`r.root_speaker_id`, filter.rootSpeaker, 'filter.rootSpeaker')]
      : []),
    ...(filter?.minDepth == null ? [] : [sql`r.depth >= ${depth(filter.minDepth, 'filter.minDepth')}`]),
    ...(filter?.maxDepth == null ? [] : [sql`r.depth <= ${depth(filter.maxDepth, 'filter.maxDepth')}`]),
    ...(filter?.field == null ? [] : [sql`r.field = ${filter.field}::claim_field`]),
    ...(filter?.polarity == null ? [] : [sql`r.polarity = ${filter.polarity}::polarity`]),
    ...oneOf(sql`r.directness`, sql`directness`, filter?.directness, 'filter.directness'),
    ...(await sameAs(
      context,
      sql`r.scope_conflict_id`,
      conflictReference,
      filter?.conflict,
      'filter.conflict',
    )),
    ...(filter?.text == null ? [] : [containsWords(sql`r.text_search`, filter.text, 'filter.text')]),
  ];
}

function depth(voices: number, argument: string): number {
  if (voices >= 0) return voices;
  throw new InputError(`${argument}: ${voices} was given; a chain has 0 voices or more.`);
}
