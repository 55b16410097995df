import { digestOf } from '../../../lib/core/digest.ts';
import type { PermitSubject } from '../../../lib/core/governance/permits/permit.ts';
import type { Ledger } from '../../../lib/ports/ledger.ts';
import { ACCOUNT } from '../company.ts';
import { type GateWorld, openGate, stackArn, stackEvent } from '../gate-world.ts';

/** How long a use of a permit is good for the same operation, in milliseconds. */
export const QUARTER = 15 * 60_000;

/** The template of the stack cost-prod, */
export const TEMPLATE = { Resources: { Data: { Type: 'AWS::S3::Bucket' } } };

const RESOURCES = [{ logicalId: 'Data', physicalId: 'cost-prod-data-1abc', type: 'AWS::S3::Bucket' }];

/** what a permit for its deletion is of, */
export const DELETION: PermitSubject = {
  account: ACCOUNT,
  operation: { kind: 'stack-delete' },
  target: stackArn('cost-prod'),
  change: digestOf(TEMPLATE),
};

/** and the request of its deletion. */
export const DELETE = stackEvent('delete', 'cost-prod', {
  requestData: { targetName: 'STACK', targetType: 'STACK', targetLogicalId: 'STACK' },
});

/** A gate before which the stack cost-prod is deleted. */
export async function deleting(parts: Parameters<typeof openGate>[0] = {}): Promise<GateWorld> {
  const gate = await openGate(parts);
  gate.templates.template = TEMPLATE;
  gate.templates.resources = RESOURCES;
  return gate;
}

/** A ledger as an object of its own, so that a part of it can be another. */
export function ledgerOf(ledger: Ledger): Ledger {
  return {
    append: (facts, ...expected) => ledger.append(facts, ...expected),
    about: (subject) => ledger.about(subject),
    findings: async () => [],
    head: () => ledger.head(),
    entries: () => ledger.entries(),
  };
}
