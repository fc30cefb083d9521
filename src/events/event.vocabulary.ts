/** What kind of act an event is. */
export const eventTypes = {
  description:
    "What kind of act the event is. The types are this service's own, coarser than CAMEO for violence and finer for mediation. A CAMEO code in a description is of version 1.1b3 of its manual and is the nearest one, not always an equal. The code that a dataset gave stays in codings.",
  values: {
    STATEMENT:
      'A public statement that no narrower type covers: an account, a comment, a claim of credit (CAMEO 01, except 016).',
    INTERVIEW:
      'Someone answers the questions of a journalist. What is said in it are claims or events of their own. CAMEO has no code for it.',
    INQUIRY:
      'Someone puts a question to another in talks or in public. Asking for an act is REQUEST or APPEAL; an investigation is OTHER. CAMEO has no code for it.',
    APPEAL:
      'A call on others to do something, not backed by a demand (CAMEO 02, except 0256, a CEASEFIRE_PROPOSAL, and 028, a MEDIATION_REQUEST).',
    REQUEST:
      'Something asked of a named addressee, from a plain request to a demand (CAMEO 10, except 1056 and 108; PLOVER REQUEST).',
    OUTREACH:
      'An actor contacts many others about one matter, by whatever means (CAMEO has no code for it; 040 is the nearest).',
    PROMISE:
      'A public or private commitment to a later cooperative act (CAMEO 03, except 038 and 039; PLOVER AGREE). What was promised is an event of its own only if it came about.',
    PROPOSAL_CONVEYED:
      "A third party hands one side's proposal, or its own, to another. Who drew it up may be unknown. CAMEO has no code for it; 045 is the nearest.",
    MEDIATION_REQUEST:
      'A party or another asks that someone mediate, or that mediation be accepted (CAMEO 028; 108 as a demand).',
    MEDIATION_OFFER: 'Someone offers to mediate (CAMEO 039).',
    MEDIATION_ACCEPTANCE: 'A party says that it accepts mediation (CAMEO 038).',
    MEDIATION_REJECTION:
      'A party turns mediation down (CAMEO 126). Turning down talks with the other party is TALKS_REJECTION.',
    MEDIATION: 'A third party meets the parties, or one of them, as a mediator (CAMEO 045).',
    MEDIATION_HALT:
      'A mediator or a party breaks a mediation off (CAMEO 165). Talks without a mediator that end are OTHER (CAMEO 164).',
    MEETING:
      "Actors meet, and no narrower type is known to apply (CAMEO 040; 044 where they meet on ground that is neither's).",
    VISIT:
      'An actor travels to another; the one is VISITOR, the other HOST (CAMEO 042 for who visits, 043 for who hosts).',
    CALL: 'A conversation by telephone or over a screen (CAMEO 041).',
    NEGOTIATION:
      'The parties to a matter bargain over it (CAMEO 046). With a mediator at the table it is MEDIATION.',
    SUMMIT:
      'A meeting of heads of state or government. CAMEO has no code for it and codes it as a meeting or visit.',
    TALKS_REJECTION: 'An actor refuses to meet, talk or negotiate (CAMEO 125).',
    AGREEMENT:
      'Actors sign or conclude an agreement other than a ceasefire (CAMEO 057). Intent alone is PROMISE.',
    CEASEFIRE_PROPOSAL:
      'An actor proposes or calls for a ceasefire of its own accord (CAMEO 0256; 1056 as a demand). Where another carries it, it is PROPOSAL_CONVEYED.',
    CEASEFIRE: 'A ceasefire or truce is declared or agreed, whether or not it is then kept (CAMEO 0871).',
    CEASEFIRE_VIOLATION: 'Force is used against a ceasefire in effect (CAMEO 196).',
    DENIAL:
      'An actor says that something is not so or did not happen (CAMEO 016, where it denies responsibility; otherwise part of 01).',
    PRAISE: 'An actor praises, thanks or endorses another (CAMEO 051).',
    CRITICISM:
      'An actor finds fault with another in public (CAMEO 110, 111). A charge of a particular wrong is ACCUSATION.',
    ACCUSATION:
      'An actor charges another with a particular wrong, such as aggression or a crime (CAMEO 112).',
    THREAT: 'An actor announces harm to another, with or without a condition (CAMEO 13).',
    RECOGNITION:
      'A state recognizes another state or government, or opens relations with it for the first time (CAMEO 054).',
    RELATIONS_REDUCED:
      'Relations are cut back or broken off: an embassy closed, a treaty suspended, an ambassador recalled (CAMEO 160, 161; 162 for aid that is stopped).',
    EXPULSION:
      'People or missions are made to leave: diplomats (in CAMEO part of 161), organizations, inspectors or peacekeepers (166), individuals (174).',
    SANCTION:
      'An embargo, boycott or sanction is imposed (CAMEO 163). Announcing one as a means of pressure is THREAT.',
    AID: 'Economic, military or humanitarian aid, protection or asylum is given (CAMEO 07). Promised aid is PROMISE.',
    MOBILIZATION: 'Forces are alerted, called up, moved or shown, without being used (CAMEO 15).',
    MILITARY_ACTION:
      'Armed forces or armed groups use force against each other or against targets of the other side: a strike, a battle, an operation, a blockade (CAMEO 19, except 196).',
    ATTACK:
      'Violence against people who do not fight back: bombing, shooting, kidnapping, assassination, massacre (CAMEO 18 and 20; UCDP: one-sided violence against civilians).',
    PROTEST: 'People demonstrate, strike, block or riot (CAMEO 14).',
    VOTE: 'A body votes on a motion, resolution or law; a veto is part of the vote (CAMEO 129 for the veto alone).',
    OTHER: 'An act that no other type covers; its coding or title says what it is.',
  },
} as const;

