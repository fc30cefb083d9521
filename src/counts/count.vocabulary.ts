/** What events are counted by. */
export const eventGroupings = {
  description:
    'What events are counted by: one of these or two of them, at most one of which is a span of time. A span is one of the calendar that the source of a date writes in, without zones.',
  values: {
    TYPE: 'The type of the event.',
    ACTOR:
      'Each actor that takes part, in whatever role: an event counts once in the row of each. An event without participants has no row.',
    DYAD: 'Two actors of the event, as source and target are in CAMEO: from whoever is INITIATOR, SPEAKER, CONVEYOR, VISITOR, PERPETRATOR or MEDIATOR to whoever is RECIPIENT, HOST, AUDIENCE or VICTIM, and, without direction, PARTY beside PARTY. An event counts once in the row of each of its dyads. An event without one has no row.',
    CONFLICT: 'The conflict that the event belongs to; events that belong to none share a row.',
    ORIGIN:
      'Where the record comes from. Counts by it hold all origins, unless the filter names the origins that it wants.',
    YEAR: 'The calendar year (ISO 8601).',
    QUARTER:
      'The quarter of the calendar year, from January, April, July or October (ISO 8601-2, sub-year groupings 33 to 36).',
    MONTH: 'The calendar month (ISO 8601).',
    DAY: 'The calendar day (ISO 8601).',
  },
} as const;
