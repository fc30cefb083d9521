/** What a revision did. */
export const revisionKinds = {
  description:
    'What kind of change a revision made. Every change of a record is a revision, and each has a kind.',
  values: {
    CREATED: 'The record was entered; its version is 1.',
    CORRECTED: 'Values of the record, its participants, relations or responses were changed.',
    RETRACTED:
      'The record was withdrawn, with a reason. It stays readable by id and leaves every list that does not ask for it.',
    RESTORED: 'A retraction was taken back.',
    MERGED: 'The record was found to be the same as another, which stands in its place or takes it in.',
    IMPORTED:
      'A batch of records came in from a dataset; the batch is one change, whose subject is the dataset.',
  },
} as const;
