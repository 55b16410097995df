import { createInterface } from 'node:readline';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { Stop } from '../stop.ts';

/** Digits of a digest that are typed to sign it. */
const TYPED = 8;

/** Asks for the first digits of a digest, so that nobody signs by the return key; a `Stop` where they are not typed. */
export async function confirmDigest(digest: string, { output, stdin }: Context): Promise<void> {
  const expected = digest.slice('sha256:'.length, 'sha256:'.length + TYPED);
  output.note(`type the first ${TYPED} digits of the digest to sign it:`);
  const typed = await firstLine(stdin);
  if (typed === expected) return;
  const got = typed === undefined ? 'nothing was typed' : 'these are not the first digits of the digest';
  throw new Stop(EXIT.usage, `${got}; nothing was signed (--yes signs without asking)`);
}

async function firstLine(stdin: Context['stdin']): Promise<string | undefined> {
  const lines = createInterface({ input: stdin });
  try {
    for await (const line of lines) return line.trim().toLowerCase();
    return undefined;
  } finally {
    lines.close();
  }
}
