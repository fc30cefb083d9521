/** The part of the untyped `edtf` package that is read here: its grammar for one date without a clock time. */
declare module 'edtf' {
  export interface ParsedDate {
    type: string;
    /** Year, month (0 to 11, or a season's code) and day, as far as the date gives them. */
    values: number[];
    /** The digits given as X: bit n for digit n of YYYYMMDD. */
    unspecified?: number;
  }
  export function parse(text: string, constraints?: { level?: number; types?: string[] }): ParsedDate;
}
