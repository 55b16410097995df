import { foldCase } from '../../core/governance/cases/case.ts';
import type { LedgerEntry } from '../../core/governance/ledger/fact.ts';
import { releaseCommands } from '../../core/governance/undo/release-commands.ts';

/** How people release what is held where Ambit cannot: the commands of the AWS CLI, in their order; none where nothing is. */
export function releaseNews(entries: readonly LedgerEntry[]): readonly string[] {
  const found = foldCase(entries);
  if (found === undefined || found.hold.kind === 'none') return [];
  const commands = releaseCommands(found.finding, found.hold);
  return commands.length === 0 ? [] : [`without Ambit it is released by: ${commands.join(' && ')}`];
}
