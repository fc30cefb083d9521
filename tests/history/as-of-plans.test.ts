import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { createContext } from '../../src/kernel/context.ts';
import { createPlanner } from '../../src/planner/planner.ts';
import { schema } from '../../src/schema.ts';
import { idOf, uuidOf } from '../paging/generated-record.ts';
import { runOrdinary } from '../planner/both-paths.ts';
import { largeDatabase } from '../queries/large-record.ts';
import { explain, rowsRead } from '../queries/plan.ts';
import { recordSentStatements } from '../setup/statements.ts';
import { change } from './history.ts';

const db = await largeDatabase();
const sent = recordSentStatements(db.pool);

/** Tables that have 10,000 rows and more. */
const large = [
  ...[
    'event',
    'participation',
    'event_issue',
    'event_coding',
    'mediation_attempt',
    'mediator',
    'party_response',
  ],
  ...['position', 'claim', 'attribution', 'attempt_issue', 'event_actor'],
];

const document = parse(`query ($id: ID!, $at: DateTime!) { recordAsOf(id: $id, at: $at) {
  slug contested retraction { reason replacedBy { slug } }
  claims { totalCount nodes { status supersedes { id } chain { speaker { name } } subject { __typename } } }
  disagreements { sides { sources { slug } speakers { name } claims { totalCount nodes { id } } } }
  ... on Event { participants { role actor { name } } issues { name } codings { code } relations { event { title participants { role } } } }
  ... on MediationAttempt { mediators { actor { name } } responses { answer claims { nodes { id } } } issues { name } possiblySameAs { title } }
  ... on Position { conditions { text } }
} }`);

test.each(['Event', 'MediationAttempt', 'Position'] as const)(
  'a record of the type %s as it stood is read by indexes among many others, on both paths',
  async (type) => {
    // Its first claim is one of few about it.
    const number = 150;
    const subject = [type, uuidOf(type, number)] as const;
    const before = await change(db, [], [[...subject]]);
    await change(db, [], [[...subject]]);
    const variables = { id: idOf(type, number), at: before };
    const operation = { document, operationName: null, variables };
    sent.length = 0;
    const planned = await createPlanner(schema).run({
      document,
      variableValues: variables,
      contextValue: createContext(db),
    });
    expect(planned.kind).toBe('answered');
    expect(sent).toHaveLength(1);
    const { errors } = await runOrdinary(schema, db, operation);
    expect(errors).toBeUndefined();
    expect(sent.length).toBeGreaterThan(3);
    for (const statement of [...sent]) {
      const steps = await explain(db.pool, statement);
      for (const table of large)
        expect(rowsRead(steps, table), `${table} in ${statement.text}`).toBeLessThan(100);
    }
  },
);
