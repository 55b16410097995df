import { cappedAt } from '../../core/governance/standards/capped.ts';
import type { Governance, Mode } from '../../core/governance/standards/standards.ts';
import type { Ledger } from '../../ports/ledger.ts';
import { effectiveMode } from '../../usecases/effective-mode.ts';
import { readDeployedGovernance } from './governance-file.ts';

/** The governance that counts now, and why its mode is not the one that was deployed; undefined: it is. */
export interface Governing {
  readonly governance: Governance;
  readonly why: string | undefined;
}

/** Answers with the governance that counts now: no class does more than the mode, and none enforces before a drill has passed. */
export function openGoverning(folder: string, asked: Mode): (ledger: Ledger) => Promise<Governing> {
  const deployed = readDeployedGovernance(folder);
  let known: Governing | undefined;
  return async (ledger) => {
    if (known !== undefined) return known;
    const { mode, why } = await effectiveMode(asked, ledger);
    const governing = { governance: cappedAt(mode, deployed), why };
    // a drill that has passed stays passed, so that the ledger need not be asked again
    if (mode === asked) known = governing;
    return governing;
  };
}
