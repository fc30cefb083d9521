import { parse } from 'graphql';
import { createDb } from './src/kernel/db.ts';
import { createContext } from './src/kernel/context.ts';
import { createPlanner } from './src/planner/planner.ts';
import { schema } from './src/schema.ts';
import { questions } from './bench/questions.ts';
import { randomFrom } from './bench/random.ts';
import pg from 'pg';
const url = process.argv[2]!;
const db = createDb(url, { max: 1 });
const client = new pg.Client({ connectionString: url }); await client.connect();
await client.query("set max_parallel_workers_per_gather=0; set jit=off; set timezone='UTC'");
const planner = createPlanner(schema);
for (const q of questions) {
  if (process.argv[3] && q.name !== process.argv[3]) continue;
  const sets = await q.draw(client, randomFrom(1));
  const ops = sets.map((s) => ({ ...q.service(s, null, null), set: s }));
  const doc = parse(ops[0]!.query);
  const req = (i: number) => ({ document: doc, variableValues: ops[i % ops.length]!.variables, contextValue: createContext(db) });
  const N = Number(process.argv[4] ?? 300);
  for (let i = 0; i < 50; i++) await planner.statement(req(i));
  let c = process.cpuUsage(), t = performance.now();
  for (let i = 0; i < N; i++) await planner.statement(req(i));
  let d = process.cpuUsage(c);
  const run = async (mk: (i: number) => any) => { const xs: number[] = []; let bytes = 0; for (let i = 0; i < 40; i++) { const s = mk(i); const t = performance.now(); const r = await client.query({ ...s, rowMode: 'array' }); xs.push(performance.now() - t); bytes += r.rows[0]?.[0]?.length ?? 0; } const tail = xs.slice(8).sort((a, b) => a - b); return `${tail[0]!.toFixed(2)}..${tail[16]!.toFixed(2)}ms ${bytes / 40 | 0}b`; };
  const stats: any[] = []; for (let i = 0; i < 40; i++) { const s = await planner.statement(req(i)); stats.push({ text: s.text, values: [...s.values], name: s.name }); }
  const ours = await run((i) => stats[i]);
  const hand = await run((i) => ({ text: q.hand.text, values: [...q.hand.values(ops[i % ops.length]!.set)], name: q.hand.prepared ? 'h' + q.name : undefined }));
  console.log(q.name.padEnd(14), 'js', ((d.user + d.system) / N).toFixed(0) + 'us cpu', ((performance.now() - t) / N * 1000 | 0), stats[0].name ? 'named' : 'unnamed', 'ours', ours, '| hand', hand, q.hand.prepared);
}
const { rows } = await client.query('select left(statement, 30) s, generic_plans g, custom_plans c from pg_prepared_statements'); console.log(rows);
await db.close(); await client.end();
