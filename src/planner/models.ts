import type { GraphQLSchema } from 'graphql';
import { raw, type Sql } from 'sql-template-tag';
import { getDatamodel } from '../generated/pothos.ts';
import { Declined } from './declined.ts';

/** How a row of one model leads to rows of another: pairs of columns that are equal. */
export interface Relation {
  readonly target: Model;
  readonly isList: boolean;
  readonly columns: readonly { readonly own: string; readonly other: string }[];
}

/** A Prisma model as the database has it. */
export interface Model {
  readonly name: string;
  readonly table: Sql;
  /** The SQL name of a field's column. @throws RangeError for a field that the model does not have */
  column(field: string): Sql;
  /** @throws Declined for a relation that is not by the primary key */
  relation(field: string): Relation;
}

interface RuntimeField {
  readonly name: string;
  readonly dbName?: string;
}
interface RuntimeModel {
  readonly dbName: string | null;
  readonly fields: readonly RuntimeField[];
}
type DatamodelModel = ReturnType<typeof getDatamodel>['datamodel']['models'][string];

/** An identifier of the schema, quoted; anything else than a plain name is refused. */
export function identifier(name: string): Sql {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(name)) throw new RangeError(`${name} is no plain name.`);
  return raw(`"${name}"`);
}

/** Prisma's client knows the names of tables and columns, Pothos' copy of the data model the relations. */
export function readModels(prisma: object): ReadonlyMap<string, Model> {
  const runtime: unknown = Reflect.get(prisma, '_runtimeDataModel');
  if (!hasModels(runtime)) throw new RangeError('Prisma gives no data model at run time.');
  const { models } = getDatamodel().datamodel;
  const built = new Map<string, Model>();
  for (const [name, { dbName, fields }] of Object.entries(runtime.models)) {
    const columns = new Map(fields.map((field) => [field.name, identifier(field.dbName ?? field.name)]));
    built.set(name, {
      name,
      table: identifier(dbName ?? name),
      column(field) {
        const column = columns.get(field);
        if (!column) throw new RangeError(`${name} has no field ${field}.`);
        return column;
      },
      relation: (field) => readRelation(models, built, name, field),
    });
  }
  return built;
}

/** The models with those under the names of further types that the schema makes of their rows. */
export function withVariants(
  models: ReadonlyMap<string, Model>,
  schema: GraphQLSchema,
): ReadonlyMap<string, Model> {
  const all = new Map(models);
  for (const { name, extensions } of Object.values(schema.getTypeMap())) {
    const model = all.get(String(extensions.pothosPrismaModel));
    if (model && !all.has(name)) all.set(name, model);
  }
  return all;
}

function hasModels(value: unknown): value is { models: Record<string, RuntimeModel> } {
  return typeof value === 'object' && value !== null && 'models' in value;
}

function readRelation(
  models: Record<string, DatamodelModel>,
  built: ReadonlyMap<string, Model>,
  name: string,
  fieldName: string,
): Relation {
  const field = fieldOf(models, name, fieldName);
  const target = built.get(field?.type ?? '');
  if (!field || !target) throw new Declined('unknown', `${name}.${fieldName} is no relation.`);
  const from = field.relationFromFields ?? [];
  if (from.length > 0)
    return { target, isList: field.isList, columns: pairs(from, keyOf(models, target.name)) };
  const inverse = models[target.name]?.fields.find(
    (other) => other.relationName === field.relationName && (other.relationFromFields?.length ?? 0) > 0,
  );
  return {
    target,
    isList: field.isList,
    columns: pairs(keyOf(models, name), inverse?.relationFromFields ?? []),
  };
}

function fieldOf(models: Record<string, DatamodelModel>, name: string, fieldName: string) {
  return models[name]?.fields.find((field) => field.name === fieldName);
}

/** The fields of a model's primary key. */
function keyOf(models: Record<string, DatamodelModel>, name: string): readonly string[] {
  const model = models[name];
  return (
    model?.primaryKey?.fields ?? model?.fields.filter((each) => each.isId).map((each) => each.name) ?? []
  );
}

function pairs(own: readonly string[], other: readonly string[]): Relation['columns'] {
  if (own.length === 0 || own.length !== other.length)
    throw new Declined('unknown', 'A relation is not by the primary key.');
  return own.map((each, index) => ({ own: each, other: other[index] ?? '' }));
}
