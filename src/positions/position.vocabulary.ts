/** Where the holder stands on the issue. */
export const stances = {
  description:
    'Where the holder stands on the issue. Three pairs of opposites: SUPPORT or ACCEPT against OPPOSE or REJECT, and AFFIRM_PREMISE against DENY_PREMISE; the choice between neighbours such as SUPPORT and ACCEPT makes no disagreement.',
  values: {
    SUPPORT: 'The holder speaks for it of its own accord, whether or not it was asked to agree.',
    ACCEPT:
      'The holder agrees to what others propose, or is open to it, without naming conditions. Weaker than SUPPORT.',
    ACCEPT_CONDITIONALLY: 'The holder agrees if its conditions are met; they are listed with the position.',
    NEUTRAL: 'The holder says that it takes no side.',
    AMBIGUOUS: "The holder's words can be read both ways. Nothing disagrees with it.",
    OPPOSE: 'The holder speaks against it as a matter of policy, whether or not it was proposed.',
    REJECT: 'The holder turns down what was proposed or asked. Narrower than OPPOSE.',
    AFFIRM_PREMISE:
      'The holder says that what the issue presupposes is so: that there was a mediation, that the territory is disputed.',
    DENY_PREMISE:
      'The holder says that what the issue presupposes is not so, and hence takes no stance for or against it.',
  },
} as const;

/** How openly a position is voiced. */
export const publicities = {
  description:
    'How the position became known: from the holder in public, from the holder in private, or through another.',
  values: {
    PUBLIC: 'The holder, or someone who speaks for the holder, voices it in public.',
    PRIVATE: 'The holder voices it behind closed doors, and it became known by a record or a leak.',
    RELAYED: "It is known only because another actor reports it: 'Rubio said that India says…'.",
    NOT_STATED: 'The sources do not say how the position was voiced.',
  },
} as const;

/** How a position relates to what the holder held before. */
export const continuities = {
  description:
    'How the position relates to the earlier one of the same holder on the same issue, as the sources describe it.',
  values: {
    NEW: 'The holder had no position on the issue before.',
    UNCHANGED: "The holder keeps an earlier position: 'India has consistently said…'.",
    SHIFTED: 'The holder moved without turning round: new conditions, another emphasis.',
    REVERSED: 'The holder gave up the earlier position for its opposite.',
    NOT_STATED: 'The sources say nothing of an earlier position.',
  },
} as const;
