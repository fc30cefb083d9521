/** What a search looks through. */
export const searchTypes = {
  description: 'What a search looks through.',
  values: {
    EVENT: 'Events, by title and summary.',
    MEDIATION_ATTEMPT: 'Mediation attempts, by title and summary.',
    POSITION: 'Positions, by summary.',
    ACTOR: 'Actors, by all their names.',
    CLAIM: 'Claims, by the passage that is quoted.',
    SOURCE: 'Sources, by title.',
  },
} as const;
