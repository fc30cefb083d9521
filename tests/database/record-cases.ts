import { json, notADate, type TableCases } from './constraint-case.ts';

const event = (set: string) => `UPDATE event SET ${set} WHERE id = uuid_of(7, 1)`;
const mediation = (set: string) => `UPDATE mediation_attempt SET ${set} WHERE id = uuid_of(8, 1)`;
const position = (set: string) => `UPDATE position SET ${set} WHERE id = uuid_of(9, 1)`;
export const identifier = (values: string) =>
  `INSERT INTO identifier (id, actor_id, place_id, position, scheme, value, valid_from, valid_to) VALUES (gen_random_uuid(), ${values})`;
const tenure = (started: string, ended: string) =>
  `INSERT INTO tenure (id, holder_id, office_id, started, ended) SELECT gen_random_uuid(), a.id, o.id, ${started}, ${ended}
   FROM office o, (SELECT uuid_of(1, 3) AS id) a`;
const office = [
  `UPDATE actor SET kind = 'PERSON' WHERE id = uuid_of(1, 3)`,
  `INSERT INTO office (id, slug, title, body_id, rank) VALUES (gen_random_uuid(), 'an-office', 'Office', uuid_of(1, 1), 'OTHER')`,
];
const source = (set: string) => `UPDATE source SET ${set} WHERE id = uuid_of(6, 1)`;
const place = (set: string) => `UPDATE place SET ${set} WHERE id = uuid_of(2, 1)`;
const retraction = (update: (set: string) => string): TableCases => ({
  retraction_has_a_reason: {
    refused: [update('retracted_at = now()'), update(`retraction_reason = 'Why'`)],
    taken: [update(`retracted_at = now(), retraction_reason = 'Why'`)],
  },
  dataset_is_named: {
    refused: [update(`origin = 'DATASET'`), update('dataset_id = uuid_of(5, 1)')],
    taken: [update(`origin = 'DATASET', dataset_id = uuid_of(5, 1)`)],
  },
});

const replaced = (update: (set: string) => string, kind: number): TableCases[string] => ({
  refused: [
    update(`replaced_by_id = uuid_of(${kind}, 2)`),
    update(`retracted_at = now(), retraction_reason = 'Why', replaced_by_id = uuid_of(${kind}, 1)`),
  ],
  taken: [update(`retracted_at = now(), retraction_reason = 'Why', replaced_by_id = uuid_of(${kind}, 2)`)],
});

const apiKey = (name: string, hash: string) =>
  `INSERT INTO api_key (id, name, role, secret_hash) VALUES (gen_random_uuid(), ${name}, 'READER', ${hash})`;
const revision = (values: string) =>
  `INSERT INTO revision (id, subject_id, kind, at, by, subject_type, version, changes, record)
   VALUES (gen_random_uuid(), gen_random_uuid(), 'CREATED', now(), 'x', ${values})`;
const sha256 = `sha256('x')`;

