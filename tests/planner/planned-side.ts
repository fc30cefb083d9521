import type { GraphQLSchema } from 'graphql';
import { type Context, createContext } from '../../src/kernel/context.ts';
import type { Db } from '../../src/kernel/db.ts';
import { createPlanner, type Planner } from '../../src/planner/planner.ts';
import { schema } from '../../src/schema.ts';

/** What answers on the planned path. */
export interface PlannedSide {
  planner: Planner;
  contextFor(db: Db): Context;
}

interface Modules {
  createContext: (db: Db) => Context;
  createPlanner: (schema: GraphQLSchema) => Planner;
  schema: GraphQLSchema;
}

function sideOf(modules: Modules): PlannedSide {
  return {
    planner: modules.createPlanner(modules.schema),
    contextFor: (db) => modules.createContext(db),
  };
}

/** The planner of this project. */
export function plannedSide(): PlannedSide {
  return sideOf({ createContext, createPlanner, schema });
}

/** The planner of a copy of `src`, with all that it reads of the schema. */
export async function plannedSideOf(folder: URL): Promise<PlannedSide> {
  const load = (file: string): Promise<Modules> => import(/* @vite-ignore */ new URL(file, folder).href);
  const files = ['kernel/context.ts', 'planner/planner.ts', 'schema.ts'];
  const modules: Modules[] = [];
  for (const file of files) modules.push(await load(file));
  return sideOf(Object.assign({}, ...modules));
}
