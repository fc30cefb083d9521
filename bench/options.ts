import { parseArgs } from 'node:util';
import { type ContenderName, contenderNames } from './contender.ts';
import { questions } from './questions.ts';

export interface Options {
  readonly events: number;
  readonly seed: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly contenders: readonly ContenderName[];
  readonly questions: typeof questions;
  /** Whether smaller records are measured, too, to see how the answers' times grow. */
  readonly growth: boolean;
  /** Whether the plans are written down instead of measuring. */
  readonly plans: boolean;
  readonly agreeOnly: boolean;
  /** Whether the service is taken as it was built last. */
  readonly built: boolean;
}

export const usage = `npm run bench -- [options]
  --events N           events of the record (1000000)
  --seed N             what the record and the questions are drawn from (1)
  --rounds N           rounds, in each of which every contender is measured (3)
  --seconds N          seconds of each load (3)
  --only A,B           questions: ${questions.map(({ name }) => name).join(', ')}
  --contenders A,B     contenders: ${contenderNames.join(', ')}
  --no-growth          leave the smaller records out
  --agree              compare the answers and measure nothing
  --built              take the service as it was built last
  --plans              write down the plans of the statements and measure nothing
`;

/** @throws with a sentence for people when an option has a value that it cannot have */
export function readOptions(given: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...given],
    options: {
      events: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: '1' },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '3' },
      only: { type: 'string' },
      contenders: { type: 'string' },
      'no-growth': { type: 'boolean', default: false },
      agree: { type: 'boolean', default: false },
      plans: { type: 'boolean', default: false },
      built: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) throw new Error(usage);
  const number = (name: 'events' | 'seed' | 'rounds' | 'seconds', least: number) => {
    const value = Number(values[name]);
    if (!(value >= least))
      throw new Error(`--${name} is "${values[name]}", and must be a number from ${least} on.\n${usage}`);
    return value;
  };
  const chosen = <T extends string>(option: string, list: string | undefined, all: readonly T[]): T[] => {
    const names = list?.split(',') ?? [...all];
    return names.map((name) => {
      const found = all.find((known) => known === name);
      if (!found)
        throw new Error(`--${option} names "${name}", which is none of ${all.join(', ')}.\n${usage}`);
      return found;
    });
  };
  const names = chosen(
    'only',
    values.only,
    questions.map(({ name }) => name),
  );
  return {
    ...{
      events: number('events', 10_000),
      seed: number('seed', 0),
      rounds: number('rounds', 1),
      seconds: number('seconds', 0.2),
    },
    contenders: chosen('contenders', values.contenders, contenderNames),
    questions: questions.filter(({ name }) => names.includes(name)),
    growth: !values['no-growth'],
    ...{ plans: values.plans, agreeOnly: values.agree, built: values.built },
  };
}