/** Every constraint of a single row, claims and what hangs on them aside. */
export const recordCases: Record<string, TableCases> = {
  identifier: {
    belongs_to_one: {
      refused: [
        identifier(`NULL, NULL, 1, 'COW', '1', NULL, NULL`),
        identifier(`uuid_of(1, 1), uuid_of(2, 1), 1, 'COW', '1', NULL, NULL`),
      ],
      taken: [
        identifier(`uuid_of(1, 1), NULL, 1, 'COW', '1', NULL, NULL`),
        identifier(`NULL, uuid_of(2, 1), 1, 'COW', '1', NULL, NULL`),
      ],
    },
    valid_from_is_not_after_valid_to: {
      refused: [identifier(`uuid_of(1, 1), NULL, 1, 'COW', '1', '2001-01-02', '2001-01-01'`)],
      taken: [identifier(`uuid_of(1, 1), NULL, 1, 'COW', '1', '2001-01-01', '2001-01-01'`)],
    },
    code_names_one_actor_at_a_time: {
      refused: [
        [
          identifier(`uuid_of(1, 1), NULL, 1, 'COW', '1', NULL, NULL`),
          identifier(`uuid_of(1, 2), NULL, 1, 'COW', '1', NULL, NULL`),
        ],
        [
          identifier(`uuid_of(1, 1), NULL, 1, 'COW', '1', NULL, '1990-12-31'`),
          identifier(`uuid_of(1, 2), NULL, 1, 'COW', '1', '1990-12-31', NULL`),
        ],
      ],
      taken: [
        [
          identifier(`uuid_of(1, 1), NULL, 1, 'COW', '1', NULL, '1990-12-31'`),
          identifier(`uuid_of(1, 2), NULL, 1, 'COW', '1', '1991-01-01', NULL`),
        ],
        [
          identifier(`uuid_of(1, 1), NULL, 1, 'COW', '1', NULL, NULL`),
          identifier(`uuid_of(1, 2), NULL, 1, 'UCDP', '1', NULL, NULL`),
        ],
        [
          identifier(`uuid_of(1, 1), NULL, 1, 'COW', '1', NULL, NULL`),
          identifier(`NULL, uuid_of(2, 2), 1, 'COW', '1', NULL, NULL`),
        ],
      ],
    },
    code_names_one_place_at_a_time: {
      refused: [
        [
          identifier(`NULL, uuid_of(2, 1), 1, 'GEONAMES', '1', NULL, NULL`),
          identifier(`NULL, uuid_of(2, 2), 1, 'GEONAMES', '1', '2020-01-01', NULL`),
        ],
      ],
      taken: [
        [
          identifier(`NULL, uuid_of(2, 1), 1, 'GEONAMES', '1', NULL, '2019-12-31'`),
          identifier(`NULL, uuid_of(2, 2), 1, 'GEONAMES', '1', '2020-01-01', NULL`),
        ],
      ],
    },
  },
  tenure: {
    started_is_a_date: {
      refused: notADate.map((date) => [...office, tenure(date, 'NULL')]),
      taken: [[...office, tenure(json('2024'), 'NULL')]],
    },
    ended_is_a_date: {
      refused: notADate.map((date) => [...office, tenure('NULL', date)]),
      taken: [[...office, tenure('NULL', json('2024'))]],
    },
    start_is_not_after_end: {
      refused: [[...office, tenure(json('2025'), json('2024'))]],
      taken: [
        [...office, tenure(json('2024'), json('2024'))],
        [...office, tenure(json('2024-05'), json('2024'))],
        [...office, tenure(json('2025'), json('2024/..'))],
      ],
    },
  },
  place: {
    point_is_whole: {
      refused: [place('latitude = 1'), place('longitude = 1')],
      taken: [place('latitude = 1, longitude = 1')],
    },
    point_is_on_earth: {
      refused: [
        place('latitude = 90.1, longitude = 0'),
        place('latitude = 0, longitude = -180.1'),
        place(`latitude = 'NaN', longitude = 0`),
      ],
      taken: [place('latitude = -90, longitude = 180')],
    },
  },
  source: {
    published_is_a_date: {
      refused: notADate.map((date) => source(`published = ${date}`)),
      taken: [source(`published = ${json('2025-05-11')}`)],
    },
    hash_is_sha256: {
      refused: [
        source(`content_sha256 = '${'A'.repeat(64)}'`),
        source(`content_sha256 = '${'a'.repeat(63)}'`),
        source(`content_sha256 = E'${'a'.repeat(64)}\\n'`),
      ],
      taken: [source(`content_sha256 = '${'a'.repeat(64)}'`)],
    },
    embedded_source_has_no_bytes_of_its_own: {
      refused: [source(`content_sha256 = '${'a'.repeat(64)}', embedded_in_id = uuid_of(6, 2)`)],
      taken: [source('embedded_in_id = uuid_of(6, 2)')],
    },
  },
  event: {
    date_is_a_date: {
      refused: notADate.map((date) => event(`date = ${date}`)),
      taken: [event(`date = ${json('[..2025-05-06]')}`), event(`date = ${json('/')}`)],
    },
    date_or_its_absence: {
      refused: [event('date = NULL'), event(`date_absence = 'UNKNOWN'`)],
      taken: [event(`date = NULL, date_absence = 'UNKNOWN'`)],
    },
    place_or_its_absence: {
      refused: [event('place_id = NULL'), event(`place_absence = 'NONE'`)],
      taken: [event(`place_id = NULL, place_absence = 'NONE'`)],
    },
    count_is_positive: { refused: [event('count = 0'), event('count = -1')], taken: [event('count = 1')] },
    approximate_needs_a_count: {
      refused: [event('count_approximate = true')],
      taken: [event('count_approximate = true, count = 60')],
    },
    only_a_retracted_record_is_replaced: replaced(event, 7),
    ...retraction(event),
  },
  mediation_attempt: {
    date_is_a_date: {
      refused: notADate.map((date) => mediation(`date = ${date}`)),
      taken: [mediation(`date = ${json('2025')}`)],
    },
    date_or_its_absence: {
      refused: [mediation('date = NULL'), mediation(`date_absence = 'NONE'`)],
      taken: [mediation(`date = NULL, date_absence = 'NONE'`)],
    },
    originator_or_its_absence: {
      refused: [
        mediation('proposal_originator_absence = NULL'),
        mediation('proposal_originator_id = uuid_of(1, 1)'),
      ],
      taken: [mediation('proposal_originator_absence = NULL, proposal_originator_id = uuid_of(1, 1)')],
    },
    only_a_retracted_record_is_replaced: replaced(mediation, 8),
    ...retraction(mediation),
  },
  party_response: {
    date_is_a_date: {
      refused: notADate.map((date) => `UPDATE party_response SET date = ${date}`),
      taken: [`UPDATE party_response SET date = ${json('2025-05')}`],
    },
  },
  position: {
    held_is_a_date: {
      refused: notADate.map((date) => position(`held = ${date}`)),
      taken: [position(`held = ${json('2025-05/..')}`), position('held = NULL')],
    },
    only_a_retracted_record_is_replaced: replaced(position, 9),
    ...retraction(position),
  },
  event_relation: {
    relation_is_to_another: {
      refused: [
        `INSERT INTO event_relation (event_id, position, type, other_id) VALUES (uuid_of(7, 1), 1, 'BEFORE', uuid_of(7, 1))`,
      ],
      taken: [
        `INSERT INTO event_relation (event_id, position, type, other_id) VALUES (uuid_of(7, 1), 1, 'BEFORE', uuid_of(7, 2))`,
      ],
    },
  },
  event_coding: {
    goldstein_is_on_its_scale: {
      refused: [
        'UPDATE event_coding SET goldstein = 10.1',
        'UPDATE event_coding SET goldstein = -11',
        `UPDATE event_coding SET goldstein = 'NaN'`,
      ],
      taken: ['UPDATE event_coding SET goldstein = -10'],
    },
  },
  api_key: {
    name_is_short: {
      refused: [apiKey(`''`, sha256), apiKey(`repeat('a', 101)`, sha256)],
      taken: [apiKey(`'a'`, sha256), apiKey(`repeat('é', 100)`, sha256)],
    },
    secret_is_hashed: {
      refused: [apiKey(`'a'`, `'secret'`), apiKey(`'a'`, `sha512('x')`)],
      taken: [apiKey(`'a'`, sha256)],
    },
  },
  revision: {
    subject_is_versioned: {
      refused: [revision(`'Issues', 1, '[]', '{}'`)],
      taken: [revision(`'Issue', 1, '[]', '{}'`)],
    },
    version_begins_at_one: {
      refused: [revision(`'Issue', 0, '[]', '{}'`)],
      taken: [revision(`'Issue', 1, '[]', '{}'`)],
    },
    changes_are_a_list: {
      refused: [revision(`'Issue', 1, '{}', '{}'`)],
      taken: [revision(`'Issue', 1, '[1]', '{}'`)],
    },
    record_is_rows_by_table: {
      refused: [revision(`'Issue', 1, '[]', '[]'`)],
      taken: [revision(`'Issue', 1, '[]', '{"issue": []}'`)],
    },
  },
  attempt_same_as: {
    attempt_is_another: {
      refused: ['INSERT INTO attempt_same_as VALUES (uuid_of(8, 1), uuid_of(8, 1))'],
      taken: ['INSERT INTO attempt_same_as VALUES (uuid_of(8, 1), uuid_of(8, 2))'],
    },
  },
};
