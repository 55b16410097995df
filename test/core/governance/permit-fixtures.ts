import { digestOf } from '../../../lib/core/digest.ts';
import type { Fact } from '../../../lib/core/governance/ledger/fact.ts';
import { foldPermits, type Permit } from '../../../lib/core/governance/permits/fold-permit.ts';
import {
  digestOfTerms,
  permitId,
  type PermitTerms,
  type PermitUse,
} from '../../../lib/core/governance/permits/permit.ts';
import type { Change } from '../../../lib/core/governance/permits/permit-covers.ts';
import type { Governance, Person } from '../../../lib/core/governance/standards/standards.ts';
import { DANA, entriesOf, governanceWith, HOUR, NOW, PLATO, SASHA } from './approval-fixtures.ts';

/** The role of a pipeline, */
export const DEPLOYER = 'arn:aws:iam::111122223333:role/pipelines/deployer';
/** and the stack of the guarded environment that it may delete. */
export const STACK =
  'arn:aws:cloudformation:eu-central-1:111122223333:stack/cost-prod/0f5a1b60-0000-4000-8000-000000000001';

/** The governance of the approval fixtures, with one guarded environment. */
export const GUARDING: Governance = governanceWith({
  environments: [{ name: 'cost', accounts: ['111122223333'], resources: ['arn:aws:cloudformation:*:*:stack/cost-*'] }],
});

/** Dana asks that the pipeline may delete a stack, from an hour from now on and for four hours. */
export function termsWith(parts: Partial<PermitTerms> = {}): PermitTerms {
  return {
    environment: 'cost',
    account: '111122223333',
    operation: { kind: 'stack-delete' },
    target: STACK,
    change: digestOf({ Resources: {} }),
    actor: DEPLOYER,
    from: NOW + HOUR,
    until: NOW + 5 * HOUR,
    reason: 'the service moved to another account',
    requestedBy: DANA.id,
    requestedAt: NOW,
    ...parts,
  };
}

/** Facts about one permit, in the order in which they happen. */
export function permitFacts(terms: PermitTerms) {
  const [id, digest] = [permitId(terms), digestOfTerms(terms)];
  return {
    requested: (): Fact => ({ kind: 'permit-requested', permitId: id, terms, at: terms.requestedAt }),
    signed: (by: Person, at = NOW + 1000): Fact => ({
      kind: 'permit-signed',
      permitId: id,
      digest,
      personId: by.id,
      groups: by.groups,
      reason: 'agreed',
      at,
    }),
    withdrawn: (by: Person, at = NOW + 2000): Fact => ({
      kind: 'permit-withdrawn',
      permitId: id,
      digest,
      personId: by.id,
      reason: 'not today',
      at,
    }),
    used: (parts: Partial<PermitUse> = {}): Fact => {
      const use = { by: 'gate', key: 'token-1', destroys: [], at: NOW + 2 * HOUR, ...parts } as const;
      return { kind: 'permit-used', permitId: id, digest, use, at: use.at };
    },
  };
}

/** A permit as Dana asks for it, */
export const TERMS = termsWith();

/** what may become of it, */
export const FACTS_OF = permitFacts(TERMS);

/** and its facts once two people have signed it. */
export const SIGNED = [FACTS_OF.requested(), FACTS_OF.signed(SASHA), FACTS_OF.signed(PLATO)];

/** The last permit that these facts make. */
export function permitOf(facts: readonly Fact[]): Permit {
  const permit = foldPermits(entriesOf(facts)).at(-1);
  if (permit === undefined) throw new Error('these facts ask for no permit');
  return permit;
}

/** The change that terms are about, as its actor makes it in the middle of the window. */
export function changeOf(terms: PermitTerms, parts: Partial<Change> = {}): Change {
  const { account, operation, target, change, actor, from, until } = terms;
  const at = from + Math.floor((until - from) / 2);
  return { account, operation, target, change, actor: { principalArn: actor }, at, key: 'token-1', ...parts };
}
