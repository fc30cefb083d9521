import type { Problem, ProblemCode } from './problem.ts';

/** What the database made of a change. */
export interface Refusal {
  /** Whether it may go well when it is tried again: another change was in the way. */
  readonly transient: boolean;
  /** What to tell, where it does not. */
  readonly problem: Problem | null;
}

/** SQLSTATEs of changes that met another one: it failed, or it wrote first what this one was about to. */
const transient: ReadonlySet<string> = new Set(['40001', '40P01', '55P03', '23505', '23503', '23P01']);

/** What rules say in words, by their names in the migrations or, where triggers check them, by words of theirs. */
const rules: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  'must not lead back': ['LOOP', 'it would lead back to itself'],
  'be of kind PERSON': ['INVALID', 'offices are held by actors of kind PERSON'],
  code_names_one_actor_at_a_time: ['TAKEN', 'a code of a scheme names one actor at a time'],
  code_names_one_place_at_a_time: ['TAKEN', 'a code of a scheme names one place at a time'],
  'of the same root speaker': ['OTHER_SPEAKER', 'a claim takes back only what the same actor said before'],
  start_is_not_after_end: ['INVALID_DATE', 'it ends before it starts'],
};

const inTheWay = ['CONFLICTING', 'other changes were in its way each time; send it again'] as const;

/** What is told of a SQLSTATE where no rule tells more. */
const states: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  23505: ['DUPLICATE', 'the same thing is given twice, or is on record already'],
  23503: ['UNKNOWN_REFERENCE', 'something that it refers to is no longer on record'],
  '40001': inTheWay,
  '40P01': inTheWay,
  '55P03': inTheWay,
};

/** What a failure says where it is the database's refusal of what was given, or null. */
export function refusalOf(error: unknown): Refusal | null {
  for (const each of causesOf(error)) {
    const { code, message } = each;
    if (transient.has(code)) return { transient: true, problem: describe(code, message) };
    if (code === '23514' || code === '23502' || code === '22003')
      return { transient: false, problem: describe(code, message) };
  }
  return null;
}

function describe(code: string, message: string): Problem {
  const rule = Object.keys(rules).find((name) => message.includes(name));
  const [kind, words] = rules[rule ?? ''] ?? [];
  // The trigger that refuses a loop names the column that makes it.
  const [, column] = /The (\w+)_id of \w+ /.exec(message) ?? [];
  const path = column ? [column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())] : [];
  if (kind && words) return { path, code: kind, message: words };
  const named = /constraint "([a-z0-9_]+)"/.exec(message)?.[1]?.replaceAll('_', ' ');
  const [other, text] = states[code] ?? ['INVALID', 'the record does not take it'];
  return { path: [], code: other, message: named ? `${text} (${named})` : text };
}

/** The codes and messages of Postgres in a failure of Prisma's client or of the driver. */
function* causesOf(error: unknown): Generator<{ code: string; message: string }> {
  let next = error;
  for (let depth = 0; typeof next === 'object' && next !== null && depth < 10; depth += 1) {
    const { code, originalCode, originalMessage, message, constraint, meta, cause } = next as Record<
      string,
      unknown
    >;
    const text = [originalMessage ?? message, JSON.stringify(constraint ?? '')].map(String).join(' ');
    if (typeof originalCode === 'string') yield { code: originalCode, message: text };
    else if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code))
      yield { code: prismaCodes[code] ?? code, message: text };
    const adapter = (meta as Record<string, unknown> | undefined)?.driverAdapterError;
    next = adapter ?? cause;
  }
}

const prismaCodes: Readonly<Record<string, string>> = { P2002: '23505', P2003: '23503', P2034: '40001' };
