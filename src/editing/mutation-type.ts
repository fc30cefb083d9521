import type { InputRef } from '@pothos/core';
import { mutationField } from '../auth/mutation.ts';
import type { AccessRole } from '../generated/prisma/enums.ts';
import { builder } from '../kernel/builder.ts';
import { loadRow } from '../kernel/load.ts';
import { findSurvivor } from '../kernel/redirects.ts';
import { type Edit, type Edited, type EditInput, edit } from './edit.service.ts';
import {
  ConflictErrorRef,
  NotFoundErrorRef,
  ProblemRef,
  toErrorValue,
  ValidationErrorRef,
} from './error.schema.ts';
import type { VersionedType } from './form.ts';
import { defineInput, type InputFields } from './input-type.ts';
import type { Subject } from './outcome.ts';

/** What every input has besides. */
const controls: InputFields = {
  note: { type: 'String', list: false, required: false },
  idempotencyKey: { type: 'String', list: false, required: false },
};

export interface Definition {
  readonly name: string;
  readonly role: AccessRole;
  readonly description: string;
  /** The type of the record that the payload gives, under `field`. */
  readonly type: VersionedType;
  /** The type whose fields the input gives, where that is another. */
  readonly describes?: string;
  readonly input: InputFields;
  /** What the input gives, in a sentence. */
  readonly given: string;
  /** Whether what the input leaves out stays as it is. */
  readonly corrects?: boolean;
  /** Whether it changes what claims on other records are compared by; it does not where nothing is said. */
  readonly changesTies?: (input: EditInput) => boolean;
  readonly change: (edit: Edit, input: EditInput) => Promise<Subject>;
}

/** Adds a mutation with its input, its payload and the union of what it may give. */
export function define(definition: Definition): void {
  const { name, role, description, type, describes = type, input, given: gives, change } = definition;
  const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const field = `${type.charAt(0).toLowerCase()}${type.slice(1)}`;
  const InputType: InputRef<object> = defineInput(
    `${title}Input`,
    describes,
    gives,
    { ...input, ...controls },
    definition.corrects,
  );
  const PayloadRef = builder.objectRef<Edited>(`${title}Payload`);
  PayloadRef.implement({
    description: `What ${name} did.`,
    fields: (t) => ({
      [field]: t.field({
        type: type as never,
        description: 'The record as it is now.',
        resolve: async ({ subject }, _args, context, info) => {
          // A request that is sent again under its key may be about an actor that has been merged since.
          const survivor = await findSurvivor(context, subject.type, subject.id);
          const row = await loadRow(context, info, subject.type, survivor ?? subject.id);
          if (!row) throw new RangeError(`The ${subject.type} ${subject.id} is gone.`);
          return row as never;
        },
      }),
      warnings: t.field({
        type: [ProblemRef],
        description: 'What is worth a look, and was no reason to refuse.',
        resolve: ({ warnings }) => [...warnings],
      }),
    }),
  });
  const ResultRef = builder.unionType(`${title}Result`, {
    description: `What ${name} did, or why nothing was written.`,
    types: [PayloadRef, ValidationErrorRef, NotFoundErrorRef, ConflictErrorRef],
    resolveType: (value) =>
      'problems' in value || 'message' in value
        ? String(Reflect.get(value, '__typename'))
        : `${title}Payload`,
  });
  mutationField(name, {
    role,
    description,
    input: InputType,
    given: gives,
    type: ResultRef,
    resolve: async (given, { db, viewer }) => {
      const asked = given as EditInput;
      const request = { mutation: name, input: asked, changesTies: definition.changesTies?.(asked) ?? false };
      try {
        return (await edit(db, viewer, request, (each) => change(each, asked))) as never;
      } catch (error) {
        return toErrorValue(error) as never;
      }
    },
  });
}
