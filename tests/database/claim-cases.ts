import { json, notADate, type TableCases } from './constraint-case.ts';

/** A claim on the first event, with these columns beside the required ones. */
const claim = (columns: string, values: string, [column, id] = ['event_id', 'uuid_of(7, 1)']) =>
  `INSERT INTO claim (id, source_id, directness, ${column}, ${columns})
   VALUES (gen_random_uuid(), uuid_of(6, 1), 'NARRATOR', ${id}, ${values})`;
const voiced = [
  `INSERT INTO claim (id, source_id, directness, event_id, field, depth, root_speaker_id)
   VALUES (uuid_of(11, 999), uuid_of(6, 1), 'NARRATOR', uuid_of(7, 1), 'OCCURRENCE', 1, uuid_of(1, 1))`,
  `INSERT INTO attribution (claim_id, position, act, speaker_id) VALUES (uuid_of(11, 999), 1, 'ASSERT', uuid_of(1, 1))`,
];

/** Every constraint of a single claim, voice or side. */
export const claimCases: Record<string, TableCases> = {
  claim: {
    has_exactly_one_subject: {
      refused: [
        claim('field, attempt_id', `'OCCURRENCE', uuid_of(8, 1)`),
        claim('field', `'OCCURRENCE'`, ['event_id', 'NULL']),
      ],
      taken: [
        claim('field', `'OCCURRENCE'`),
        claim('field', `'OCCURRENCE'`, ['conflict_id', 'uuid_of(3, 1)']),
      ],
    },
    value_fits_the_field: {
      refused: [
        claim('field, value_textual', `'OCCURRENCE', 'yes'`),
        claim('field, value_text', `'DATE', '2025'`),
        claim(
          'field, value_text, value_date, value_actor_id',
          `'DATE', '2025', ${json('2025')}, uuid_of(1, 1)`,
        ),
        claim('field, value_text, value_actor_id', `'PLACE', 'x', uuid_of(1, 1)`),
        claim('field, value_text, value_place_id, value_textual', `'PLACE', 'x', uuid_of(2, 1), 'x'`),
        claim('field, value_text, value_actor_id', `'PARTICIPANT', 'x', uuid_of(1, 1)`),
        claim('field, value_text, value_role', `'PARTICIPANT', 'x', 'HOST'`),
        claim('field, value_text', `'INITIATOR', 'x'`),
        claim('field, value_text, value_actor_id, value_textual', `'MEDIATOR', 'x', uuid_of(1, 1), 'x'`),
        claim('field, value_text, value_place_id', `'ORIGINATOR', 'x', uuid_of(2, 1)`, [
          'attempt_id',
          'uuid_of(8, 1)',
        ]),
        claim('field, value_text, value_event_id', `'RELATION', 'x', uuid_of(7, 2)`),
        claim('field, value_text', `'LABEL', 'x'`),
        claim('field, value_text, value_textual, value_role', `'OTHER', 'x', 'x', 'HOST'`),
      ],
      taken: [
        claim('field, value_text, value_date', `'DATE', '2025', ${json('2025')}`),
        claim('field, value_text, value_place_id', `'PLACE', 'place-1', uuid_of(2, 1)`),
        claim('field, value_text, value_textual', `'PLACE', 'a neutral venue', 'a neutral venue'`),
        claim('field, value_text, value_actor_id, value_role', `'PARTICIPANT', 'x', uuid_of(1, 1), 'HOST'`),
        claim('field, value_text, value_actor_id', `'INITIATOR', 'x', uuid_of(1, 1)`),
        claim('field, value_text, value_textual', `'MEDIATOR', 'x', 'x'`),
        claim('field, value_text, value_actor_id', `'ORIGINATOR', 'x', uuid_of(1, 1)`, [
          'attempt_id',
          'uuid_of(8, 1)',
        ]),
        claim(
          'field, value_text, value_event_id, value_relation',
          `'RELATION', 'x', uuid_of(7, 2), 'BEFORE'`,
        ),
        claim('field, value_text, value_textual', `'LABEL', 'war', 'war'`),
      ],
    },
    value_has_its_text: {
      refused: [claim('field, value_textual', `'LABEL', 'war'`)],
      taken: [claim('field, value_text, value_textual', `'LABEL', 'war', 'war'`)],
    },
    value_is_one_of_its_vocabulary: {
      refused: [
        claim('field, value_text, value_textual', `'RESPONSE', 'NO', 'NO'`, [
          'response_id',
          'uuid_of(10, 1)',
        ]),
        claim('field, value_text, value_textual', `'OUTCOME', 'PEACE', 'PEACE'`, [
          'attempt_id',
          'uuid_of(8, 1)',
        ]),
        claim('field, value_text, value_textual', `'STANCE', 'REJECTED', 'REJECTED'`, [
          'position_id',
          'uuid_of(9, 1)',
        ]),
        ...['0', '-1', '1.5', 'many', '1234567890', '60~~', ''].map((count) =>
          claim('field, value_text, value_textual', `'COUNT', 'x', '${count}'`),
        ),
      ],
      taken: [
        claim('field, value_text, value_textual', `'RESPONSE', 'x', 'REJECTED'`, [
          'response_id',
          'uuid_of(10, 1)',
        ]),
        claim('field, value_text, value_textual', `'OUTCOME', 'x', 'CEASEFIRE'`, [
          'attempt_id',
          'uuid_of(8, 1)',
        ]),
        claim('field, value_text, value_textual', `'STANCE', 'x', 'REJECT'`, [
          'position_id',
          'uuid_of(9, 1)',
        ]),
        claim('field, value_text, value_textual', `'COUNT', 'x', '60~'`),
        claim('field, value_text, value_textual', `'COUNT', 'x', '123456789'`),
      ],
    },
    field_fits_the_subject: {
      refused: [
        claim('field, value_text, value_textual', `'RESPONSE', 'x', 'REJECTED'`),
        claim('field, value_text, value_textual', `'STANCE', 'x', 'REJECT'`),
        claim('field, value_text, value_textual', `'OUTCOME', 'x', 'CEASEFIRE'`),
        claim('field, value_text, value_textual', `'ORIGINATOR', 'x', 'somebody'`),
        claim('field, value_text, value_textual', `'COUNT', 'x', '3'`, ['attempt_id', 'uuid_of(8, 1)']),
        claim(
          'field, value_text, value_event_id, value_relation',
          `'RELATION', 'x', uuid_of(7, 2), 'BEFORE'`,
          ['attempt_id', 'uuid_of(8, 1)'],
        ),
        claim('field, value_text, value_textual', `'INITIATOR', 'x', 'somebody'`, [
          'position_id',
          'uuid_of(9, 1)',
        ]),
        claim('field, value_text, value_textual', `'MEDIATOR', 'x', 'somebody'`, [
          'conflict_id',
          'uuid_of(3, 1)',
        ]),
        claim('field, value_text, value_actor_id, value_role', `'PARTICIPANT', 'x', uuid_of(1, 1), 'HOST'`, [
          'response_id',
          'uuid_of(10, 1)',
        ]),
      ],
      taken: [
        claim('field, value_text, value_textual', `'INITIATOR', 'x', 'somebody'`, [
          'attempt_id',
          'uuid_of(8, 1)',
        ]),
      ],
    },
    value_date_is_a_date: {
      refused: notADate.map((date) => claim('field, value_text, value_date', `'DATE', 'x', ${date}`)),
      taken: [claim('field, value_text, value_date', `'DATE', 'x', ${json('2025')}`)],
    },
    passage_is_short: {
      refused: [
        claim('field, passage_exact', `'OCCURRENCE', ''`),
        claim('field, passage_exact', `'OCCURRENCE', repeat('é', 301)`),
        claim('field, passage_exact, passage_prefix', `'OCCURRENCE', 'x', repeat('x', 101)`),
        claim('field, passage_exact, passage_suffix', `'OCCURRENCE', 'x', repeat('x', 101)`),
      ],
      taken: [
        claim(
          'field, passage_exact, passage_prefix, passage_suffix',
          `'OCCURRENCE', repeat('é', 300), repeat('x', 100), repeat('x', 100)`,
        ),
      ],
    },
    passage_has_both_offsets_and_their_unit: {
      refused: [
        claim('field, passage_start', `'OCCURRENCE', 1`),
        claim('field, passage_start, passage_end', `'OCCURRENCE', 1, 2`),
        claim('field, passage_unit', `'OCCURRENCE', 'CODE_POINT'`),
      ],
      taken: [claim('field, passage_start, passage_end, passage_unit', `'OCCURRENCE', 1, 2, 'AS_PUBLISHED'`)],
    },
    passage_offsets_are_in_order: {
      refused: [
        claim('field, passage_start, passage_end, passage_unit', `'OCCURRENCE', 2, 2, 'AS_PUBLISHED'`),
        claim('field, passage_start, passage_end, passage_unit', `'OCCURRENCE', -1, 2, 'AS_PUBLISHED'`),
      ],
      taken: [claim('field, passage_start, passage_end, passage_unit', `'OCCURRENCE', 0, 1, 'CODE_POINT'`)],
    },
    passage_fits_its_offsets: {
      refused: [
        claim(
          'field, passage_exact, passage_start, passage_end, passage_unit',
          `'OCCURRENCE', 'four', 0, 5, 'CODE_POINT'`,
        ),
      ],
      taken: [
        claim(
          'field, passage_exact, passage_start, passage_end, passage_unit',
          `'OCCURRENCE', 'four', 0, 4, 'CODE_POINT'`,
        ),
        claim(
          'field, passage_exact, passage_start, passage_end, passage_unit',
          `'OCCURRENCE', '🕊', 0, 1, 'CODE_POINT'`,
        ),
        claim(
          'field, passage_exact, passage_start, passage_end, passage_unit',
          `'OCCURRENCE', 'four', 0, 9, 'AS_PUBLISHED'`,
        ),
      ],
    },
    context_needs_a_passage: {
      refused: [
        claim('field, passage_prefix', `'OCCURRENCE', 'x'`),
        claim('field, passage_suffix', `'OCCURRENCE', 'x'`),
      ],
      taken: [claim('field, passage_exact, passage_prefix', `'OCCURRENCE', 'x', 'y'`)],
    },
    retraction_has_a_reason: {
      refused: [
        claim('field, status', `'OCCURRENCE', 'RETRACTED'`),
        claim('field, retraction_reason', `'OCCURRENCE', 'Why'`),
      ],
      taken: [claim('field, status, retraction_reason', `'OCCURRENCE', 'RETRACTED', 'Why'`)],
    },
    supersedes_another: {
      refused: ['UPDATE claim SET supersedes_id = id WHERE id = uuid_of(11, 1)'],
      taken: ['UPDATE claim SET supersedes_id = uuid_of(11, 4) WHERE id = uuid_of(11, 1)'],
    },
    root_speaker_needs_a_chain: {
      refused: [claim('field, root_speaker_id', `'OCCURRENCE', uuid_of(1, 1)`)],
      taken: [voiced],
    },
    dataset_is_named: {
      refused: [
        claim('field, origin', `'OCCURRENCE', 'DATASET'`),
        claim('field, dataset_id', `'OCCURRENCE', uuid_of(5, 1)`),
      ],
      taken: [claim('field, origin, dataset_id', `'OCCURRENCE', 'DATASET', uuid_of(5, 1)`)],
    },
  },
  attribution: {
    chain_is_bounded: {
      refused: [
        `UPDATE attribution SET position = 51 WHERE claim_id = uuid_of(11, 1)`,
        `UPDATE attribution SET position = 0 WHERE claim_id = uuid_of(11, 1)`,
      ],
      taken: [],
    },
    voice_is_one_of_speaker_and_text: {
      refused: [
        `UPDATE attribution SET speaker_text = 'an official' WHERE claim_id = uuid_of(11, 1)`,
        'UPDATE attribution SET speaker_id = NULL WHERE claim_id = uuid_of(11, 1)',
      ],
      taken: [
        [
          `UPDATE attribution SET speaker_id = NULL, speaker_text = 'an official' WHERE claim_id = uuid_of(11, 1)`,
          'UPDATE claim SET root_speaker_id = NULL WHERE id = uuid_of(11, 1)',
        ],
      ],
    },
    inferred_hearer_is_named: {
      refused: ['UPDATE attribution SET hearer_inferred = true WHERE claim_id = uuid_of(11, 1)'],
      taken: [
        'UPDATE attribution SET hearer_inferred = true, hearer_id = uuid_of(1, 2) WHERE claim_id = uuid_of(11, 1)',
      ],
    },
    said_is_a_date: {
      refused: notADate.map((date) => `UPDATE attribution SET said = ${date}`),
      taken: [`UPDATE attribution SET said = ${json('2025-05')}`],
    },
  },
  disagreement: {
    has_exactly_one_subject: {
      refused: [
        'UPDATE disagreement SET event_id = NULL',
        'UPDATE disagreement SET position_id = uuid_of(9, 1)',
      ],
      taken: ['UPDATE disagreement SET event_id = NULL, position_id = uuid_of(9, 1)'],
    },
  },
  disagreement_side: {
    value_date_is_a_date: {
      refused: notADate.map((date) => `UPDATE disagreement_side SET value_date = ${date}`),
      taken: [`UPDATE disagreement_side SET value_date = ${json('2025')}`],
    },
    side_has_claims: {
      refused: ['UPDATE disagreement_side SET claim_count = 0'],
      taken: ['UPDATE disagreement_side SET claim_count = 3'],
    },
  },
};
