import { pick, randomFrom } from '../random.ts';

const starts = [
  'Al',
  'An',
  'Ar',
  'Bel',
  'Bor',
  'Cal',
  'Cor',
  'Dar',
  'Del',
  'Dor',
  'El',
  'Es',
  'Fal',
  'Gar',
  'Gol',
  'Hal',
  'Ir',
  'Jal',
  'Kar',
  'Kel',
  'Lan',
  'Lor',
  'Mar',
  'Mel',
  'Nar',
  'Nor',
  'Or',
  'Pal',
  'Per',
  'Qar',
  'Ras',
  'Rub',
  'Sal',
  'Ser',
  'Tal',
  'Tor',
  'Ul',
  'Val',
  'Ver',
  'Wal',
  'Yar',
  'Zan',
  'Zel',
  'Šar',
  'Žel',
  'Çel',
  'Ñan',
  'Øst',
  'Éri',
  'Ís',
];
const middles = [
  'a',
  'e',
  'i',
  'o',
  'u',
  'an',
  'en',
  'is',
  'or',
  'ub',
  'ak',
  'im',
  'ov',
  'és',
  'ñi',
  'ül',
  'ão',
  'ić',
];
const stateEnds = ['stan', 'land', 'ia', 'ova', 'mark', 'onia', 'istán', 'ra', 'via', 'esh', 'bar', 'dor'];
const personEnds = [
  'dar',
  'bio',
  'son',
  'ez',
  'ov',
  'han',
  'ski',
  'mann',
  'ero',
  'ić',
  'oğlu',
  'aš',
  'ini',
  'wala',
  'sen',
];
const given = [
  'Ishak',
  'Marco',
  'Anna',
  'José',
  'Amina',
  'Priya',
  'Vikram',
  'Omar',
  'Lúcia',
  'Søren',
  'Zoë',
  'Emil',
  'Noor',
  'Tariq',
  'Sanna',
  'Björn',
  'Inés',
  'Kofi',
  'Wen',
  'Yuki',
  'Milan',
  'Ana',
  'Peter',
  'Ruth',
  'Chidi',
  'Farah',
  'Leïla',
  'Tomáš',
];
const bodies = [
  'Ministry of Foreign Affairs',
  'Cabinet',
  'Parliament',
  'Security Council',
  'Supreme Court',
  'Armed Forces',
];
const organizations = [
  'Union',
  'League',
  'Organization for Peace',
  'Cooperation Council',
  'Red Aid',
  'Liberation Front',
];
const media = ['Times', 'Herald', 'News Agency', 'Broadcasting', 'Tribune', 'Observer', 'Post'];

export const verbs = [
  'offers to mediate between',
  'condemns',
  'meets',
  'calls on',
  'warns',
  'thanks',
  'visits',
  'rejects talks with',
  'welcomes',
  'accuses',
  'proposes a ceasefire to',
  'phones',
  'praises',
  'sanctions',
  'denies any deal with',
  'signs an accord with',
];

/** Words of reports, the frequent ones first. */
const words = [
  'talks',
  'ceasefire',
  'border',
  'minister',
  'statement',
  'bilateral',
  'mediation',
  'offer',
  'peace',
  'dialogue',
  'water',
  'treaty',
  'security',
  'forces',
  'attack',
  'agreement',
  'president',
  'envoy',
  'sanctions',
  'delegation',
  'troops',
  'trade',
  'summit',
  'prisoners',
  'negotiations',
  'withdrawal',
  'parliament',
  'resolution',
  'council',
  'terrorism',
  'response',
  'condition',
  'proposal',
  'neutral',
  'venue',
  'spokesperson',
  'claims',
  'denial',
  'understanding',
  'escalation',
  'restraint',
  'airspace',
  'embassy',
  'diplomats',
  'hotline',
  'commanders',
  'missiles',
  'drones',
  'shelling',
  'civilians',
  'refugees',
  'humanitarian',
  'corridor',
  'observers',
  'verification',
  'guarantees',
  'sovereignty',
  'territory',
  'elections',
  'transition',
  'amnesty',
  'disarmament',
  'militia',
  'blockade',
  'harbour',
  'pipeline',
  'energy',
  'currency',
  'debt',
  'tariffs',
  'visas',
  'consulate',
  'communiqué',
  'façade',
  'détente',
  'rapprochement',
  'coup',
  'junta',
  'caretaker',
  'opposition',
  'coalition',
  'archipelago',
  'glacier',
  'ridge',
  'valley',
  'river',
  'dam',
  'canal',
  'strait',
  'island',
  'enclave',
  'outpost',
  'checkpoint',
];
const links = [
  'the',
  'of',
  'and',
  'on',
  'over',
  'in',
  'with',
  'after',
  'before',
  'about',
  'for',
  'against',
  'under',
  'to',
];

