import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

type Fields = Record<string, unknown>;

const absences = ['NOT_STATED', 'UNKNOWN', 'NONE'];

/** The files of a seed as the input of `recordSource`: the same lists, in the form that GraphQL gives them. */
export function seedAsInput(folder: string): Record<string, Fields[]> {
  const lists: Record<string, Fields[]> = {};
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()) {
    const file = parse(readFileSync(`${folder}/${name}`, 'utf8'), { schema: 'failsafe' }) as Record<
      string,
      Fields[]
    >;
    for (const [list, items] of Object.entries(file ?? {}))
      lists[list] = [...(lists[list] ?? []), ...items.map((item) => converters[list]?.(item) ?? item)];
  }
  return lists;
}

const date = (given: unknown) => (typeof given === 'string' ? { edtf: given } : given);
const flag = (given: unknown) => (given === undefined ? undefined : given === 'true');
const number = (given: unknown) => (given === undefined ? undefined : Number(given));
const dates = (item: Fields, ...names: string[]) =>
  Object.fromEntries(names.flatMap((name) => (item[name] === undefined ? [] : [[name, date(item[name])]])));

/** A value, or the reason why there is none in the field beside it. */
const stated = (item: Fields, name: string, read: (given: unknown) => unknown = (given) => given) =>
  absences.includes(String(item[name]))
    ? { [name]: undefined, [`${name}Absence`]: item[name] }
    : { [name]: read(item[name]) };

const items = (list: unknown, convert: (item: Fields) => Fields) =>
  Array.isArray(list) ? list.map((item) => convert(item as Fields)) : undefined;

const inferred = (item: Fields) => ({ ...item, inferred: flag(item.inferred) });

const converters: Readonly<Record<string, (item: Fields) => Fields>> = {
  tenures: (item) => ({ ...item, ...dates(item, 'started', 'ended') }),
  places: (item) => ({ ...item, latitude: number(item.latitude), longitude: number(item.longitude) }),
  sources: (item) => ({ ...item, ...dates(item, 'published') }),
  positions: (item) => ({ ...item, ...dates(item, 'held') }),
  events: (item) => ({
    ...item,
    ...stated(item, 'date', date),
    ...stated(item, 'place'),
    repeated: flag(item.repeated),
    count: number(item.count),
    countApproximate: flag(item.countApproximate),
    participants: items(item.participants, inferred),
    relations: items(item.relations, inferred),
    codings: items(item.codings, (coding) => ({ ...coding, goldstein: number(coding.goldstein) })),
  }),
  attempts: (item) => ({
    ...item,
    ...stated(item, 'date', date),
    ...stated(item, 'proposalOriginator'),
    responses: items(item.responses, (response) => ({ ...inferred(response), ...dates(response, 'date') })),
  }),
  claims: ({ quote, start, chain, says, ...claim }) => ({
    ...claim,
    passage: quote === undefined ? undefined : { exact: quote, start: number(start) },
    chain: items(chain, (voice) => ({
      ...voice,
      ...dates(voice, 'said'),
      inferred: flag(voice.inferred),
      hearerInferred: flag(voice.hearerInferred),
    })),
    says: items(says, ({ value, ...saying }) =>
      saying.field === 'DATE' ? { ...saying, date: date(value) } : { ...saying, value },
    ),
  }),
};
