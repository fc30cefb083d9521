import { vocabularyType } from '../kernel/builder.ts';
import { codingSchemes, quadClasses } from './code.vocabulary.ts';

export const CodingSchemeRef = vocabularyType('CodingScheme', codingSchemes);
export const QuadClassRef = vocabularyType('QuadClass', quadClasses);
