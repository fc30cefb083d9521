import type { GraphQLSchema } from 'graphql';
import './claims/disagreement.schema.ts';
import { describeInputs } from './editing/input-description.ts';
import './editing/mutation.schema.ts';
import './history/as-of.schema.ts';
import './history/change.schema.ts';
import { builder } from './kernel/builder.ts';
import { withShadows } from './kernel/shadowed-context.ts';
import './queries/claim-lists.schema.ts';
import './queries/record-lists.schema.ts';
import './counts/count.schema.ts';
import './timeline/timeline.schema.ts';
import './search/search.schema.ts';

/** The schema with every feature's part of it. */
export const schema: GraphQLSchema = withShadows(builder.toSchema({ sortSchema: false }));
describeInputs(schema);
