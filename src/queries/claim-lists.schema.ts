import sql, { type Sql } from 'sql-template-tag';
import { ActorRef } from '../actors/actor.schema.ts';
import { ClaimConnectionRef } from '../claims/claim.schema.ts';
import { ConflictRef } from '../conflicts/conflict.schema.ts';
import { RecordRef, recordName } from '../history/record.schema.ts';
import { builder } from '../kernel/builder.ts';
import { childConnection, pageArgs, rootConnection } from '../kernel/connection.ts';
import type { Context } from '../kernel/context.ts';
import type { Listing } from '../kernel/page.ts';
import { PartyResponseRef } from '../mediation/mediation-attempt.schema.ts';
import { SourceRef } from '../sources/source.schema.ts';
import { ClaimFilterRef, claimConditions } from './claim-filter.ts';

const claimArgs = builder.args((t) => ({
  filter: t.field({ type: ClaimFilterRef, description: 'Which claims; all that stand where none is given.' }),
}));

/** Claims are listed in the order in which they were recorded, which is the order of their ids. */
async function claimListing(
  name: string,
  context: Context,
  filter: typeof ClaimFilterRef.$inferInput | null | undefined,
  below: 'root' | 'subject',
): Promise<Listing> {
  return {
    name,
    from: sql`claim r`,
    where: await claimConditions(context, filter, below),
    order: { name: 'recorded', keys: [{ column: sql`r.id`, type: 'uuid' }], descending: false },
  };
}

builder.queryField('claims', (t) =>
  t.field({
    type: ClaimConnectionRef,
    description: 'Claims, in the order in which they were recorded.',
    args: { ...claimArgs, ...pageArgs },
    resolve: (_root, args, context, info) =>
      rootConnection(
        'Claim',
        context,
        info,
        args,
        claimListing('Query.claims', context, args.filter, 'root'),
      ),
  }),
);

const ofRecord: Record<string, Sql> = {
  Event: sql`r.event_id = p.key`,
  MediationAttempt: sql`r.attempt_id = p.key`,
  Position: sql`r.position_id = p.key`,
};

builder.interfaceField(RecordRef, 'claims', (t) =>
  t.field({
    type: ClaimConnectionRef,
    description:
      'Claims about the record, in the order in which they were recorded. Claims about an answer stand with the response.',
    args: { ...claimArgs, ...pageArgs },
    resolve: (record, args, context, info) =>
      childConnection('Claim', context, info, args, record.id, ofRecord[recordName(info)] ?? sql`false`, () =>
        claimListing(`${recordName(info)}.claims`, context, args.filter, 'subject'),
      ),
  }),
);

builder.prismaObjectField(ActorRef, 'claims', (t) =>
  t.field({
    type: ClaimConnectionRef,
    description: 'Claims in whose attribution chain this actor speaks.',
    args: { ...claimArgs, ...pageArgs },
    resolve: (actor, args, context, info) =>
      childConnection(
        'Claim',
        context,
        info,
        args,
        actor.id,
        sql`r.id IN (SELECT a.claim_id FROM attribution a WHERE a.speaker_id = p.key)`,
        () => claimListing('Actor.claims', context, args.filter, 'root'),
      ),
  }),
);

builder.prismaObjectField(SourceRef, 'claims', (t) =>
  t.field({
    type: ClaimConnectionRef,
    description: 'Claims that this source reports.',
    args: { ...claimArgs, ...pageArgs },
    resolve: (source, args, context, info) =>
      childConnection('Claim', context, info, args, source.id, sql`r.source_id = p.key`, () =>
        claimListing('Source.claims', context, args.filter, 'subject'),
      ),
  }),
);

builder.prismaObjectField(ConflictRef, 'claims', (t) =>
  t.field({
    type: ClaimConnectionRef,
    description: 'Claims about the conflict itself: about its names (field LABEL).',
    args: { ...claimArgs, ...pageArgs },
    resolve: (conflict, args, context, info) =>
      childConnection('Claim', context, info, args, conflict.id, sql`r.conflict_id = p.key`, () =>
        claimListing('Conflict.claims', context, args.filter, 'subject'),
      ),
  }),
);

builder.prismaObjectField(PartyResponseRef, 'claims', (t) =>
  t.field({
    type: ClaimConnectionRef,
    description: 'Claims about the answer, in the order in which they were recorded.',
    args: pageArgs,
    resolve: (response, args, context, info) =>
      childConnection('Claim', context, info, args, response.id, sql`r.response_id = p.key`, () =>
        claimListing('PartyResponse.claims', context, null, 'subject'),
      ),
  }),
);
