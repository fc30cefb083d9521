/** An operation of the playground, which opens each in a tab of its own. Lines of comments fit an editor of half a laptop's screen. */
export interface Example {
  /** The operation's name, which GraphiQL shows as the tab's title. */
  readonly name: string;
  readonly query: string;
}

const GUIDE = `# The record of diplomacy: who met, called,
# offered, refused and claimed what, and who says
# so.
#
# Run this query with the play button or Ctrl-
# Enter, then the tabs after it: one question
# leads to the next. Ctrl-Space suggests what can
# stand at the cursor; the first symbol at the far
# left explains every field.
`;

const QUESTIONS: readonly Example[] = [
  {
    name: 'MediationAttempts',
    query: `# 1 of 9. Which American attempts at mediation are
# on record, and how did each party answer?
# Editors made the record of what sources claim;
# NOT_STATED means that no source says.
query MediationAttempts {
  mediationAttempts(
    filter: {
      mediators: [{
        actor: "united-states"
        includeMembers: true
      }]
    }
  ) {
    totalCount
    nodes {
      title
      date { display }
      mediators { actor { name } }
      responses {
        party { name }
        answer
        inferred
      }
      outcome
      outcomeReason
    }
  }
}
`,
  },
  {
    name: 'WhoSaysSo',
    query: `# 2 of 9. Who says so? India's words that reach
# the page through at least two other voices. A
# chain goes from the first voice that the source
# reports to the one whose words they are.
query WhoSaysSo {
  claims(
    filter: {
      rootSpeaker: { actor: "india" }
      minDepth: 3
    }
  ) {
    nodes {
      passage { exact }
      directness
      polarity
      source { title }
      chain {
        position
        speaker { name }
        speakingAs { office { title } }
        act
        verb
        hearer { name }
        hearerInferred
      }
    }
  }
}
`,
  },
  {
    name: 'Disagreements',
    query: `# 3 of 9. Where do the accounts differ? The sides
# of a disagreement cannot all be right. A
# published rule finds it and does not decide who
# is. Where no speaker is given, the source says so
# in its own voice.
query Disagreements {
  disagreements {
    totalCount
    nodes {
      subject {
        ... on Event { title }
        ... on MediationAttempt { title }
        ... on PartyResponse { party { name } }
        ... on Position { summary }
        ... on Conflict { name }
      }
      field
      rule
      sides {
        polarity
        valueText
        speakers { name }
        claims {
          nodes {
            passage { exact }
            source { title }
          }
        }
      }
    }
  }
}
`,
  },
  {
    name: 'DatedEvents',
    query: `# 4 of 9. What happened from 8 to 12 May 2025?
# Dates are as vague as their sources. DEFINITE:
# the event must have happened in the range.
# POSSIBLE: it may have.
query DatedEvents {
  definite: events(
    filter: {
      date: {
        within: "2025-05-08/2025-05-12"
        match: DEFINITE
      }
    }
    orderBy: { field: DATE, direction: ASC }
  ) {
    totalCount
    nodes { ...Dated }
  }
  possible: events(
    filter: {
      date: {
        within: "2025-05-08/2025-05-12"
        match: POSSIBLE
      }
    }
    orderBy: { field: DATE, direction: ASC }
  ) {
    totalCount
    nodes { ...Dated }
  }
}

fragment Dated on Event {
  title
  type
  date { display edtf verbatim inferred }
}
`,
  },
  {
    name: 'PositionsHeld',
    query: `# 5 of 9. Where did Pakistan stand on 16 September
# 2025, and on which conditions? Positions can be
# held side by side without contradicting each
# other.
query PositionsHeld {
  positions(
    filter: {
      holders: [{ actor: "pakistan" }]
      held: { within: "2025-09-16" }
    }
  ) {
    nodes {
      holder { name }
      issue { name }
      stance
      summary
      conditions { text }
      held { display }
      contested
    }
  }
}
`,
  },
  {
    name: 'OneEvent',
    query: `# 6 of 9. Everything about one event, by its slug.
# inferred marks what editors concluded and no
# source states; the perpetrator is UNIDENTIFIED,
# since no source names one.
query OneEvent {
  event(id: "attack-pahalgam-2025-04") {
    title
    type
    date { display edtf verbatim precision inferred }
    place { name }
    participants {
      role
      actor { name kind }
    }
    conflict { name }
    relations {
      type
      event { title }
    }
    independentSourceCount
    contested
    claims {
      totalCount
      nodes {
        field
        valueText
        passage { exact }
        source {
          title
          publisher { name }
          published { display }
        }
      }
    }
  }
}
`,
  },
  {
    name: 'SearchTheWords',
    query: `# 7 of 9. Who spoke of a third party? A search goes
# through records, names and the quotes of claims,
# best first; a quoted phrase is searched for as
# one. Snippets are safe HTML.
query SearchTheWords {
  search(text: "\\"third party\\" india", first: 5) {
    totalCount
    edges {
      rank
      snippet
      node {
        __typename
        ... on Event { title }
        ... on Position { summary }
        ... on Claim { source { title } }
      }
    }
  }
}
`,
  },
  {
    name: 'EventsByMonth',
    query: `# 8 of 9. How much is on record, and when was it?
# A date that is only known to a year counts as
# possible in each month of it, and as definite in
# none; a row without a bucket has no date.
query EventsByMonth {
  eventCounts(
    filter: {
      participants: [{
        actor: "india"
        includeMembers: true
      }]
    }
    groupBy: [MONTH]
  ) {
    bucket
    definite
    possible
  }
}
`,
  },
  {
    name: 'CorrectADate',
    query: `# 9 of 9. Correct what is on record. Other accounts
# date the attack to 22 April. This changes the
# record, and needs a key in the tab Headers below:
# { "Authorization": "Bearer demarche_..." }
# docs/editing.md tells how to make one, and shows
# all mutations.
mutation CorrectADate {
  updateEvent(
    input: {
      id: "attack-pahalgam-2025-04"
      version: 1
      date: { edtf: "2025-04-22" }
      note: "As the Security Council has it."
    }
  ) {
    ... on UpdateEventPayload {
      event {
        version
        date { display }
        differsFromClaims
      }
    }
    ... on Error { message }
    ... on ConflictError { current { version } }
  }
}
`,
  },
];

/**
 * Eight questions to the article's record and a change of it, in the order to send them; the first opens with the
 * guide.
 */
export const EXAMPLES: readonly Example[] = QUESTIONS.map(({ name, query }, index) => ({
  name,
  query: index === 0 ? `${GUIDE}\n${query}` : query,
}));
