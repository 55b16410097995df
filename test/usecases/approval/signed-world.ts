import { mayRestore } from '../../../lib/core/governance/cases/may-restore.ts';
import type { Fact } from '../../../lib/core/governance/ledger/fact.ts';
import type { RestoreDeps } from '../../../lib/usecases/approval/restore-access.ts';
import type { Enforcer } from '../../../lib/ports/enforcer.ts';
import { attachAdmin, DAY, NOW } from '../company.ts';
import { caseOf } from '../handled.ts';
import { foundBy } from '../holds/held-world.ts';
import { open } from '../opened.ts';
import type { World } from '../world.ts';

/** A world with a finding of this call that two people have signed, and of which nothing was given back yet. */
export async function signed(call = attachAdmin(), options: Parameters<typeof open>[0] = {}) {
  const here = await open(options);
  const findingId = await foundBy(here, call);
  const consents = await consentsTo(here, findingId, NOW);
  await here.deps.ledger.append(consents);
  return { here, findingId };
}

/** What the two say who sign at a moment, as facts. */
export async function consentsTo(here: World, findingId: string, at: number): Promise<readonly Fact[]> {
  const { digest } = (await caseOf(here, findingId)).finding;
  return [
    { personId: 'sam', groups: ['security'] },
    { personId: 'pat', groups: ['owners'] },
  ].map((by) => ({ kind: 'signed', findingId, digest, reason: 'release', until: NOW + DAY, at, ...by }) as const);
}

/** The same, of which a worker has begun to give it back. */
export async function begun(call = attachAdmin()) {
  const { here, findingId } = await signed(call);
  const intended = await intentionOf(here, findingId);
  await here.deps.ledger.append([intended]);
  return { here, findingId, intended };
}

/** The fact with which a worker begins to give it back. */
export async function intentionOf(here: World, findingId: string) {
  const intended = mayRestore(await caseOf(here, findingId), here.deps.governance, NOW);
  if (!intended.ok) throw new Error(intended.error.code);
  return intended.value;
}

/** What a worker has to do with who does something else as soon as its call was made. */
export function beside({ deps }: World, meanwhile: () => Promise<unknown>): RestoreDeps {
  const { restorer } = deps;
  if ('decided' in restorer) throw new Error('this world restores');
  const enforce: Enforcer['enforce'] = async (...asked) => {
    const made = await restorer.enforce(...asked);
    await meanwhile();
    return made;
  };
  return { ...deps, restorer: { enforce } };
}

/** What is attached to the role of the agent. */
export const attached = (here: World) => here.account.state.roles.get('deployer')?.attached;
