import type { DraftList } from './draft-shape.ts';
import type { InputEntry, InputProblems } from './input-problem.ts';
import type { Path } from './problem.ts';

type Fields = Record<string, unknown>;

/** Fields of which an input gives the one, or in the other the reason why there is none. */
export const absences: Readonly<Partial<Record<DraftList, Readonly<Record<string, string>>>>> = {
  events: { date: 'dateAbsence', place: 'placeAbsence' },
  attempts: { date: 'dateAbsence', proposalOriginator: 'proposalOriginatorAbsence' },
};

/** Fields of every input that are no fields of a record. */
const controls = ['note', 'idempotencyKey', 'id', 'version'];

/** The fields of a record in an input, without what every input has besides. */
export function recordFields(input: Readonly<Fields>): Fields {
  return Object.fromEntries(Object.entries(input).filter(([name]) => !controls.includes(name)));
}

/** Where an input has what stands at a path inside an entry, where the input is not shaped as entries are. */
export type Within = (inside: Path) => Path;

/**
 * An entry of a draft from what an input gives. Null is as if left out. What a draft keeps in one field, an input
 * gives in two: a value, or why there is none.
 */
export function toEntry(
  list: DraftList,
  input: Readonly<Fields>,
  path: Path,
  problems: InputProblems,
  within: Within = (inside) => inside,
): InputEntry {
  const raw = plain(input) as Fields;
  if (list === 'claims') return toClaimEntry(raw, path, problems, within);
  const moved = new Map<string, string>();
  for (const [field, other] of Object.entries(absences[list] ?? {})) {
    const [value, absence] = [raw[field], raw[other]];
    delete raw[other];
    const at: InputEntry = { path, raw: input, locate: within };
    if (value !== undefined && absence !== undefined)
      problems.add(at, [other], `${field} and ${other} are both given; give one`, 'CONFLICTING');
    else if (absence !== undefined) {
      raw[field] = absence;
      moved.set(field, other);
    } else if (value === undefined)
      problems.add(at, [field], `${field}, or ${other} where there is none, is expected`, 'REQUIRED');
  }
  return {
    path,
    raw,
    locate: ([first, ...rest]) =>
      within(first === undefined ? [] : [moved.get(String(first)) ?? first, ...rest]),
  };
}

/** The passage of a claim and its value stand otherwise in an input. */
function toClaimEntry(
  { passage, says, ...raw }: Fields,
  path: Path,
  problems: InputProblems,
  within: Within,
): InputEntry {
  const { exact, ...around } = (passage ?? {}) as Fields;
  const dated = new Set<number>();
  const given: InputEntry = { path, raw: { says }, locate: within };
  const sayings = (Array.isArray(says) ? says : []).map(({ date, ...saying }: Fields, index) => {
    if (date === undefined && saying.field === 'DATE' && (saying.value ?? saying.text) === undefined)
      problems.add(
        given,
        ['says', index, 'value'],
        'DATE needs a value: give date, or value as EDTF',
        'REQUIRED',
      );
    if (date === undefined) return saying;
    dated.add(index);
    if (saying.value !== undefined)
      problems.add(given, ['says', index, 'date'], 'value and date are both given; give one', 'CONFLICTING');
    return { ...saying, value: date };
  });
  const entry = { ...raw, ...around, ...(exact === undefined ? {} : { quote: exact }), says: sayings };
  const asGiven = (inside: Path): Path => {
    const [first, index, field, ...rest] = inside;
    if (first === 'quote') return ['passage', 'exact'];
    if (first === 'start' || first === 'prefix' || first === 'suffix') return ['passage', first];
    if (first === 'says' && field === 'value' && dated.has(Number(index)))
      return [first, index ?? 0, 'date', ...rest];
    return inside;
  };
  return { path, raw: entry, locate: (inside) => within(asGiven(inside)) };
}

/** An input as plain values, without what is null in it. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inside]) =>
      inside === null || inside === undefined ? [] : [[key, plain(inside)]],
    ),
  );
}
