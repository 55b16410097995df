import { DRILL_SUBJECT, isDrillFact } from '../../core/governance/ledger/drill.ts';
import type { Mode } from '../../core/governance/standards/standards.ts';
import type { Ledger } from '../../ports/ledger.ts';

/** The mode that counts, and why it is not the one that was asked for; undefined: it is. */
export interface EffectiveMode {
  readonly mode: Mode;
  readonly why: string | undefined;
}

/**
 * The mode that a deployment is in. Nothing is held before a drill has passed: until then nobody knows whether calls reach
 * Ambit, and people would rely on it. A drill that passed stays passed, so the answer `enforce` may be remembered.
 */
export async function effectiveMode(mode: Mode, ledger: Pick<Ledger, 'about'>): Promise<EffectiveMode> {
  if (mode !== 'enforce') return { mode, why: undefined };
  const entries = await ledger.about(DRILL_SUBJECT);
  if (entries.some(({ fact }) => isDrillFact(fact))) return { mode, why: undefined };
  return { mode: 'warn', why: 'no drill has passed yet, so nothing is held; run ambit drill' };
}
