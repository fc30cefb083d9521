import { ActorRef } from '../actors/actor.schema.ts';
import { ClaimRef } from '../claims/claim.schema.ts';
import { OriginRef } from '../datasets/dataset.schema.ts';
import { EventRef } from '../events/event.schema.ts';
import { builder, vocabularyType } from '../kernel/builder.ts';
import { someOf } from '../kernel/conditions.ts';
import { connectionType, pageArgs, rootList } from '../kernel/connection.ts';
import { planned } from '../kernel/plan.ts';
import { MediationAttemptRef } from '../mediation/mediation-attempt.schema.ts';
import { PositionRef } from '../positions/position.schema.ts';
import { SourceRef } from '../sources/source.schema.ts';
import { searchListing } from './search.ts';
import { searchTypes } from './search.vocabulary.ts';
import { readSearchText } from './search-text.ts';
import { allTypes, type SearchType } from './search-type.ts';

const SearchTypeRef = vocabularyType('SearchType', searchTypes);

const SearchResultRef = builder.unionType('SearchResult', {
  description: 'What a search can find.',
  types: [EventRef, MediationAttemptRef, PositionRef, ActorRef, ClaimRef, SourceRef],
  resolveType: (row) => ('__typename' in row ? String(row.__typename) : undefined),
});

const { ConnectionRef, EdgeRef } = connectionType('Search', SearchResultRef, { nodes: false });

builder.objectFields(EdgeRef, (t) => ({
  rank: t.float({
    description:
      'How well the item meets the text, 0 to 1: from 0.5 where its text or name as a whole is like the one searched for, from 0.1 where it holds all words, the closer together the higher, and below where it lacks one of the words.',
    resolve: ({ columns }) => Number(columns.rank),
    ...planned({ value: (edge) => edge.column('rank') }),
  }),
  snippet: t.string({
    description:
      'The matched text as HTML that is safe to put into a page: hits stand in <mark>, everything else is escaped. A long text is cut to the parts around the hits.',
    resolve: ({ columns }) => String(columns.snippet),
    ...planned({ value: (edge) => edge.column('snippet') }),
  }),
}));

builder.objectField(ConnectionRef, 'truncated', (t) =>
  t.boolean({
    description:
      'Whether a type has more matches than are ranked: its newest 10,000. The others are not listed; totalCount counts them.',
    resolve: async (connection) => (await connection.fact('truncated')) === true,
    ...planned({ value: (connection) => connection.column('truncated') }),
  }),
);

interface SearchArgs {
  text: string;
  types?: readonly SearchType[] | null;
  origins?: readonly string[] | null;
}

builder.queryField('search', (t) =>
  t.field({
    type: ConnectionRef,
    description:
      'Records, actors, claims and sources that a text finds, best first. English words are stemmed, accents and case do not count. A name, or a passage that is searched for as a whole, is found with a letter wrong, too; a single misspelt word of a longer text is not. A claim is searched in the words of its passage, a record in its title and summary: not by who speaks or takes part, which claims(filter: {speakers}) and events(filter: {participants}) are for. Nothing withdrawn is found.',
    args: {
      text: t.arg.string({
        required: true,
        description:
          'What to look for, in the syntax of web search engines ("exact phrase", or, -not): 1 to 500 characters. Stop words and punctuation alone find nothing, nor does a text that only excludes words.',
      }),
      types: t.arg({
        type: [SearchTypeRef],
        description: 'Only these types; all where none are given. An empty list is refused.',
      }),
      origins: t.arg({
        type: [OriginRef],
        description:
          'Only records and claims of any of these origins; curated ones where none are given. Actors and sources have none and are always found. An empty list is refused.',
      }),
      first: pageArgs.first,
      after: t.arg.string({
        description: 'A cursor of a search with the same text, types and origins: items that follow it.',
      }),
    },
    ...rootList<SearchArgs>(null, (args) =>
      searchListing({
        text: readSearchText(args.text),
        types: someOf(args.types, 'types') ?? allTypes,
        origins: someOf(args.origins, 'origins') ?? ['CURATED'],
      }),
    ),
  }),
);
