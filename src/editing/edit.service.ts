import { holdTies, keepTies } from '../claims/ties.service.ts';
import type { Db, Tx } from '../kernel/db.ts';
import { refusalOf } from './database-refusal.ts';
import { hash, hashRequest, keepAnswer, takeKey } from './given-answer.store.ts';
import { InputProblems } from './input-problem.ts';
import { readText } from './input-text.ts';
import { Journal } from './journal.service.ts';
import { InvalidError, StaleError, type Subject } from './outcome.ts';
import type { Problem } from './problem.ts';

/** Who edits. */
export interface Editor {
  /** A name meant for the public, under which history tells the change. */
  readonly name: string;
  /** What tells the editor from others; it never leaves the service. */
  readonly holder: string;
}

/** What an editor asks for. */
export interface EditRequest {
  /** The name of the mutation. */
  readonly mutation: string;
  readonly input: EditInput;
  /** Whether it changes what claims on other records are compared by. */
  readonly changesTies: boolean;
}

/** What every input has. */
export interface EditInput extends Readonly<Record<string, unknown>> {
  /** Why, for history. */
  readonly note?: string | null;
  readonly idempotencyKey?: string | null;
}

/** A change in the making: its transaction, what it does, and what is wrong with it. */
export interface Edit {
  readonly tx: Tx;
  readonly journal: Journal;
  readonly problems: InputProblems;
}

/** What a change came to. */
export interface Edited {
  readonly subject: Subject;
  readonly warnings: readonly Problem[];
}

/** How often a change is tried that met another one. */
const mostTries = 6;

/**
 * Makes one change, whole or not at all, with its history. Under an idempotency key that was used before, it gives
 * what was given then. Where the change meets one that somebody makes at the same moment, it is tried again on what
 * that one left.
 *
 * @param change makes the change and gives what it was about; may run several times
 * @throws InvalidError, MissingError or StaleError, and then nothing was written
 */
export async function edit(
  db: Pick<Db, 'transaction'>,
  editor: Editor,
  request: EditRequest,
  change: (edit: Edit) => Promise<Subject>,
): Promise<Edited> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.transaction((tx) => run(tx, editor, request, change));
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal?.transient && tries < mostTries) continue;
      throw refusal?.problem ? new InvalidError([refusal.problem]) : error;
    }
  }
}

async function run(
  tx: Tx,
  editor: Editor,
  { mutation, input, changesTies }: EditRequest,
  change: (edit: Edit) => Promise<Subject>,
): Promise<Edited> {
  await (changesTies ? holdTies(tx) : keepTies(tx));
  const problems = new InputProblems();
  const note = readText(input, 'note', 10_000, problems);
  const key = readText(input, 'idempotencyKey', 200, problems);
  const { idempotencyKey: _, ...asked } = input;
  const keyed =
    key === null ? null : { holder: editor.holder, key: hash(key), request: hashRequest(mutation, asked) };
  const before = keyed && (await takeKey(tx, keyed));
  if (keyed && before) {
    if (before.request === keyed.request) return before.answer as Edited;
    throw new StaleError(
      'idempotencyKey: the key was used for another request; use a new key for each request, and the same only to send that one again.',
      (before.answer as Edited | null)?.subject ?? null,
    );
  }
  const journal = new Journal(tx);
  const subject = await change({ tx, journal, problems });
  problems.refuse();
  const edited: Edited = { subject, warnings: problems.warnings };
  if (keyed) await keepAnswer(tx, keyed, edited);
  await journal.write({ name: editor.name, note });
  return edited;
}
