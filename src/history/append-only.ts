/**
 * The tables of history. A row of them is never deleted, and changed only where the law takes a text out: the role that
 * the service serves as may only read and add them, and a trigger refuses the rest to everyone.
 */
export const appendOnlyTables: readonly string[] = ['revision', 'derivation', 'redaction'];
