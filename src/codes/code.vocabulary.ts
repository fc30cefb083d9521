/** Schemes in which event datasets code events. */
export const codingSchemes = {
  description:
    'The scheme, with its version, in which an event is coded. The same code may mean different things in two versions, so that a code is never read without its scheme.',
  values: {
    CAMEO_1_1B3:
      'Conflict and Mediation Event Observations, version 1.1b3 of its manual: 20 root codes of two digits, subdivided to three and four.',
    CAMEO_0_9: 'An earlier version of CAMEO. A code of it is not read as one of 1.1b3.',
    GDELT:
      "The codes in GDELT's files: CAMEO by GDELT's own table, whose labels for 101 to 103 and 105 to 108 depart from the 1.1b3 manual.",
    PLOVER_0_5B1:
      'Political Language Ontology for Verifiable Event Records, version 0.5b1, the version of its gold-standard records: 18 event types with contexts.',
    PLOVER_0_8:
      'PLOVER, draft 0.8 of its manual of 2021: fewer types than 0.5b1 (REQUEST in place of DEMAND, ACCUSE also for DISAPPROVE and INVESTIGATE, ASSAULT also for FIGHT), with modes and contexts.',
    POLECAT: 'The types, modes and contexts as the POLECAT dataset writes them, after PLOVER.',
    UCDP: 'The type of violence of the Uppsala Conflict Data Program: 1 state-based, 2 non-state, 3 one-sided.',
    ICEWS: 'The CAMEO codes as the ICEWS dataset writes them.',
    ACLED: 'The event type and sub-event type of the Armed Conflict Location & Event Data project.',
    DEMARCHE: "This service's own event types, so that a crosswalk can lead to and from them.",
  },
} as const;

/** Four classes of events: verbal or material, cooperation or conflict. */
export const quadClasses = {
  description:
    'The class of the event: words or deeds, cooperation or conflict. GDELT gives it as a number from 1 to 4; it groups the root codes of CAMEO.',
  values: {
    VERBAL_COOPERATION: 'Words that bring actors closer: CAMEO root codes 01 to 05 (GDELT QuadClass 1).',
    MATERIAL_COOPERATION: 'Deeds that bring actors closer: CAMEO root codes 06 to 08 (GDELT QuadClass 2).',
    VERBAL_CONFLICT:
      'Words against another actor, investigations included: CAMEO root codes 09 to 13 (GDELT QuadClass 3).',
    MATERIAL_CONFLICT:
      'Deeds against another actor, protest included: CAMEO root codes 14 to 20 (GDELT QuadClass 4).',
  },
} as const;
