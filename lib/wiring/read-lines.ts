import { linesOf, type TextLine } from '../adapters/local/text-lines.ts';

/**
 * The lines of a file (by its path) or of a stream of bytes, gzip or not, in constant memory. Lines longer than `longest`
 * characters are only reported. Throws what reading or decompressing throws.
 */
export function readLines(source: string | AsyncIterable<Uint8Array>, longest: number): AsyncGenerator<TextLine> {
  return linesOf(source, longest);
}
