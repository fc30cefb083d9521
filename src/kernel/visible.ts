/**
 * A character that leaves a mark. Spaces, control and format characters leave none, nor do fillers and the blanks of
 * Braille (U+2800) and of musical notes (U+1D159), which Unicode counts among letters and symbols.
 */
const visible = /[^\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{Default_Ignorable_Code_Point}\u2800\u{1D159}]/u;

/** Whether there is anything in a text that can be seen. */
export function hasVisible(text: string): boolean {
  return visible.test(text);
}
