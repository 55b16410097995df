import { gunzipSync, gzipSync } from 'node:zlib';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { StoreFault } from '../../ports/store-fault.ts';
import type { Item } from './table.ts';

/** A text up to this many bytes is kept as it is: what is longer costs another unit of writing for each 1024 bytes. */
const PLAIN = 900;
/** Bytes of one part: an item takes 400 KB with its keys and names. */
const PART = 350_000;
/** Bytes of the longest text: many times what AWS lets policies and records of one call grow to. */
const LONGEST = 64 * 1024 * 1024;

/** A text as attributes of items, one for each part, at least one: `text`, or gzip in `packed` cut into parts. */
export type PackedText = readonly Readonly<Record<string, AttributeValue>>[];

/** Packs a text so that each part fits an item. A `StoreFault` TOO_LARGE past 64 MiB. */
export function packText(text: string): PackedText {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.byteLength <= PLAIN) return [{ text: { S: text } }];
  if (bytes.byteLength > LONGEST) {
    throw new StoreFault('TOO_LARGE', `a text of ${bytes.byteLength} bytes is not kept; the most is ${LONGEST}`);
  }
  const packed = gzipSync(bytes);
  const parts: { readonly packed: AttributeValue }[] = [];
  for (let at = 0; at < packed.byteLength; at += PART) parts.push({ packed: { B: packed.subarray(at, at + PART) } });
  return parts;
}

/** The text of the items that hold its parts, in order. A `StoreFault` CORRUPT where they are not what `packText` made. */
export function unpackText(parts: readonly Item[]): string {
  const plain = parts[0]?.['text']?.S;
  if (plain !== undefined) return plain;
  const packed = parts.map((part) => part['packed']?.B ?? new Uint8Array());
  try {
    return gunzipSync(Buffer.concat(packed), { maxOutputLength: LONGEST }).toString('utf8');
  } catch (cause) {
    throw new StoreFault('CORRUPT', 'a packed text cannot be unpacked; restore the table to a point in time', {
      cause,
    });
  }
}
