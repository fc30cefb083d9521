/** What sort of document or utterance a source is. */
export const sourceKinds = {
  description:
    'What sort of source this is: the form in which the words reached the record. A source that another one embeds or reports is a source of its own, with its own kind.',
  values: {
    NEWS_ARTICLE: 'A text that a newspaper, broadcaster or other news site published under its own name.',
    WIRE: 'A report of a news agency, as the agency sent it. An outlet that prints it is a NEWS_ARTICLE that republishes it.',
    BROADCAST_INTERVIEW: 'An interview on television, on radio or as a recording.',
    PRESS_BRIEFING: 'A briefing or press conference at which officials take questions, or its transcript.',
    OFFICIAL_STATEMENT: 'A written statement, communiqué or release of a government or organization.',
    SPEECH: 'A speech or address without questions, or its text.',
    TREATY: 'The text of a treaty or another agreement.',
    SOCIAL_POST: 'A post on a social network, with what it quotes.',
    DATASET: 'A published dataset or one row of it; such a source gives codes where others give words.',
    ACADEMIC: 'A scholarly book, article or working paper.',
    ARCHIVE: 'A document from an archive or a collection of records, published or not.',
    OTHER: 'A source of none of these kinds.',
  },
} as const;