/** In which role an actor takes part. */
export const participationRoles = {
  description:
    "In which role an actor takes part in an event. CAMEO knows a source and a target only; the service's dyads run from INITIATOR, SPEAKER, CONVEYOR, VISITOR, PERPETRATOR and MEDIATOR to RECIPIENT, HOST, AUDIENCE and VICTIM. One actor may have several roles.",
  values: {
    INITIATOR: 'Who begins the act or carries it out, where no narrower role fits.',
    RECIPIENT: 'Whom the act is addressed to or directed at. One who is harmed is VICTIM.',
    HOST: 'Who receives a visit, or on whose ground actors meet.',
    VISITOR: 'Who travels to another.',
    SPEAKER: 'Who makes the statement or gives the interview.',
    INTERVIEWER: 'Who asks the questions in an interview.',
    MEDIATOR: 'Who acts as third party between the parties.',
    CONVEYOR: 'Who carries a proposal or message. The one whose proposal it is need not be known.',
    PARTY:
      'One of several who take part on equal footing: in talks, an agreement, a battle. Parties side by side are undirected.',
    GUARANTOR: 'Who vouches that others keep an agreement.',
    OBSERVER: 'Who is present without taking part.',
    SIGNATORY: 'Who signs an agreement.',
    VICTIM: 'Who is harmed.',
    PERPETRATOR: 'Who does the harm; unknown ones are an actor of kind UNIDENTIFIED.',
    AUDIENCE: 'Whom a public act is meant to reach without being addressed to them.',
  },
} as const;

/** By which means an act reaches the other side. */
export const channels = {
  description: 'By which means the words or the contact of an event come about.',
  values: {
    IN_PERSON: 'Face to face.',
    PHONE: 'By telephone or over a screen.',
    LETTER: 'In writing: a letter, a note, a message.',
    THROUGH_THIRD_PARTY: 'Another actor carries it, openly.',
    BROADCAST: 'On television, on radio or at a press conference.',
    SOCIAL_MEDIA: 'In a post on a social network.',
    BACKCHANNEL: 'In secret, outside the offices that would normally deal with it.',
    HOTLINE: 'Over a standing direct line, such as that between directors of military operations.',
    MULTILATERAL_FORUM: 'In a meeting of an organization or conference.',
    NOT_STATED: 'The sources do not say by which means.',
  },
} as const;

/** How one event stands to another. */
export const eventRelationTypes = {
  description:
    "How this event stands to the other, read from this event: 'this BEFORE other'. A relation that the dates show need not be recorded; one that only the source asserts should.",
  values: {
    BEFORE: 'This event ends before the other begins. The inverse is AFTER.',
    AFTER: 'This event begins after the other ends. The inverse is BEFORE.',
    DURING: 'This event falls within the time of the other, without being a part of it.',
    PART_OF: 'This event is a part of the other, such as a question in a meeting. The inverse is HAS_PART.',
    HAS_PART: 'The other event is a part of this one. The inverse is PART_OF.',
    SAME_AS:
      'Both records are of one event and are still kept apart, for example because a dataset supplied one. Holds both ways.',
    POSSIBLY_SAME_AS: 'Both may be one event, and the sources do not settle it. Holds both ways.',
    RETALIATION_FOR: 'This event is a reprisal for the other, in the words of a source.',
    RESPONSE_TO:
      'This event answers the other, without being a reprisal: a denial to an accusation, a reply to an offer.',
    FOLLOW_UP_OF: 'This event carries on what the other began: a second round, an implementation.',
    FULFILS: 'This event does what the other promised.',
    FAILS_TO_FULFIL: 'This event shows that what the other promised did not come about.',
    ANNOUNCES: 'This event says beforehand that the other will take place.',
  },
} as const;
