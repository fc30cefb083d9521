import { expect, test } from 'vitest';
import { testDatabase } from '../setup/database.ts';
import { execute } from '../setup/execute.ts';
const db = await testDatabase();
test('every list of an empty record is an empty page', async () => {
  const { data, errors } = await execute(db, `{ actors(text:"x", kinds:[STATE]) { nodes { id names { text } } totalCount pageInfo { hasNextPage endCursor } }
   events(filter:{text:"war -peace", contested:true, types:[ATTACK], date:{within:"2025"}, coding:{scheme:GDELT, codePrefix:"0"}}) { nodes { id title date { display } participants { actor { name } speakingAs { office { title } } role } claims { nodes { id chain { speaker { name } } } } disagreements { id sides { valueText sources { slug } claims { totalCount }}} } edges { node { slug } } totalCount }
   mediationAttempts(filter:{outcomes:[UNSUCCESSFUL]}) { nodes { outcome possiblySameAs { slug } } totalCount } positions { nodes { id } } claims { nodes { id value { __typename } subject { __typename } } } sources { totalCount } conflicts { nodes { id names { claims { id } }}} issues { nodes { id }} places { nodes { id }} datasets { nodes { eventCount }} disagreements { nodes { id } totalCount } }`);
  expect(errors).toEqual([]);
  expect(data).toMatchInlineSnapshot(`
    {
      "actors": {
        "nodes": [],
        "pageInfo": {
          "endCursor": null,
          "hasNextPage": false,
        },
        "totalCount": 0,
      },
      "claims": {
        "nodes": [],
      },
      "conflicts": {
        "nodes": [],
      },
      "datasets": {
        "nodes": [],
      },
      "disagreements": {
        "nodes": [],
        "totalCount": 0,
      },
      "events": {
        "edges": [],
        "nodes": [],
        "totalCount": 0,
      },
      "issues": {
        "nodes": [],
      },
      "mediationAttempts": {
        "nodes": [],
        "totalCount": 0,
      },
      "places": {
        "nodes": [],
      },
      "positions": {
        "nodes": [],
      },
      "sources": {
        "totalCount": 0,
      },
    }
  `);
});
