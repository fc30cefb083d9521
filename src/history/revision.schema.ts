import sql from 'sql-template-tag';
import { builder, vocabularyType } from '../kernel/builder.ts';
import { childList, connectionType, pageArgs } from '../kernel/connection.ts';
import { encodeId, idColumn } from '../kernel/ids.ts';
import '../kernel/json.schema.ts';
import type { Listing } from '../kernel/page.ts';
import { planned } from '../kernel/plan.ts';
import { VersionedRef } from './record.schema.ts';
import { type FieldChange, storedChanges } from './revision.ts';
import { revisionKinds } from './revision.vocabulary.ts';

const RevisionKindRef = vocabularyType('RevisionKind', revisionKinds);

const FieldChangeRef = builder.objectRef<FieldChange>('FieldChange').implement({
  description:
    'One value that a revision changed. A list is given whole: all that it held before and all that it holds after.',
  fields: (t) => ({
    path: t.exposeString('path', { description: 'Which value: its name, or names joined by points.' }),
    before: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The value before the change; null where there was none.',
      resolve: (change) => change.before ?? null,
      ...planned({ value: (change) => change.column('before') }),
    }),
    after: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The value after the change; null where there is none.',
      resolve: (change) => change.after ?? null,
      ...planned({ value: (change) => change.column('after') }),
    }),
  }),
});

/** The column `record` can be large, so that only what is asked for is read of the row. */
export const RevisionRef = builder.prismaObject('Revision', {
  description:
    'One change of one record: what it did, when and why, and who made it. Written once; only a text that has to be removed by law is taken out again, which redactedAt then tells.',
  select: { id: true },
  fields: (t) => ({
    id: t.id({
      description: 'Opaque and stable.',
      resolve: (revision) => encodeId('Revision', revision.id),
      ...planned({ value: (revision) => idColumn('Revision', revision.column('id')) }),
    }),
    version: t.exposeInt('version', { description: 'The version of the record that the change led to.' }),
    kind: t.expose('kind', { type: RevisionKindRef, description: 'What the change did.' }),
    at: t.expose('at', {
      type: 'DateTime',
      description: 'When the change was made. Changes that were made together have the same moment.',
    }),
    by: t.exposeString('by', { description: 'Who made the change, by a name meant for the public.' }),
    note: t.exposeString('note', {
      nullable: true,
      description: 'Why, in the words of who made it; null where they gave none.',
    }),
    changes: t.field({
      type: [FieldChangeRef],
      description:
        'The values that the change set; empty where the record was on file before its changes were kept.',
      select: { changes: true },
      resolve: (revision) => storedChanges(revision.changes),
      ...planned({
        rows: (revision) => ({
          type: 'FieldChange',
          select: sql`SELECT c.value ->> 'path' AS path, c.value -> 'before' AS before, c.value -> 'after' AS after
            FROM jsonb_array_elements(${revision.column('changes')}) WITH ORDINALITY AS c(value, place) ORDER BY c.place`,
        }),
      }),
    }),
    redactedAt: t.expose('redactedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When a text was taken out of the revision by order of the law; null where none was.',
    }),
  }),
});

export const { ConnectionRef: RevisionConnectionRef } = connectionType('Revision', RevisionRef);

/** A record is at each of its versions once, in the order of an index. */
const listing: Listing = {
  name: 'Versioned.revisions',
  from: sql`revision r`,
  where: [],
  order: { name: 'version', keys: [{ column: sql`r.version`, type: 'bigint' }], descending: true },
};

builder.interfaceField(VersionedRef, 'revisions', (t) =>
  t.field({
    type: RevisionConnectionRef,
    description:
      'The changes of the record, newest first: revisions(first: 1) is the latest. With last and before the list is read from its oldest end; a page keeps the order.',
    args: pageArgs,
    ...childList<object>(
      'Revision',
      (key) => sql`r.subject_id = ${key}`,
      () => listing,
    ),
  }),
);