export interface Names {
  readonly states: string[];
  readonly places: string[];
  /** The name of each actor by its number, from 1; the hottest first. */
  readonly actors: { name: string; kind: string; slug: string }[];
}

/** Names that are nobody's, with accents among them; the same for the same seed. */
export function makeNames(seed: number, actorCount: number, placeCount: number): Names {
  const random = randomFrom(seed);
  const taken = new Set<string>();
  const unique = (make: () => string): string => {
    for (;;) {
      const name = make();
      const key = slugify(name);
      if (taken.has(key)) continue;
      taken.add(key);
      return name;
    }
  };
  const stem = () =>
    pick(random, starts) + pick(random, middles) + (random() < 0.3 ? pick(random, middles) : '');
  const states = Array.from({ length: Math.min(60, Math.ceil(actorCount / 10)) }, () =>
    unique(() => stem() + pick(random, stateEnds)),
  );
  const person = () => `${pick(random, given)} ${stem()}${pick(random, personEnds)}`;
  const nameOf = (kind: string): string => {
    if (kind === 'PERSON') return person();
    if (kind === 'MEDIA') return `${stem()} ${pick(random, media)}`;
    if (kind === 'COLLECTIVE') return `people of ${stem()}${pick(random, stateEnds)}`;
    if (kind === 'UNIDENTIFIED') return `unnamed officials in ${stem()}`;
    if (kind === 'COMPANY') return `${stem()} Lines`;
    if (/GOVERNMENT|ARMED_FORCES|PARTY/.test(kind))
      return `${pick(random, bodies)} of ${pick(random, states)} ${stem()}`;
    return `${stem()} ${pick(random, organizations)}`;
  };
  const actors = Array.from({ length: actorCount }, (_, index) => {
    const state = index % 3 === 0 ? states[index / 3] : undefined;
    const kind = state ? 'STATE' : pick(random, kinds);
    const name = state ?? unique(() => nameOf(kind));
    return { name, kind, slug: slugify(name) };
  });
  const places = Array.from({ length: placeCount }, () =>
    unique(() => stem() + pick(random, ['pur', 'abad', 'ton', 'grad', 'ville', 'ão'])),
  );
  return { states, places, actors };
}

/** Half of the actors are persons. */
const kinds = [
  ...Array<string>(10).fill('PERSON'),
  'GOVERNMENT_BODY',
  'GOVERNMENT_BODY',
  'ARMED_FORCES',
  'INTERNATIONAL_ORGANIZATION',
  'REGIONAL_ORGANIZATION',
  'NON_STATE_ARMED_GROUP',
  'NGO',
  'POLITICAL_PARTY',
  'MEDIA',
  'MEDIA',
  'COMPANY',
  'COLLECTIVE',
  'UNIDENTIFIED',
];

/** Sentences of 5 to 14 words. As in prose, the frequency of a word falls with its rank: most are rare. */
export function makeSentences(seed: number, count: number): string[] {
  const random = randomFrom(seed + 1);
  const made = () =>
    pick(random, starts) + pick(random, middles) + pick(random, middles) + pick(random, personEnds);
  const known = [...words, ...Array.from({ length: rareWords }, made)];
  const word = () =>
    known[Math.floor(offset * ((known.length + offset) / offset) ** random() - offset)] ?? '';
  return Array.from({ length: count }, () =>
    Array.from({ length: 5 + Math.floor(random() * 10) }, (_, index) =>
      index % 2 === 1 ? pick(random, links) : word(),
    ).join(' '),
  );
}

const rareWords = 4000;
/** Keeps the most frequent word from being in every text. */
const offset = 8;

export function slugify(name: string): string {
  const folded = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return folded
    .replace(/ø/g, 'o')
    .replace(/ı/g, 'i')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
