// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are source, not templates.
/** A mistake that somebody could make: the text of one file of `src` with another in its place. */
export interface Fault {
  name: string;
  file: string;
  /** Stands in the file exactly once. */
  find: string;
  replace: string;
  /** The fields that operations begin with that find it, where not all do. */
  roots?: readonly string[];
}

/**
 * Mistakes that the comparison of the two paths has to find. Those in files that both paths read are made in the copy
 * that the planned path reads.
 */
export const faults: readonly Fault[] = [
  {
    name: 'LIMIT one off',
    file: 'kernel/page-statements.ts',
    find: 'const limit = raw(`LIMIT ${page.size + 1}`);',
    replace: 'const limit = raw(`LIMIT ${page.size}`);',
  },
  {
    name: 'a page keeps the surplus row',
    file: 'planner/list-page.ts',
    find: 'const limit = raw(`LIMIT ${request.size}`);',
    replace: 'const limit = raw(`LIMIT ${request.size + 1}`);',
  },
  {
    name: 'hasNextPage wrong when exactly full',
    file: 'planner/list-page.ts',
    find: 'SELECT count(*) > ${raw(String(request.size))}',
    replace: 'SELECT count(*) >= ${raw(String(request.size))}',
  },
  {
    name: '`last` not reversed',
    file: 'planner/list-page.ts',
    find: 'if (!request.backward) return sql`(${kept}) ${alias}`;',
    replace: 'if (request.size >= 0) return sql`(${kept}) ${alias}`;',
  },
  {
    name: '>= for > in the keyset',
    file: 'kernel/page.ts',
    find: 'sql`(${columns}) > (${bounds})`',
    replace: 'sql`(${columns}) >= (${bounds})`',
  },
  {
    name: 'an alias merged with its namesake',
    file: 'planner/compile.ts',
    find: 'write: this.#field(type, name, nodes) };',
    replace: 'write: this.#field(type, name, selected.get(name) ?? nodes) };',
  },
  {
    name: '`@include` by variable ignored',
    file: 'planner/selection.ts',
    find: 'this.#variables = variables;',
    replace:
      'this.#variables = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, value === false || value]));',
  },
  {
    name: '`@include` by variable forgotten between two runs of a document',
    file: 'planner/selection.ts',
    find: "if (directive.name.value !== 'include' && directive.name.value !== 'skip') return;",
    replace: "if (directive.name.value !== 'skip') return;",
  },
  {
    name: 'a null object given as missing',
    file: 'planner/object.ts',
    find: '(SELECT to_json(${row}) FROM',
    replace: '(SELECT json_strip_nulls(to_json(${row})) FROM',
  },
  {
    name: 'a union member dropped',
    file: 'claims/claim-value.schema.ts',
    find: "  ['positionId', 'Position'],\n",
    replace: '',
  },
  {
    name: 'retracted rows let through',
    file: 'queries/record-filter.ts',
    find: 'if (!filter?.includeRetracted) conditions.push(stands);',
    replace: '',
  },
  {
    name: "a role's filter dropped",
    file: 'queries/event-filter.ts',
    find: 'return roles ? [sql`${column} && ${[...roles]}::participation_role[]`] : [];',
    replace: 'return roles ? [] : [];',
  },
  {
    name: 'what is reached beyond a record as it stood is read as it stood, too',
    file: 'planner/compile.ts',
    find: 'readsTables(value) ? outOfShadows(shadows, value) : value',
    replace: 'value',
    roots: ['recordAsOf'],
  },
  {
    name: 'the moment of a record as it stood ignored',
    file: 'planner/compile.ts',
    find: 'return shadows ? inShadows(shadows, value) : value;',
    replace: 'return value;',
    roots: ['recordAsOf'],
  },
  {
    name: 'an id that another row took over not followed',
    file: 'kernel/redirects.ts',
    find: 'id: sql`coalesce((${now}), ${id})` };',
    replace: 'id: sql`coalesce(${id}, (${now}))` };',
  },
];
