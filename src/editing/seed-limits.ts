import { Lexer } from 'yaml';

/** Bytes that one file may have: more than an editor handles well. */
export const maxFileBytes = 10 * 1024 * 1024;
export const maxFiles = 1000;

/** The parser takes seconds for a million tokens; one claim is about sixty. */
const maxTokens = 2_000_000;
/** The parser calls itself at every level and may end the process when the stack is full; a seed needs seven levels. */
const maxNesting = 50;
const maxIndentation = 200;

/**
 * Why a YAML text is more than the parser can be given, with the offset where that shows; null where it is not.
 * Reads tokens one by one and builds nothing.
 */
export function findExcess(text: string): { offset: number; message: string } | null {
  let offset = 0;
  let tokens = 0;
  let brackets = 0;
  let dashes = 0;
  let startsLine = true;
  for (const token of new Lexer().lex(text)) {
    if (markers.has(token)) continue;
    tokens += 1;
    if (token === '[' || token === '{') brackets += 1;
    else if (token === ']' || token === '}') brackets = Math.max(0, brackets - 1);
    else if (token === '-' || token === '?') dashes += 1;
    const isIndentation = startsLine && /^ +$/.test(token);
    if (brackets > maxNesting || dashes > maxNesting || (isIndentation && token.length > maxIndentation))
      return { offset, message: `the nesting is deeper than the ${maxNesting} levels that are read` };
    if (tokens > maxTokens)
      return { offset, message: `the file goes beyond ${maxTokens} YAML tokens here; split it into several` };
    startsLine = token.endsWith('\n');
    if (startsLine) dashes = 0;
    offset += token.length;
  }
  return null;
}

/** Tokens of the lexer that stand for structure and not for text: start of document, end of flow, scalar ahead. */
const markers: ReadonlySet<string> = new Set(['\x02', '\x18', '\x1f']);
