import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** One line of a text without its line break, or the fact that it was longer than the limit. Lines count from 1. */
export type TextLine =
  | { readonly kind: 'line'; readonly number: number; readonly text: string }
  | { readonly kind: 'too-long'; readonly number: number };

/**
 * The lines of UTF-8 text (the path of a file, or its bytes), decompressed where it begins like gzip (RFC 1952), whatever
 * its name. Streams: memory is bounded by the longest line. Throws what reading or decompressing throws, after the lines
 * that came before.
 */
export async function* linesOf(source: string | AsyncIterable<Uint8Array>, longest: number): AsyncGenerator<TextLine> {
  const decoder = new TextDecoder();
  let line = openLine(1);
  for await (const chunk of await plainBytes(typeof source === 'string' ? createReadStream(source) : source)) {
    const pieces = decoder.decode(chunk, { stream: true }).split('\n');
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) {
        yield closed(line);
        line = openLine(line.number + 1);
      }
      add(line, piece, longest);
    }
  }
  add(line, decoder.decode(), longest);
  if (line.length > 0) yield closed(line);
}

interface OpenLine {
  readonly number: number;
  pieces: string[] | undefined;
  length: number;
}

function openLine(number: number): OpenLine {
  return { number, pieces: [], length: 0 };
}

function add(line: OpenLine, piece: string, longest: number): void {
  line.length += piece.length;
  if (line.length > longest) line.pieces = undefined;
  line.pieces?.push(piece);
}

function closed({ number, pieces }: OpenLine): TextLine {
  if (pieces === undefined) return { kind: 'too-long', number };
  const text = pieces.join('');
  return { kind: 'line', number, text: text.endsWith('\r') ? text.slice(0, -1) : text };
}

async function plainBytes(bytes: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const chunks = bytes[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done === true) return Readable.from([]);
  const all = joined(first.value, chunks);
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) return all;
  // the fault of either stream reaches the reader through the last one
  return pipeline(Readable.from(all), createGunzip(), () => {});
}

async function* joined(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    // closes the file where the reader stops early
    await rest.return?.();
  }
}
