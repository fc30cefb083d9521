/** What sort of thing an actor is. */
export const actorKinds = {
  description:
    'What sort of actor this is. Event datasets mix the sort with the role in their sector codes (CAMEO GOV, MIL, IGO, NGO); here the kind says what the actor is, and its part in an event is a participation.',
  values: {
    STATE:
      'A country as a subject of international relations. Capitals that stand for it are its metonyms, not actors.',
    GOVERNMENT_BODY:
      'An organ of a state: a cabinet, ministry, parliament, court or agency (CAMEO GOV, LEG, JUD). It names the state as memberOf.',
    ARMED_FORCES:
      'The armed forces of a state or one of their branches (CAMEO MIL). Forces of no state are NON_STATE_ARMED_GROUP.',
    INTERNATIONAL_ORGANIZATION:
      'A body that states founded, open to members from all parts of the world, such as the United Nations (CAMEO IGO). One bound to a region is REGIONAL_ORGANIZATION.',
    REGIONAL_ORGANIZATION:
      'A body that states founded whose members come from one region, such as the African Union.',
    NON_STATE_ARMED_GROUP:
      'An organized armed group that is no part of a state: rebels, insurgents, militias (CAMEO REB, INS, SEP).',
    NGO: 'An organization that is neither founded by states nor run for profit (CAMEO NGO).',
    POLITICAL_PARTY: 'A party or an alliance of parties, in or out of government.',
    MEDIA: 'A newspaper, broadcaster, agency or other publisher of news (CAMEO MED).',
    COMPANY: 'A business run for profit, other than MEDIA (CAMEO BUS, MNC).',
    PERSON: 'One human being. The posts that the person holds are tenures; the state or body is memberOf.',
    COLLECTIVE:
      "People or states that a source names together without listing them: 'world capitals', 'the tourists'. Unlike UNIDENTIFIED, the group itself is what the source means.",
    UNIDENTIFIED:
      'Someone who took part but whom the source does not identify, such as the unnamed perpetrator of an attack.',
  },
} as const;

/** What sort of name a name is. */
export const actorNameKinds = {
  description:
    'What sort of name this is. Every actor has one CANONICAL name; the others help to find it in texts.',
  values: {
    CANONICAL: 'The name that the record shows.',
    ALIAS: 'Another name in ordinary use: a short form, a former name, a nickname.',
    ACRONYM: 'A name made of initial letters: UN, NATO.',
    METONYM:
      "A place or building that stands for the actor: 'New Delhi' for India, 'the White House' for the presidency.",
    HANDLE: 'The name of an account on a social network, with the sign that the network puts before it.',
    TRANSLITERATION: 'The name carried over into another script or by another system of spelling.',
    DESCRIPTION: "Words that describe the actor without naming it: 'the foreign minister', 'gunmen'.",
  },
} as const;

/** Lists of codes that identify actors and places. */
export const identifierSchemes = {
  description:
    'The list that an identifier is taken from. A code means something only together with its scheme, and in some schemes only for a span of time.',
  values: {
    ISO3166_ALPHA2: 'The two-letter country code of ISO 3166-1: IN.',
    ISO3166_ALPHA3: 'The three-letter country code of ISO 3166-1: IND.',
    WIKIDATA: 'The item number in Wikidata, with its letter: Q668.',
    COW: 'The country number in the state system list of the Correlates of War project.',
    GLEDITSCH_WARD:
      'The country number in the list of independent states of Gleditsch and Ward (1999). It differs from COW in a few cases; UCDP GED gives it as gwnoa and gwnob.',
    FIPS10_4:
      'The two-letter country code of the withdrawn United States standard FIPS 10-4, which GDELT uses for places. Not the ISO code: AU is Austria in it, and AS is Australia.',
    ISO3166_NUMERIC:
      'The three-digit country code of ISO 3166-1, leading zeros kept. It is the same as the M49 code of the United Nations.',
    GEONAMES: 'The number of a place in the GeoNames gazetteer.',
    WIKIPEDIA:
      'An article in Wikipedia, as POLECAT gives it in Wikipedia Actor ID and Wikipedia Recipient ID.',
    CAMEO:
      'The actor code of CAMEO, made of groups of three letters: a country (IND) that a sector may follow (INDGOV).',
    UCDP: "The number of an actor in the datasets of the Uppsala Conflict Data Program, as in GED's side_a_new_id.",
    ICEWS: 'The name of the actor as ICEWS writes it; its published files give no number.',
    ACLED: 'The name of the actor as ACLED writes it; its published files give no number.',
    GDELT: 'The actor code of a GDELT row, in Actor1Code or Actor2Code. It is built from the codes of CAMEO.',
    X_HANDLE: 'The name of an account on X, without the @.',
  },
} as const;

/** The level of an office. */
export const officeRanks = {
  description:
    'The level of an office, for filters such as "mediation by a foreign minister". It ranks the office, not the person, and follows no published code list.',
  values: {
    HEAD_OF_STATE:
      'Monarch, president or another who represents the state as a whole, also one who leads the government as well.',
    HEAD_OF_GOVERNMENT:
      'Prime minister, chancellor or another who leads the government without being head of state.',
    DEPUTY_HEAD_OF_GOVERNMENT: 'Deputy prime minister or vice-chancellor.',
    FOREIGN_MINISTER:
      'The minister in charge of foreign affairs, under any title: foreign minister, secretary of state, external affairs minister.',
    MINISTER: 'A member of the government with another portfolio.',
    SENIOR_OFFICIAL:
      'A high official below the ministers: a deputy or permanent secretary, a national security adviser.',
    SPECIAL_ENVOY: 'One appointed for a conflict, region or subject, by a state or an organization.',
    AMBASSADOR: 'The head of a permanent mission to a state or an organization.',
    MILITARY_COMMAND: 'A commander or chief of staff of armed forces or of an armed group.',
    ORGANIZATION_HEAD:
      'The head of an international, regional or other organization, such as a secretary-general.',
    ORGANIZATION_OFFICIAL: 'Another official of an organization.',
    LEGISLATOR: 'A member of a parliament, its speaker included.',
    SPOKESPERSON: 'One whose post is to speak for a government, ministry or organization.',
    OTHER: 'An office of none of these levels, such as an editor or a party chair.',
  },
} as const;
