import { writeFileSync } from 'node:fs';
import { test } from 'vitest';
import { schema } from '../../src/schema.ts';
import { testDatabase } from '../setup/database.ts';
import { describeOperation, runBoth } from './both-paths.ts';
import { randomOperationWithinLimits } from './limits-of.ts';
import { recordPlanned } from './planned-record.ts';
import { plannedSide } from './planned-side.ts';
import { Random } from './random.ts';
import { readPool } from './value-pool.ts';

const db = await testDatabase();
await recordPlanned(db);
const pool = await readPool(schema, db, new Random(1));
test('x', async () => {
  const side = plannedSide();
  const kinds: Record<string, number> = {};
  const problems = new Map<string, [string, number]>();
  const from = Number(process.env.FROM ?? 1);
  for (let seed = from; seed < from + Number(process.env.RUNS ?? 100); seed += 1) {
    const operation = randomOperationWithinLimits(schema, pool, new Random(seed));
    const out = await runBoth(schema, side, db, operation);
    kinds[out.planned.kind] = (kinds[out.planned.kind] ?? 0) + 1;
    let why = out.disagreement;
    if (out.planned.kind === 'declined') why = 'declined ' + out.planned.detail;
    if (out.planned.kind === 'refused' && !out.ordinary.errors)
      why = 'refused: ' + String(out.planned.cause).slice(0, 300);
    if (out.planned.kind === 'threw') why = String((out.planned.error as Error).message).slice(0, 200);
    if (why) {
      const key = why.replace(/data[^:]*:/, '').slice(0, 60);
      const known = problems.get(key);
      if (!known) problems.set(key, [`seed ${seed} ${why}\n${describeOperation(operation)}`, 1]);
      else known[1] += 1;
    }
  }
  console.log(kinds);
  const all = [...problems.values()].sort((a, b) => b[1] - a[1]);
  writeFileSync('/tmp/problems.txt', all.map(([t, n]) => `### ${n}x ${t}`).join('\n\n'));
  for (const [t, n] of all.slice(0, 12)) console.log(n, t.split('\n')[0]?.slice(0, 400));
}, 600000);
