import sql, { type Sql } from 'sql-template-tag';
import { ActorRef } from '../actors/actor.schema.ts';
import { ClaimConnectionRef } from '../claims/claim.schema.ts';
import { ConflictRef } from '../conflicts/conflict.schema.ts';
import { RecordRef } from '../history/record.schema.ts';
import { builder } from '../kernel/builder.ts';
import { someOf } from '../kernel/conditions.ts';
import { childList, pageArgs, rootList } from '../kernel/connection.ts';
import type { Context } from '../kernel/context.ts';
import type { Listing } from '../kernel/page.ts';
import { PartyResponseRef } from '../mediation/mediation-attempt.schema.ts';
import { SourceRef } from '../sources/source.schema.ts';
import { ClaimFilterRef, claimConditions } from './claim-filter.ts';
import { type Spread, spreadActors, spreadOver } from './spread.ts';

const claimArgs = builder.args((t) => ({
  filter: t.field({ type: ClaimFilterRef, description: 'Which claims; all that stand where none is given.' }),
}));

interface ClaimArgs {
  filter?: typeof ClaimFilterRef.$inferInput | null;
}

/** The claims in which somebody speaks, with the first voice of each speaker: for one of them, a range of an index. */
const spoken = sql`attribution a JOIN claim r ON r.id = a.claim_id`;
// OFFSET keeps it a look at each row that is listed; as a join, all of a speaker's voices would be read for a page.
const firstVoice = sql`NOT EXISTS (SELECT FROM attribution b
  WHERE b.claim_id = a.claim_id AND b.speaker_id = a.speaker_id AND b.position < a.position OFFSET 0)`;

/** Whose claims are listed: all, those on a subject, or those in which the parent speaks. */
type Below = 'root' | 'subject' | 'speaker';

/** Claims are listed in the order in which they were recorded, which is the order of their ids. */
function claimListing(name: string, below: Below) {
  return async ({ filter }: ClaimArgs, context: Context): Promise<Listing> => {
    const { speakers, rootSpeaker } = below === 'root' ? await spreadSpeakers(context, filter) : {};
    const bySpeaker = speakers !== undefined || below === 'speaker';
    const rest = filter && {
      ...filter,
      ...(speakers ? { speakers: null } : {}),
      ...(rootSpeaker ? { rootSpeaker: null } : {}),
    };
    const led = [speakers, rootSpeaker].flatMap((spread) => (spread ? [spread] : []));
    const id = bySpeaker ? sql`a.claim_id` : sql`r.id`;
    return {
      name,
      from: bySpeaker ? spoken : sql`claim r`,
      where: [
        ...led.map(({ condition }) => condition),
        ...(bySpeaker ? [firstVoice] : []),
        ...(await claimConditions(context, rest, below === 'subject' ? 'subject' : 'root')),
      ],
      ...spreadOver(...led),
      order: { name: 'recorded', keys: [{ column: id, type: 'uuid' }], descending: false },
      // Beyond the one condition that an index of its own serves, the right plan depends on the values.
      skewed: Object.values(filter ?? {}).filter((value) => value != null).length > 2,
    };
  };
}

/** Who leads to the claims: any of the speakers that the filter names, else the root speaker. */
async function spreadSpeakers(
  context: Context,
  filter: ClaimArgs['filter'],
): Promise<{ speakers?: Spread; rootSpeaker?: Spread }> {
  const speakers = someOf(filter?.speakers, 'filter.speakers');
  if (speakers)
    return {
      speakers: await spreadActors(
        context,
        sql`a.speaker_id`,
        speakers,
        (index) => `filter.speakers.${index}`,
      ),
    };
  if (!filter?.rootSpeaker) return {};
  const named = [filter.rootSpeaker];
  return {
    rootSpeaker: await spreadActors(
      context,
      sql`r.root_speaker_id`,
      named,
      () => 'filter.rootSpeaker',
      false,
    ),
  };
}

builder.queryField('claims', (t) =>
  t.field({
    type: ClaimConnectionRef,
    description: 'Claims, in the order in which they were recorded.',
    args: { ...claimArgs, ...pageArgs },
    ...rootList('Claim', claimListing('Query.claims', 'root')),
  }),
);

function ofRecord(key: Sql, typeName: string): Sql {
  if (typeName === 'Event') return sql`r.event_id = ${key}`;
  return typeName === 'MediationAttempt' ? sql`r.attempt_id = ${key}` : sql`r.position_id = ${key}`;
}

builder.interfaceField(RecordRef, 'claims', (t) =>
  t.field({
    type: ClaimConnectionRef,
    description:
      'Claims about the record, in the order in which they were recorded. Claims about an answer stand with the response.',
    args: { ...claimArgs, ...pageArgs },
    ...childList('Claim', ofRecord, claimListing('DiplomaticRecord.claims', 'subject')),
  }),
);

builder.prismaObjectField(ActorRef, 'claims', (t) =>
  t.field({
    type: ClaimConnectionRef,
    description: 'Claims in whose attribution chain this actor speaks.',
    args: { ...claimArgs, ...pageArgs },
    ...childList('Claim', (key) => sql`a.speaker_id = ${key}`, claimListing('Actor.claims', 'speaker')),
  }),
);

builder.prismaObjectField(SourceRef, 'claims', (t) =>
  t.field({
    type: ClaimConnectionRef,
    description: 'Claims that this source reports.',
    args: { ...claimArgs, ...pageArgs },
    ...childList('Claim', (key) => sql`r.source_id = ${key}`, claimListing('Source.claims', 'subject')),
  }),
);

builder.prismaObjectField(ConflictRef, 'claims', (t) =>
  t.field({
    type: ClaimConnectionRef,
    description: 'Claims about the conflict itself: about its names (field LABEL).',
    args: { ...claimArgs, ...pageArgs },
    ...childList('Claim', (key) => sql`r.conflict_id = ${key}`, claimListing('Conflict.claims', 'subject')),
  }),
);

builder.prismaObjectField(PartyResponseRef, 'claims', (t) =>
  t.field({
    type: ClaimConnectionRef,
    description: 'Claims about the answer, in the order in which they were recorded.',
    args: pageArgs,
    ...childList(
      'Claim',
      (key) => sql`r.response_id = ${key}`,
      claimListing('PartyResponse.claims', 'subject'),
    ),
  }),
);
