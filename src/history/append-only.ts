/**
 * The tables of history. A row of them is never changed or deleted: the role that the service serves as may only read
 * and add them, and a trigger refuses the rest to everyone.
 */
export const appendOnlyTables: readonly string[] = ['revision', 'derivation', 'redaction'];
