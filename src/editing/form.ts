import { encodeId } from '../kernel/ids.ts';

/** A row as JSON, by the names of its columns. */
export type JsonRow = Readonly<Record<string, unknown>>;

/** The rows of one record, by table; null where it has none in a table. */
export type RecordRows = Readonly<Record<string, readonly JsonRow[] | null>>;

/** A record as an input would give it: what it refers to by slug, absent values left out. */
export type Form = Readonly<Record<string, unknown>>;

/** What rows refer to by id, and are called by in a form. */
export type NamedKind =
  | 'actor'
  | 'office'
  | 'place'
  | 'issue'
  | 'conflict'
  | 'source'
  | 'event'
  | 'attempt'
  | 'position'
  | 'response'
  | 'tenure';

/** The name of what has an id: its slug; of a response `attempt/party`, of a tenure the slug of its office. */
export type NameOf = (kind: NamedKind, id: string) => string;

/** The types of what has versions, and the table that holds the row of each. */
export const versionedTables = {
  Actor: 'actor',
  Office: 'office',
  Tenure: 'tenure',
  Place: 'place',
  Issue: 'issue',
  Conflict: 'conflict',
  Event: 'event',
  Source: 'source',
  MediationAttempt: 'mediation_attempt',
  Position: 'position',
  Claim: 'claim',
} as const;

export type VersionedType = keyof typeof versionedTables;

/** The form of a record that is read from its rows. */
export function formOf(type: VersionedType, rows: RecordRows, nameOf: NameOf): Form {
  const [row] = rows[versionedTables[type]] ?? [];
  if (!row) throw new RangeError(`A ${type} has no row.`);
  return withoutAbsent(forms[type](new Reader(row, rows, nameOf)));
}

/** Reads the columns of one row. */
class Reader {
  readonly row: JsonRow;
  readonly #rows: RecordRows;
  readonly #nameOf: NameOf;

  constructor(row: JsonRow, rows: RecordRows, nameOf: NameOf) {
    this.row = row;
    this.#rows = rows;
    this.#nameOf = nameOf;
  }

  /** Columns as they are, by their names in the form. */
  take(...names: string[]): Record<string, unknown> {
    return Object.fromEntries(names.map((name) => [name, this.row[columnOf(name)]]));
  }

  ref(kind: NamedKind, column: string): string | undefined {
    const id = this.row[column];
    return typeof id === 'string' ? this.#nameOf(kind, id) : undefined;
  }

  date(column: string): Form | undefined {
    const date = this.row[column] as JsonRow | null | undefined;
    if (!date) return undefined;
    const { edtf, verbatim, timeZone, inferred } = date;
    return withoutAbsent({ edtf, verbatim, timeZone, inferred: isEmpty(inferred) ? null : inferred });
  }

