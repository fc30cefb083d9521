import type { GraphQLResolveInfo } from 'graphql';
import sql, { raw } from 'sql-template-tag';
import { builder } from '../kernel/builder.ts';
import { connectionType, pageArgs, rootList } from '../kernel/connection.ts';
import type { Context, Happening } from '../kernel/context.ts';
import { CursorError } from '../kernel/errors.ts';
import { base64url, encodeId, idColumn } from '../kernel/ids.ts';
import { loadRow } from '../kernel/load.ts';
import { planned } from '../kernel/plan.ts';
import { findSurvivor, isOnRecord } from './change.store.ts';
import { changeListing, cursorAt, cursorOfRow, noSuchChange, readCursor } from './change.ts';
import { VersionedRef } from './record.schema.ts';
import { RevisionRef } from './revision.schema.ts';
import { isSubjectType, subjectTypes } from './revision.ts';

/** The row that a revision is of; where an actor was merged into another, the one that stands for both. */
async function loadSubject(type: string, id: string, context: Context, info: GraphQLResolveInfo) {
  if (!isSubjectType(type)) throw new RangeError(`${type} has no revisions.`);
  const row = await loadRow(context, info, type, id);
  if (row || type !== 'Actor') return row;
  const survivor = await findSurvivor(context, id);
  return survivor === null ? null : loadRow(context, info, type, survivor);
}

const ChangeRef = builder.prismaObject('Revision', {
  variant: 'Change',
  description:
    'One change in the order of all changes: a revision, and what it is of. An import is one change for each batch, whose subject is the dataset.',
  select: { id: true },
  fields: (t) => ({
    id: t.id({
      description: 'Opaque and stable: the same whenever and wherever the change is read.',
      resolve: (change) => encodeId('Change', change.id),
      ...planned({ value: (change) => idColumn('Change', change.column('id')) }),
    }),
    cursor: t.string({
      description:
        'Marks this change for `after` of changes, as a list and as a subscription; opaque, and good for as long as the record is kept.',
      select: { seq: true },
      resolve: ({ seq, id }) => cursorAt({ place: seq, id }),
      ...planned({ value: cursorOfRow }),
    }),
    revision: t.variant(RevisionRef, {
      description: 'What was changed, when, why and by whom.',
      ...planned({ part: (change) => ({ ...change, type: 'Revision' }) }),
    }),
    subjectId: t.id({
      description:
        'The id of what was changed. That of subject is another where subject is the actor that it was merged into since.',
      select: { subjectType: true, subjectId: true },
      resolve: ({ subjectType, subjectId }) => encodeId(subjectType, subjectId),
      ...planned({
        value: (change) =>
          base64url(
            sql`convert_to(${change.column('subjectType')} || ':' || ${change.column('subjectId')}, 'UTF8')`,
          ),
      }),
    }),
    subject: t.field({
      type: VersionedRef,
      description:
        'What was changed, as it is now: after later changes of it, too. For an actor that was merged into another since, the one that stands in its place.',
      select: { subjectType: true, subjectId: true },
      // It is not null: a record is never deleted, and the row of a merged actor leaves one that says where it went.
      resolve: async ({ subjectType, subjectId }, _args, context, info) =>
        (await loadSubject(subjectType, subjectId, context, info)) as never,
      ...planned({
        choices: (change) =>
          subjectTypes.map((type) => {
            const id = change.column('subjectId');
            const living = sql`coalesce((SELECT d.survivor_id FROM actor_redirect d WHERE d.id = ${id}), ${id})`;
            return {
              when: sql`${change.column('subjectType')} = ${raw(`'${type}'`)}`,
              give: { type, id: type === 'Actor' ? living : id },
            };
          }),
      }),
    }),
  }),
});

const { ConnectionRef } = connectionType('Change', ChangeRef, { totalCount: false });

builder.queryField('changes', (t) =>
  t.field({
    type: ConnectionRef,
    description:
      'Every change of the record, oldest first, in one order that is the same for every reader and never changes: a change that is committed later comes later, so that none hides behind a cursor. A reader goes on with pageInfo.endCursor as `after`, which an empty page gives back. Who wants only what happens from now on begins with the endCursor of changes(last: 1).',
    args: pageArgs,
    ...rootList<object>('Revision', () => changeListing, 'Change'),
  }),
);

builder.subscriptionField('changes', (t) =>
  t.field({
    type: ChangeRef,
    description:
      'Every change after the cursor, from the first one where none is given, and then each as it happens: nothing is skipped or sent twice when a client resumes from the last cursor that it saw. Where the stream ends with an error of the code RESUME, as for a client that reads too slowly or when the service stops, the client subscribes again with that cursor.',
    args: {
      after: t.arg.string({
        description:
          'A cursor of a change, from the list or the subscription: what follows it. The endCursor of the list changes(last: 1) for what happens from now on.',
      }),
    },
    subscribe: async (_root, { after }, { db, feed, signal }) => {
      if (!feed) throw new RangeError('There is no feed to follow.');
      const last = readCursor(after);
      if (last && !(await isOnRecord(db, last))) throw new CursorError(`after: ${noSuchChange}.`);
      return feed.follow(last, signal);
    },
    resolve: async (happening: Happening, _args, context, info) =>
      (await loadRow(context, info, 'Revision', happening.id, [], 'Change')) as never,
    ...planned({
      lookup: (_args: object, { happening }: Context) => ({
        type: 'Change',
        id: sql`${(happening as Happening).id}::uuid`,
      }),
    }),
  }),
);
