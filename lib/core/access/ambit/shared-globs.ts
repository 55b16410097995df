import type { Glob } from '../../policy/glob.ts';
import { type ArnGlob, type ArnReading, arnGlobOfTemplate, parseTemplate } from '../../policy/template.ts';

/** Patterns that are remembered; when there are more, all are forgotten. */
const MOST_REMEMBERED = 20_000;
const remembered = new Map<string, Glob>();
const names = new WeakMap<Glob, string>();

/** A pattern as a text: equal for equal patterns. */
export function nameOfGlob(glob: Glob): string {
  const known = names.get(glob);
  if (known !== undefined) return known;
  const name = glob.join();
  names.set(glob, name);
  return name;
}

/**
 * Equal patterns as one object, so that what is known of a pattern is found by identity. Two equal patterns that are two
 * objects, because one was forgotten in between, only cost time.
 */
export function sharedGlob(glob: Glob): Glob {
  const name = nameOfGlob(glob);
  const known = remembered.get(name);
  if (known !== undefined) return known;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(name, glob);
  return glob;
}

const arns: Readonly<Record<ArnReading, Map<string, ArnGlob>>> = { 'segment-wise': new Map(), crossing: new Map() };

/** The pattern of an ARN without variables, shared; policies name the same ones again and again. */
export function sharedArnGlob(text: string, reading: ArnReading): ArnGlob {
  const ofReading = arns[reading];
  const known = ofReading.get(text);
  if (known !== undefined) return known;
  const read = arnGlobOfTemplate(parseTemplate(text, '2008-10-17'), () => undefined, reading);
  const arn = read.kind === 'glob' ? { kind: read.kind, glob: sharedGlob(read.glob) } : read;
  if (ofReading.size >= MOST_REMEMBERED) ofReading.clear();
  ofReading.set(text, arn);
  return arn;
}
