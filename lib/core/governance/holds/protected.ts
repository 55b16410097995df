import { parseArn, splitArnPattern } from '../../policy/arn.ts';
import { globMatches } from '../../policy/glob.ts';
import type { Finding } from '../finding.ts';
import type { Governance } from '../standards/standards.ts';

/**
 * Whether a principal is one that Ambit never touches. Patterns are matched part by part: IAM allows colons in paths, so that
 * anyone can make `role/x:iam::1:role/aws-service-role/y`, which a pattern over the whole text would take for one of AWS's.
 */
export function isProtected(principalArn: string, governance: Governance): boolean {
  const arn = parseArn(principalArn);
  return governance.protectedPrincipals.some((pattern) => {
    if (arn === undefined || !pattern.startsWith('arn:')) {
      return arn?.resource.includes(':') !== true && globMatches(pattern, principalArn);
    }
    const wanted = splitArnPattern(pattern);
    return ARN_PARTS.every((part) => globMatches(wanted[part], arn[part]));
  });
}

const ARN_PARTS = ['partition', 'service', 'region', 'account', 'resource'] as const;

/**
 * Whether a hold of a finding would touch a protected principal: it is about one, or about the permission set of one's role, by its
 * name.
 */
export function isLeftAlone(
  { principal, resources: [name] }: Pick<Finding, 'principal' | 'resources'>,
  governance: Governance,
): boolean {
  if (isProtected(principal, governance)) return true;
  return principal.includes(':permissionSet/') && name !== undefined && isProtectedSet(name, governance);
}

const ROLE_OF_SET = 'AWSReservedSSO_';

/** A pattern that names roles of Identity Center; one for all that AWS made says only who cannot be changed. */
function isProtectedSet(name: string, { protectedPrincipals }: Governance): boolean {
  const role = `${ROLE_OF_SET}${name}_${'0'.repeat(16)}`;
  return protectedPrincipals
    .filter((pattern) => pattern.includes(ROLE_OF_SET))
    .map((pattern) => pattern.slice(pattern.lastIndexOf(ROLE_OF_SET)).replace(/_[0-9a-f]{16}$/, '_*'))
    .some((pattern) => globMatches(pattern, role));
}
