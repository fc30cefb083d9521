import { serverAudits } from 'graphql-http';
import { expect, test } from 'vitest';
import { serve } from './server.ts';

test('of the 61 GraphQL-over-HTTP audits none fails, warns or gives a notice', async () => {
  const { graphql } = await serve();
  const results = [];
  for (const audit of serverAudits({ url: graphql })) results.push(await audit.fn());
  expect(results).toHaveLength(61);
  const remarks = results.flatMap((result) =>
    result.status === 'ok' ? [] : `${result.status} ${result.id} ${result.name}`,
  );
  expect(remarks).toEqual([]);
});
