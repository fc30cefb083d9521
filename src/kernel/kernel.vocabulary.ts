/** How fine a date is, from its string alone. */
export const datePrecisions = {
  description:
    'How finely a date is given: its smallest unit, or INTERVAL or SET where it consists of several dates. The forms are those of the Extended Date/Time Format (EDTF, ISO 8601-2), with HOUR and MINUTE for the clock times that this service adds.',
  values: {
    CENTURY: 'A century, written with two unspecified digits: 19XX (EDTF level 1).',
    DECADE: 'A decade, written with one unspecified digit: 202X (EDTF level 1).',
    YEAR: 'A year: 2025 (EDTF level 0).',
    SEASON:
      'A season of a year, the numbers 21 to 24 in place of a month: 2025-21 is spring 2025 (EDTF level 1).',
    MONTH: 'A month of a year: 2025-05 (EDTF level 0).',
    DAY: 'A calendar day: 2025-05-11 (EDTF level 0).',
    HOUR: 'An hour of a day: 2025-05-11T08. An extension of this service to EDTF.',
    MINUTE: 'A minute of a day: 2025-05-11T08:17. An extension of this service to EDTF.',
    SECOND: 'A second of a day: 2025-05-11T08:17:00 (EDTF level 0).',
    INTERVAL:
      'A span from one date to another, either end of which may be open or unknown: 2025-05-07/2025-05-10, ../2025-05-06 (EDTF levels 0 and 1).',
    SET: 'Several dates or ranges, of which one holds ([…]) or all hold ({…}): {..2025-05-06,2025-05-11..} (EDTF level 2).',
    UNKNOWN: 'A date of which nothing is known: XXXX or /.',
  },
} as const;

/** Parts of a date that an editor may have supplied. */
export const dateParts = {
  description:
    "A part of a date that the source leaves out and the editor supplied from the context, such as the year of 'May 11' in an article printed in 2025.",
  values: {
    YEAR: 'The year is inferred.',
    MONTH: 'The month is inferred.',
    DAY: 'The day of the month is inferred.',
    TIME_ZONE: 'The time zone of a time of day is inferred.',
  },
} as const;

/** Why a value that could be there is not. */
export const absences = {
  description:
    'Why a record has no value where it could have one. It stands beside the empty value and is set exactly when that value is null.',
  values: {
    NOT_STATED: 'The sources are silent: they neither give the value nor say that it is unknown.',
    UNKNOWN:
      'A source says that the value is not known, or speaks of it without naming it, as in "a neutral venue".',
    NONE: 'There is no value to give: what the field asks for does not exist.',
  },
} as const;

/** How a vague date is held against a range. */
export const dateMatches = {
  description:
    'How a date filter treats a date that is vague. Dates are compared on the calendar, without time zones; a record without a date matches neither way.',
  values: {
    DEFINITE:
      'Every moment that the date may be lies inside the range. An open end of the date (..) lies only in a range that is open likewise, an unknown end (nothing behind the slash) in none.',
    POSSIBLE: 'Some moment that the date may be lies inside the range.',
  },
} as const;

/** Ascending or descending. */
export const orderDirections = {
  description: 'The direction of an order. Ties are broken by id, so that pages never overlap.',
  values: {
    ASC: 'Earliest first. A date with an open start comes before all others; a record without a date comes last.',
    DESC: 'Latest first. A record without a date comes last.',
  },
} as const;
