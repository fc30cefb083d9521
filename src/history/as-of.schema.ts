import sql from 'sql-template-tag';
import { builder } from '../kernel/builder.ts';
import { InputError } from '../kernel/errors.ts';
import { decodeId } from '../kernel/ids.ts';
import { loadRow } from '../kernel/load.ts';
import { planned, type Rows } from '../kernel/plan.ts';
import { enterShadows } from '../kernel/shadowed-context.ts';
import { recordShadows } from './as-of.store.ts';
import { type RecordName, RecordRef } from './record.schema.ts';

/** A record is put together from its revisions before a field of it is read: so many in one operation are refused. */
const cost = 4000;

const recordNames: ReadonlySet<string> = new Set<RecordName>(['Event', 'MediationAttempt', 'Position']);

function isRecordName(name: string): name is RecordName {
  return recordNames.has(name);
}

function readRecordId(id: string): { type: RecordName; uuid: string } {
  const decoded = decodeId(id);
  const shown = JSON.stringify(id.length > 80 ? `${id.slice(0, 80)}…` : id);
  const accepted = 'an id of Event, MediationAttempt or Position';
  if (!decoded)
    throw new InputError(
      `id: ${shown} is no id; give ${accepted} as this service returned it. A slug does not tell the type: ask for the field id first, as in event(id: "…") { id }.`,
    );
  if (!isRecordName(decoded.type))
    throw new InputError(`id: ${shown} is an id of type ${decoded.type}; ${accepted} is expected.`);
  return { type: decoded.type, uuid: decoded.uuid };
}

builder.queryField('recordAsOf', (t) =>
  t.field({
    type: RecordRef,
    nullable: true,
    description:
      "The record's own fields, participants, responses, relations, codings, claims with their chains, disagreements and retraction as they stood at that moment; what is reached beyond these is as it is now. Null before it existed, and where there is nothing with the id.",
    args: {
      id: t.arg.id({
        required: true,
        description: 'The id of an event, a mediation attempt or a position; a slug does not tell which.',
      }),
      at: t.arg({
        type: 'DateTime',
        required: true,
        description:
          'The moment; a change that was made at the very moment is seen, and in the future everything is as it is now.',
      }),
    },
    resolve: async (_root, { id, at }, context, info) => {
      const { type, uuid } = readRecordId(id);
      const then = enterShadows(context, info, recordShadows(type, uuid, new Date(at)));
      return loadRow(then, info, type, uuid);
    },
    extensions: {
      cost,
      ...planned({
        lookup: ({ id, at }: { id: string; at: Date }): Rows => {
          const { type, uuid } = readRecordId(id);
          return { type, id: sql`${uuid}::uuid`, shadows: recordShadows(type, uuid, at) };
        },
      }).extensions,
    },
  }),
);
