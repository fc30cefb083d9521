/** What lists of records may be ordered by. */
export const recordOrderFields = {
  description: 'What a list of records is ordered by; ties are broken by id.',
  values: {
    DATE: 'The first moment that the date of the record may be, on the calendar that its source writes in; for a position, when it is first known to be held.',
    CREATED_AT: 'When the record was entered in this service.',
  },
} as const;
