import sql, { type Sql } from 'sql-template-tag';
import { ActorRef } from '../actors/actor.schema.ts';
import { ClaimConnectionRef } from '../claims/claim.schema.ts';
import { ConflictRef } from '../conflicts/conflict.schema.ts';
import { RecordRef } from '../history/record.schema.ts';
import { builder } from '../kernel/builder.ts';
import { childList, pageArgs, rootList } from '../kernel/connection.ts';
import type { Context } from '../kernel/context.ts';
import type { Listing } from '../kernel/page.ts';
import { PartyResponseRef } from '../mediation/mediation-attempt.schema.ts';
import { SourceRef } from '../sources/source.schema.ts';
import { ClaimFilterRef, claimConditions } from './claim-filter.ts';

const claimArgs = builder.args((t) => ({
  filter: t.field({ type: ClaimFilterRef, description: 'Which claims; all that stand where none is given.' }),
}));

interface ClaimArgs {
  filter?: typeof ClaimFilterRef.$inferInput | null;
}

/** Claims are listed in the order in which they were recorded, which is the order of their ids. */
function claimListing(name: string, below: 'root' | 'subject', from = sql`claim r`, id = sql`r.id`) {
  return async ({ filter }: ClaimArgs, context: Context): Promise<Listing> => ({
    name,
    from,
    where: await claimConditions(context, filter, below),
    order: { name: 'recorded', keys: [{ column: id, type: 'uuid' }], descending: false },
    // Beyond the one condition that an index of its own serves, the right plan depends on the values.
    skewed: Object.values(filter ?? {}).filter((value) => value != null).length > 2,
  });
}

/** The claims in which somebody speaks, each once for each speaker: for one of them, a range of an index in order. */
const spoken = sql`(SELECT DISTINCT speaker_id, claim_id FROM attribution) a JOIN claim r ON r.id = a.claim_id`;

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
    ...childList(
      'Claim',
      (key) => sql`a.speaker_id = ${key}`,
      claimListing('Actor.claims', 'root', spoken, sql`a.claim_id`),
    ),
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
