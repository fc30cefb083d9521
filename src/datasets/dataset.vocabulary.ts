/** Where a record comes from. */
export const origins = {
  description:
    'Whether people wrote the record from sources or a dataset supplied it. Lists hold curated records only, unless the filter asks for others.',
  values: {
    CURATED: 'Written by an editor, or by a program of an editor, from sources that its claims quote.',
    DATASET: 'Imported from a dataset, mostly coded by a machine; dataset names it.',
  },
} as const;
