import { permissionSetOfRole } from '../../../account/permission-set.ts';
import type { Call } from '../../../activity/call.ts';
import { canonicalText } from '../../../digest.ts';
import type { Finding } from '../../finding.ts';
import { raise } from '../../raise.ts';

/**
 * The name of the permission set whose role a finding is about, where Identity Center itself brought the change to the account;
 * undefined: somebody else did, or it is about something else. Only AWS makes roles below its path.
 */
export function provisionedSetOf({ principal }: Finding, { actor }: Call): string | undefined {
  const isIdentityCenter = /^arn:[^:]+:iam::[0-9]{12}:role\/aws-service-role\/sso\.amazonaws\.com\//.test(
    actor.principalArn ?? '',
  );
  return isIdentityCenter ? permissionSetOfRole(principal)?.name : undefined;
}

/**
 * The finding, only written down where people were told of all its excess at the permission set (one of `told`): a set that is
 * provisioned to a hundred accounts is one matter.
 */
export function onlyProvisioned(finding: Finding, name: string, told: readonly Finding[]): Finding {
  if (finding.verdict !== 'exceeds') return finding;
  const atSet = told.find((other) => isOfSet(other, name) && hasAllOf(other, finding));
  if (atSet === undefined) return finding;
  const { response: _, digest: __, ...draft } = finding;
  return raise(draft, { kind: 'observe', why: `told of at the permission set "${name}" by ${atSet.id}` });
}

function isOfSet({ principal, resources, response }: Finding, name: string): boolean {
  return principal.includes(':permissionSet/') && resources[0] === name && response.kind !== 'observe';
}

function hasAllOf({ excess }: Finding, finding: Finding): boolean {
  const told = new Set(excess.map(textOfBox));
  return finding.excess.every((box) => told.has(textOfBox(box)));
}

/** Without the policy and the statement, which have other names in the role. */
function textOfBox({ actions, resources }: Finding['excess'][number]): string {
  return canonicalText([[...actions].sort(), [...resources].sort()]);
}
