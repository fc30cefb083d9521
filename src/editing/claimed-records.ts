/** What one claim is about: one of these; a response is of its attempt. */
export type SubjectRow = Record<'event' | 'attempt' | 'position' | 'conflict', string | null>;

/** Records that claims are about, by kind, each once. */
export interface ClaimedRecords {
  events: string[];
  attempts: string[];
  positions: string[];
  conflicts: string[];
}

export function groupSubjects(rows: readonly SubjectRow[]): ClaimedRecords {
  const idsOf = (kind: keyof SubjectRow) => [...new Set(rows.flatMap((row) => row[kind] ?? []))];
  return {
    events: idsOf('event'),
    attempts: idsOf('attempt'),
    positions: idsOf('position'),
    conflicts: idsOf('conflict'),
  };
}
