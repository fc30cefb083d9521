import { parse } from 'graphql';
import { createDb } from './src/kernel/db.ts';
import { createContext } from './src/kernel/context.ts';
import { createPlanner } from './src/planner/planner.ts';
import { schema } from './src/schema.ts';
import { questions } from './bench/questions.ts';
import pg from 'pg';
import * as rnd from './bench/random.ts';
const seeded = (n: number) => Object.values(rnd).find((f: any) => typeof f === 'function' && f.length === 1)(n);
const url = process.argv[2]!;
const db = createDb(url, { max: 1 });
const client = new pg.Client({ connectionString: url }); await client.connect();
await client.query("set max_parallel_workers_per_gather=0; set jit=off; set timezone='UTC'");
const planner = createPlanner(schema);
const only = process.argv[3];
for (const q of questions) {
  if (only && q.name !== only) continue;
  const sets = await (q as any).draw(client, seeded(1));
  const ops = sets.map((s) => ({ ...q.service(s, null, null), set: s }));
  const doc = parse(ops[0]!.query);
  const req = (i: number) => ({ document: doc, variableValues: ops[i % ops.length]!.variables, contextValue: createContext(db) });
  for (let i = 0; i < 50; i++) await planner.statement(req(i));
  let c = process.cpuUsage();
  for (let i = 0; i < 500; i++) await planner.statement(req(i));
  let d = process.cpuUsage(c);
  const st = await planner.statement(req(0));
  const time = async (text: string, values: any, name?: string) => {
    const xs: number[] = []; let len = 0;
    for (let i = 0; i < 30; i++) { const v = values(i); const t = performance.now(); const r = await client.query({ text, values: v, name, rowMode: 'array' } as any); xs.push(performance.now() - t); len = r.rows[0]?.[0]?.length; }
    xs.sort((a, b) => a - b); return `${xs[8]!.toFixed(2)}ms (${len})`;
  };
  const stats: any[] = []; for (let i = 0; i < 30; i++) stats.push(await planner.statement(req(i)));
  const ours = await time(st.text, (i: number) => stats[i].values, st.name);
  const hand = await time(q.hand.text, (i: number) => q.hand.values(ops[i % ops.length]!.set), q.hand.prepared ? 'h' + q.name : undefined);
  console.log(q.name.padEnd(14), 'js', ((d.user + d.system) / 500).toFixed(0) + 'us', st.name ? 'named' : 'unnamed', 'text', st.text.length, 'ours', ours, 'hand', hand, q.hand.prepared);
  if (only) { console.log(st.text, st.values); console.log('---'); console.log(q.hand.text);
   const ex = await client.query({ text: 'explain (analyze, buffers, costs off) ' + st.text, values: [...st.values] }); console.log(ex.rows.map((r: any) => r['QUERY PLAN']).join('\n')); }
}
await db.close(); await client.end();
