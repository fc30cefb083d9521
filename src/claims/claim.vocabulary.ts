/** In which unit the offsets of a passage count. */
export const offsetUnits = {
  description: 'What the offsets of a passage count. Offsets begin at 0; the end is exclusive.',
  values: {
    CODE_POINT:
      'Unicode code points of the source, decoded from the bytes that contentSha256 is taken of. A character outside the basic plane counts once.',
    AS_PUBLISHED:
      'The unit that a dataset uses and does not name; such offsets are kept as given and are not checked.',
  },
} as const;

/** Whether the root speaker says yes or no. */
export const polarities = {
  description:
    'Whether the root speaker affirms or denies what is claimed. What voices between the source and the root speaker do stands in their acts.',
  values: {
    AFFIRMS:
      'The root speaker says that it is so. A refusal is affirmed: "India said no" affirms the answer REJECTED.',
    DENIES: 'The root speaker says that it is not so, for example that an event did not happen.',
  },
} as const;

/** How the source renders the first voice. */
export const directnesses = {
  description:
    'How the source renders the words of the first voice of the chain: from verbatim to its own assertion.',
  values: {
    DIRECT_QUOTE: "Whole sentences in quotation marks, given as the speaker's words.",
    PARTIAL_QUOTE: "Some of the words in quotation marks, inside a sentence of the source's own.",
    INDIRECT_SPEECH: "A clause that reports what was said without quotation marks: 'he said that…'.",
    PARAPHRASE:
      "A summary in the source's own words, with a verb of its choice: 'he admitted Pakistan's weakness'.",
    NARRATOR: 'The source says it in its own voice; where no voice stands behind it, the chain is empty.',
  },
} as const;

/** What a voice does with the words. */
export const speechActs = {
  description:
    "What a voice of the chain does in speaking, coded from the source's verb; the verb itself is kept beside it. Different acts for one utterance are shown side by side and make no disagreement.",
  values: {
    ASSERT:
      "Says that something is so: 'said', 'stated', 'told'. The act where the source uses no marked verb.",
    DENY: "Says that something is not so: 'denied'. Refusing a proposal is REJECT.",
    REJECT: "Turns down a proposal, request or offer: 'refused', 'rejected'.",
    CONFIRM: "Says that something already reported is so: 'confirmed'.",
    ADMIT: "Says something against its own interest, in the source's eyes: 'admitted', 'confessed'.",
    DISCLOSE: "Makes known what was not known before: 'revealed', 'disclosed'.",
    RELAY: "Passes on the words of another, or recalls them: 'conveyed', 'recalled'.",
    PROMISE: "Commits the speaker to a later act: 'promised', 'pledged'.",
    OFFER: "Puts an act of the speaker's at another's choice: 'offered'.",
    APPEAL: "Calls on others in public, without a right to an answer: 'urged', 'called for'.",
    REQUEST: "Asks a particular hearer to do something: 'requested'.",
    ASK: "Puts a question: 'asked'. Asking for an act is REQUEST.",
    THREATEN: "Announces harm if the hearer does not comply: 'threatened', 'warned'.",
    PRAISE: "Speaks well of someone or something: 'praised', 'welcomed', 'thanked'.",
    ACCUSE: "Charges someone with a wrong: 'accused', 'blamed'.",
  },
} as const;

/** Which field of a record a claim is about. */
export const claimFields = {
  description:
    'The field of the record that a claim is about. Values are comparable within a field only, and only some fields can disagree by value.',
  values: {
    OCCURRENCE:
      'That the event, attempt, response or position took place at all. The claim has no value; its polarity says yes or no.',
    DATE: 'When it was. The value is a date; dates disagree when they cannot overlap.',
    PLACE: 'Where it was. The value is a place; one record has one.',
    PARTICIPANT:
      'Who took part in a named role. The value is an actor with a role, which an input has to give in role; there may be several.',
    INITIATOR: 'Who began it. The value is an actor; one record has one.',
    MEDIATOR: 'Who mediated. The value is an actor; there may be several.',
    RESPONSE: 'What a party answered to an attempt. The value is a PartyAnswer, as text.',
    OUTCOME:
      'How an attempt came out. The value is a MediationOutcome, as text; it may differ from the outcome that the service derives.',
    ORIGINATOR:
      'Who drew up a proposal. The value is an actor; one record has one. Who carried it is a PARTICIPANT.',
    STANCE: 'Where the holder of a position stands. The value is a Stance, as text.',
    CONDITION: 'What is asked for in return. The value is text; there may be several.',
    LABEL:
      "What it is called: 'war', 'operation', 'conflict'. The value is text; different labels are no disagreement.",
    RELATION:
      'How it stands to another event. The value is a relation, which an input has to give in relation, with the event.',
    COUNT: 'How many there were. The value is text; different counts are no disagreement.',
    OTHER:
      'Something that no other field covers, such as a purpose. The value is text and disagrees with nothing by value.',
  },
} as const;

/** Whether a claim still counts. */
export const claimStatuses = {
  description:
    'Whether a claim still counts. Only active claims make disagreements and support recorded values.',
  values: {
    ACTIVE: 'The claim stands.',
    RETRACTED:
      'The claim was withdrawn from the record, as entered in error or because its source took it back.',
    SUPERSEDED: 'A later claim of the same root speaker takes it back; the later one names it in supersedes.',
  },
} as const;

/** By which rule sides disagree. */
export const disagreementRules = {
  description: 'The rule by which claims on one field of one record cannot all be right.',
  values: {
    DATES_DO_NOT_OVERLAP:
      'Dates given by different sources or root speakers have no moment in common. The dates of one source and one root speaker are united first; less than 26 hours apart is no disagreement where the stated time zones differ, or where both give a time of day and only one states a zone.',
    VALUES_DIFFER:
      'Different values stand in a field that can have only one: PLACE, INITIATOR, ORIGINATOR, RESPONSE, OUTCOME, STANCE. Neighbouring values count as one.',
    AFFIRMED_AND_DENIED:
      'One claim affirms and another denies the same, and they differ in source or in root speaker.',
  },
} as const;
