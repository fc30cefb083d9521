/** A query of the playground, which opens each in a tab of its own. */
export interface Example {
  /** The operation's name, which GraphiQL shows as the tab's title. */
  readonly name: string;
  readonly query: string;
}

const GUIDE = `# The record of diplomacy: who met, called, offered, refused and claimed what, and who says so.
#
# Run a query with the ▶ button or Ctrl-Enter (Cmd-Enter on a Mac); the answer appears on the right.
# The tabs above hold six questions to ask one after the other. Change them: Ctrl-Space suggests
# what can stand at the cursor, and the book at the far left explains every type and field.
#
# A record (an event, an attempt at mediation, a position) is what editors made of the claims.
# A claim is one source's passage saying that someone said something about a record.
`;

const TOLD: readonly Example[] = [
  {
    name: 'MediationAttempts',
    query: `# 1 of 6. Which American attempts at mediation are on record, and how did each party answer?
# NOT_STATED is an answer of the record: the sources do not say how that party answered.
query MediationAttempts {
  mediationAttempts(filter: { mediators: [{ actor: "united-states", includeMembers: true }] }) {
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
}`,
  },
  {
    name: 'WhoSaysSo',
    query: `# 2 of 6. Who says so? Claims in India's words that reach the page through at least two others.
# The chain goes from the first voice that the source reports to the one whose words they are.
query WhoSaysSo {
  claims(filter: { rootSpeaker: { actor: "india" }, minDepth: 3 }) {
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
}`,
  },
  {
    name: 'Disagreements',
    query: `# 3 of 6. Where do the accounts differ? Each disagreement has two or more sides that cannot all be right.
# The service finds them by published rules and does not decide who is right.
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
}`,
  },
  {
    name: 'DatedEvents',
    query: `# 4 of 6. What happened from 8 to 12 May 2025? Dates are as vague as their sources.
# DEFINITE: every moment that the event may have happened lies in the range. POSSIBLE: some moment does.
query DatedEvents {
  definite: events(
    filter: { date: { within: "2025-05-08/2025-05-12", match: DEFINITE } }
    orderBy: { field: DATE, direction: ASC }
  ) {
    totalCount
    nodes { ...Dated }
  }
  possible: events(
    filter: { date: { within: "2025-05-08/2025-05-12", match: POSSIBLE } }
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
}`,
  },
  {
    name: 'PositionsHeld',
    query: `# 5 of 6. Where did Pakistan stand on 16 September 2025, and on which conditions?
# Two positions can be held side by side without contradicting each other.
query PositionsHeld {
  positions(filter: { holders: [{ actor: "pakistan" }], held: { within: "2025-09-16" } }) {
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
}`,
  },
  {
    name: 'OneEvent',
    query: `# 6 of 6. Everything about one event: the readable key is enough to find it.
# inferred lists what the source does not state; the perpetrator is UNIDENTIFIED, since no source here names one.
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
        source { title publisher { name } published { display } }
      }
    }
  }
}`,
  },
];

/** Six questions to the article's record, in the order to ask them; the first opens with the guide. */
export const EXAMPLES: readonly Example[] = TOLD.map((example, index) =>
  index === 0 ? { ...example, query: `${GUIDE}\n${example.query}` } : example,
);
