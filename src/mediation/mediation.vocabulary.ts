/** What form the third party's effort takes. */
export const mediationKinds = {
  description:
    'The form of the effort of the third party, after the International Conflict Management dataset (ICM, Bercovitch) and the means of peaceful settlement in Article 33 of the Charter of the United Nations. MEDIATION is one form among them; the record is called a mediation attempt whatever its form.',
  values: {
    GOOD_OFFICES:
      'The third party brings the parties into contact or carries messages, and takes no part in the substance.',
    CONCILIATION:
      'The third party, often a commission, hears both sides and lays out terms that bind nobody, in a more formal procedure than MEDIATION.',
    MEDIATION:
      'The third party takes part in the talks and may put forward terms of its own, which bind nobody.',
    ENQUIRY: 'The third party establishes the facts in dispute and leaves the settlement to the parties.',
    ARBITRATION:
      'The parties agree to leave the decision to arbiters of their choice, and the award binds them.',
    ADJUDICATION:
      'A standing court decides, and its judgment binds the parties; the Charter calls it judicial settlement.',
    MULTILATERAL_CONFERENCE:
      'A conference of several states deals with the conflict, the parties among them or not.',
    OTHER: 'A form that none of the others covers.',
    NOT_STATED: 'The sources do not show which form it takes.',
  },
} as const;

/** What the mediator does. */
export const mediationStrategies = {
  description:
    'What the mediator does, by the strongest thing that the sources show. The first three are the strategies of Bercovitch (ICM), in order of intervention: from carrying messages to pressing for terms.',
  values: {
    COMMUNICATION_FACILITATION:
      'The mediator opens contact, carries messages and clears up facts, and leaves manner and substance to the parties.',
    PROCEDURAL:
      'The mediator shapes the setting: place, time, agenda, who sits at the table, what the press is told.',
    DIRECTIVE: 'The mediator works on the substance: proposes terms, promises rewards, threatens costs.',
    SUPERVISION: 'The mediator watches over what was agreed, by observers, verification or guarantees.',
    NOT_STATED: 'The sources do not show what the mediator does.',
  },
} as const;

/** Who set the attempt in motion. */
export const mediationInitiators = {
  description:
    'Who set the attempt in motion, by their role in the conflict; modelled on ICM. It names a role, not an actor.',
  values: {
    ONE_PARTY: 'One party to the conflict asked for it.',
    BOTH_PARTIES: 'The parties asked for it together, or each of its own.',
    MEDIATOR: 'Whoever mediates offered it unasked.',
    REGIONAL_ORGANIZATION: 'A regional organization that does not itself mediate brought it about.',
    INTERNATIONAL_ORGANIZATION:
      'An international organization that does not itself mediate brought it about.',
    OTHER_THIRD_PARTY: 'Another state or actor that is neither party nor mediator brought it about.',
    NOT_STATED: 'The sources do not say who began.',
  },
} as const;

/** On whose ground the attempt takes place. */
export const mediationVenues = {
  description:
    'On whose ground the attempt takes place, or would; modelled on the environment of ICM. The place itself is that of the events; the venue may be known where the place is not, as in "a neutral venue".',
  values: {
    PARTY_TERRITORY: 'On the territory of one of the parties.',
    MEDIATOR_TERRITORY: 'On the territory of the mediator, or at the seat of an organization that mediates.',
    NEUTRAL_SITE: 'On ground that belongs to neither a party nor the mediator.',
    COMPOSITE: 'On several of these, as in shuttle diplomacy.',
    REMOTE: 'By telephone, letter or screen, without anybody meeting.',
    NOT_STATED: 'The sources do not show on whose ground.',
  },
} as const;

/** How an attempt came out. */
export const mediationOutcomes = {
  description:
    'How the attempt came out. The service derives it from the responses and the linked events; what sources say of the outcome are claims, which may differ. The scale from OFFERED_ONLY to FULL_SETTLEMENT is modelled on ICM; ONGOING and UNKNOWN stand outside it.',
  values: {
    OFFERED_ONLY: 'It was offered and never came to talks, because a party refused it or gave no response.',
    UNSUCCESSFUL: 'It came to talks that broke down or ended without result, or a party withdrew.',
    CEASEFIRE: 'It led to a ceasefire and to no settlement of an issue.',
    PARTIAL_SETTLEMENT: 'It settled some of the issues.',
    FULL_SETTLEMENT: 'It settled the conflict or all issues that it addressed.',
    ONGOING: 'Talks have taken place and the attempt has no known end that is past.',
    UNKNOWN: 'What is recorded does not decide it.',
  },
} as const;

/** What a party answered to an attempt. */
export const partyAnswers = {
  description:
    'What one party to the conflict answered to the attempt. ACCEPTED with ACCEPTED_CONDITIONALLY, REJECTED with WITHDREW, and DENIES_ATTEMPT are three groups that disagree with one another; the other values disagree with nothing.',
  values: {
    ACCEPTED: 'The party agrees to the attempt without naming conditions.',
    ACCEPTED_CONDITIONALLY: 'The party agrees if its conditions are met; they are listed with the response.',
    REJECTED: 'The party turns the attempt down.',
    DEFERRED: 'The party puts off its answer.',
    NO_RESPONSE: 'A source says that the party did not answer. Silence of the sources is NOT_STATED.',
    WITHDREW: 'The party agreed at first and later left.',
    DENIES_ATTEMPT: 'The party says that there was no such attempt, and so neither accepts nor rejects it.',
    UNKNOWN: 'A source says that the answer is not known.',
    NOT_STATED: 'The sources say nothing of an answer.',
  },
} as const;

/** What an event is to an attempt. */
export const attemptEventRoles = {
  description:
    'What an event is to a mediation attempt. The outcome of the attempt is derived from these roles and the responses.',
  values: {
    OFFER:
      'The mediator offers or conveys something to a party; a meeting of the mediator with one party may be this.',
    ANSWER: 'A party answers, in a meeting with the mediator or in public.',
    TALKS:
      'The parties meet, or exchange proposals, under the mediator. A meeting with one party only is an OFFER or an ANSWER.',
    BREAKDOWN: 'The talks end without result: someone walks out, halts them or declares them failed.',
    RESULT_CEASEFIRE: 'The attempt leads to a ceasefire.',
    RESULT_PARTIAL: 'The attempt leads to an agreement on some of the issues.',
    RESULT_FULL: 'The attempt leads to an agreement that settles all that it addressed.',
  },
} as const;