  list<T>(table: string, read: (item: Reader) => T): T[] {
    return (this.#rows[table] ?? []).map((row) => read(new Reader(row, this.#rows, this.#nameOf)));
  }

  refs(table: string, kind: NamedKind, column: string): string[] {
    return this.list(table, (item) => item.ref(kind, column) ?? '');
  }

  /** The offices in which the voice at this row's place speaks; one in two tenures, as after a merge, is one. */
  offices(table: string): string[] | undefined {
    const own = this.list(table, (item) => item).filter((item) => item.row.position === this.row.position);
    return own.length > 0
      ? [...new Set(own.map((item) => item.ref('tenure', 'tenure_id') ?? ''))]
      : undefined;
  }
}

const identifier = (item: Reader) => withoutAbsent(item.take('scheme', 'value', 'validFrom', 'validTo'));

const retraction = (record: Reader, kind: NamedKind) =>
  record.row.retracted_at
    ? withoutAbsent({ reason: record.row.retraction_reason, replacedBy: record.ref(kind, 'replaced_by_id') })
    : undefined;

const forms: Readonly<Record<VersionedType, (record: Reader) => Form>> = {
  Actor: (record) => ({
    ...record.take('slug', 'name', 'kind'),
    memberOf: record.ref('actor', 'member_of_id'),
    names: record
      .list('actor_name', (name) => withoutAbsent(name.take('text', 'kind', 'language')))
      .filter(({ kind }) => kind !== 'CANONICAL'),
    identifiers: record.list('identifier', identifier),
  }),
  Office: (record) => ({ ...record.take('slug', 'title', 'rank'), body: record.ref('actor', 'body_id') }),
  Tenure: (record) => ({
    holder: record.ref('actor', 'holder_id'),
    office: record.ref('office', 'office_id'),
    started: record.date('started'),
    ended: record.date('ended'),
  }),
  Place: (record) => ({
    ...record.take('slug', 'name', 'latitude', 'longitude'),
    partOf: record.ref('place', 'part_of_id'),
    identifiers: record.list('identifier', identifier),
  }),
  Issue: (record) => ({ ...record.take('slug', 'name'), broader: record.ref('issue', 'broader_id') }),
  Conflict: (record) => ({
    ...record.take('slug', 'name'),
    names: record.list('conflict_name', (name) =>
      withoutAbsent({ text: name.row.text, usedBy: name.ref('actor', 'used_by_id') }),
    ),
    parties: record.refs('conflict_party', 'actor', 'actor_id'),
    issues: record.refs('conflict_issue', 'issue', 'issue_id'),
  }),
  Source: (record) => ({
    ...record.take('slug', 'kind', 'title', 'url', 'language', 'licence'),
    contentSha256: record.row.content_sha256,
    published: record.date('published'),
    publisher: record.ref('actor', 'publisher_id'),
    author: record.ref('actor', 'author_id'),
    embeddedIn: record.ref('source', 'embedded_in_id'),
    reportsOn: record.ref('source', 'reports_on_id'),
    republishes: record.ref('source', 'republishes_id'),
    event: record.ref('event', 'event_id'),
  }),
  Event: (record) => ({
    ...record.take('slug', 'type', 'title', 'summary', 'dateAbsence', 'placeAbsence', 'channel'),
    ...record.take('repeated', 'count', 'countApproximate'),
    date: record.date('date'),
    place: record.ref('place', 'place_id'),
    conflict: record.ref('conflict', 'conflict_id'),
    issues: record.refs('event_issue', 'issue', 'issue_id'),
    participants: record.list('participation', (item) =>
      withoutAbsent({
        actor: item.ref('actor', 'actor_id'),
        ...item.take('role', 'inferred'),
        speakingAs: item.offices('participation_tenure'),
      }),
    ),
    relations: record.list('event_relation', (item) => ({
      ...item.take('type', 'inferred'),
      event: item.ref('event', 'other_id'),
    })),
    codings: record.list('event_coding', (item) =>
      withoutAbsent(item.take('scheme', 'code', 'label', 'mode', 'contexts', 'goldstein', 'quadClass')),
    ),
    retraction: retraction(record, 'event'),
  }),
  MediationAttempt: (record) => ({
    ...record.take('slug', 'title', 'summary', 'kind', 'strategy', 'initiatedBy', 'venue', 'dateAbsence'),
    ...record.take('proposalOriginatorAbsence'),
    date: record.date('date'),
    conflict: record.ref('conflict', 'conflict_id'),
    proposalOriginator: record.ref('actor', 'proposal_originator_id'),
    issues: record.refs('attempt_issue', 'issue', 'issue_id'),
    mediators: record.list('mediator', (item) =>
      withoutAbsent({ actor: item.ref('actor', 'actor_id'), speakingAs: item.offices('mediator_tenure') }),
    ),
    responses: record.list('party_response', (item) =>
      withoutAbsent({
        party: item.ref('actor', 'party_id'),
        ...item.take('answer', 'inferred', 'conditions'),
        date: item.date('date'),
      }),
    ),
    events: record.list('attempt_event', (item) => ({
      event: item.ref('event', 'event_id'),
      role: item.row.role,
    })),
    possiblySameAs: record.refs('attempt_same_as', 'attempt', 'other_id').sort(),
    retraction: retraction(record, 'attempt'),
  }),
  Position: (record) => ({
    ...record.take('slug', 'stance', 'summary', 'publicity', 'continuity'),
    holder: record.ref('actor', 'holder_id'),
    issue: record.ref('issue', 'issue_id'),
    held: record.date('held'),
    conflict: record.ref('conflict', 'conflict_id'),
    conditions: record.list('position_condition', (item) =>
      withoutAbsent({ text: item.row.text, issue: item.ref('issue', 'issue_id') }),
    ),
    retraction: retraction(record, 'position'),
  }),
  Claim: (record) => ({
    source: record.ref('source', 'source_id'),
    key: record.row.key,
    event: record.ref('event', 'event_id'),
    attempt: record.ref('attempt', 'attempt_id'),
    response: record.ref('response', 'response_id'),
    position: record.ref('position', 'position_id'),
    conflict: record.ref('conflict', 'conflict_id'),
    field: record.row.field,
    ...claimedValue(record),
    role: record.row.value_role,
    relation: record.row.value_relation,
    ...record.take('polarity', 'directness', 'status'),
    passage: passage(record),
    chain: record.list('attribution', (voice) =>
      withoutAbsent({
        position: voice.row.position,
        speaker: voice.ref('actor', 'speaker_id'),
        ...voice.take('speakerText', 'act', 'verb'),
        speakingAs: voice.offices('attribution_tenure'),
        hearer: voice.ref('actor', 'hearer_id'),
        hearerInferred: voice.row.hearer_inferred || undefined,
        inferred: voice.row.inferred || undefined,
        said: voice.date('said'),
      }),
    ),
    supersedes:
      typeof record.row.supersedes_id === 'string' ? encodeId('Claim', record.row.supersedes_id) : undefined,
    retraction: record.row.retraction_reason ? { reason: record.row.retraction_reason } : undefined,
  }),
};

function claimedValue(record: Reader): Form {
  const reference =
    record.ref('actor', 'value_actor_id') ??
    record.ref('place', 'value_place_id') ??
    record.ref('event', 'value_event_id');
  const date = record.date('value_date');
  return { date, value: date ? undefined : (reference ?? record.row.value_textual) };
}

function passage({ row }: Reader): Form | undefined {
  const whole = withoutAbsent({
    exact: row.passage_exact,
    prefix: row.passage_prefix,
    suffix: row.passage_suffix,
    start: row.passage_start,
    end: row.passage_end,
    unit: row.passage_unit,
  });
  return isEmpty(Object.keys(whole)) ? undefined : whole;
}

function columnOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function withoutAbsent(form: Form): Form {
  return Object.fromEntries(
    Object.entries(form).filter(([, value]) => value !== undefined && value !== null),
  );
}
