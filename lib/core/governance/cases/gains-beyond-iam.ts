import { globMatches } from '../../policy/glob.ts';
import { parseArn } from '../../policy/arn.ts';
import type { Finding } from '../finding.ts';
import type { Person } from '../standards/standards.ts';
import { actsAs } from './acts-as.ts';
import type { Gain } from './sign.ts';

/**
 * Whether a person gains by what a finding of Identity Center would give back: as one of those behind the assignee or behind the
 * assignees of the permission set, or in a role of the set. Unknown where nobody has told who they are, or they are too many to be told; undefined: not, or it is a finding of another kind.
 */
export function gainsBeyondIam(person: Person, finding: Finding): Gain | undefined {
  const { principal, beneficiaries, resources, heldBy, gives } = finding;
  const { service = '', resource = '' } = parseArn(principal) ?? {};
  if (service === 'identitystore') {
    if (beneficiaries === undefined) return 'unknown';
    return beneficiaries.some((name) => actsAs(person, name)) ? { through: principal } : undefined;
  }
  if (service !== 'sso' || !resource.startsWith('permissionSet/')) return undefined;
  const [name] = resources;
  // where nothing is given back nobody gains by it
  if (name === undefined || (heldBy === undefined && gives !== undefined)) return 'unknown';
  const names = (heldBy ?? []).flatMap(({ users }) => users.flatMap(({ id, userName }) => [id, userName ?? id]));
  const gains = person.actsAs.some((pattern) => isRoleOf(pattern, name)) || names.some((each) => actsAs(person, each));
  return gains ? { through: principal } : undefined;
}

/** Whether a pattern of sessions or roles may mean a role of the permission set: `…/AWSReservedSSO_NAME_0123456789abcdef/rita`. */
function isRoleOf(pattern: string, set: string): boolean {
  const begin = `awsreservedsso_${set}_`.toLowerCase();
  return pattern
    .toLowerCase()
    .split('/')
    .some((part) => part.startsWith(begin) || (part.includes('*') && globMatches(part, `${begin}0123456789abcdef`)));
}
