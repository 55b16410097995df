import { parseArn } from '../../policy/arn.ts';
import type { PolicyDocument, Statement } from '../../policy/statement.ts';

/** Whom of its own account a policy lets in by itself: their own policies need not say anything. */
export interface OwnGrantees {
  /** ARNs of roles, users and sessions of roles. */
  readonly named: readonly string[];
  /** Whether it may let in any principal of the account. */
  readonly reach: 'named' | 'everyone';
}

/**
 * Whom of an account the policy of one of its resources may let in. The account itself is nobody in particular: who comes by
 * it needs a policy of their own (IAM user guide, "AWS JSON policy elements: Principal").
 */
export function ownGranteesOf({ statements }: PolicyDocument, account: string): OwnGrantees {
  const allowing = statements.filter(({ effect, principal }) => effect === 'Allow' && principal !== undefined);
  const names = allowing.flatMap((statement) => [...(statement.principal?.aws ?? []), ...byCondition(statement)]);
  const isOpen = allowing.some(({ principal }) => principal?.negated === true || principal?.aws.includes('*') === true);
  return {
    named: [...new Set(names)].filter((name) => isPrincipalOf(name, account)),
    reach: isOpen ? 'everyone' : 'named',
  };
}

/** Principals that a statement for everyone names by their ARN. */
function byCondition({ conditions }: Statement): readonly string[] {
  return conditions
    .filter(({ key, operator }) => key.toLowerCase() === 'aws:principalarn' && !operator.includes('Not'))
    .flatMap(({ values }) => values)
    .filter((value) => !/[*?$]/.test(value));
}

/** Service-linked roles, and those of AWS's own infrastructure, are used by AWS alone. */
function isPrincipalOf(name: string, account: string): boolean {
  const arn = parseArn(name);
  if (arn?.account !== account) return false;
  if (arn.service === 'iam')
    return /^(?:role|user)\//.test(arn.resource) && !arn.resource.startsWith('role/aws-service-role/');
  return arn.service === 'sts' && /^assumed-role\/(?!aws:)/.test(arn.resource);
}

/** The name of the role behind a session's ARN; undefined for anything else. */
export function roleOfSession(name: string): string | undefined {
  const arn = parseArn(name);
  return arn?.service === 'sts' ? /^assumed-role\/(?<role>[^/]+)\//.exec(arn.resource)?.groups?.['role'] : undefined;
}
