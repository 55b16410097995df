import type { NamedPolicy } from '../../access/policy-set.ts';
import { err, ok, type Result } from '../../result.ts';
import { quote } from '../../policy/problem.ts';
import type { Condition, PolicyDocument, PrincipalElement, Statement } from '../../policy/statement.ts';

/** The entry of a list of principals that cannot be read. */
export interface TrustEntryProblem {
  /** Place in the list, from 0. */
  readonly index: number;
  readonly got: string;
  readonly expected: string;
}

/** Stands for the account of the role, which only `ceilingFor` knows; IAM has no such principal. */
const OWN_ACCOUNT = 'own-account';

const NOBODY: PrincipalElement = { negated: false, aws: [], service: [], federated: [], canonicalUser: [] };

/** What one entry of the list allows to assume a role. */
interface Grant {
  readonly principal: PrincipalElement;
  readonly conditions: readonly Condition[];
}

const EXPECTED =
  'an account id in quotes, the ARN of a principal or provider, a service name, own-account, any-service or any-provider';

/**
 * The trust policy that lets the listed principals, and nobody else, assume a role. An entry is an account id, an ARN
 * (with `*` or `?`: every principal whose ARN matches), the ARN of an identity provider, a service name, `own-account`
 * (every principal of the role's account, see `ceilingFor`), `any-service`, or `any-provider` (every identity provider).
 */
export function trustCeiling(entries: readonly string[]): Result<PolicyDocument, TrustEntryProblem> {
  const statements: Statement[] = [];
  for (const [index, entry] of entries.entries()) {
    const grant = grantOf(entry);
    if (grant === undefined) return err({ index, got: quote(entry), expected: EXPECTED });
    const action = { negated: false, patterns: ['sts:*'] };
    statements.push({ sid: entry, index, effect: 'Allow', action, ...grant });
  }
  return ok({ version: '2012-10-17', statements });
}

function grantOf(entry: string): Grant | undefined {
  if (entry === OWN_ACCOUNT) return { principal: { ...NOBODY, aws: [OWN_ACCOUNT] }, conditions: [] };
  if (entry === 'any-service') return { principal: { ...NOBODY, service: ['*'] }, conditions: [] };
  if (entry === 'any-provider') return { principal: { ...NOBODY, federated: ['*'] }, conditions: [] };
  if (/^[0-9]{12}$/.test(entry)) return { principal: { ...NOBODY, aws: [entry] }, conditions: [] };
  if (/^arn:[^:]+:iam::[0-9]{12}:(saml|oidc)-provider\/[^*?]+$/.test(entry)) {
    return { principal: { ...NOBODY, federated: [entry] }, conditions: [] };
  }
  if (/^arn:[^:]*:(iam|sts)::[^:]*:[^:]+$/.test(entry)) {
    if (/[*?]/.test(entry)) return everyoneLike(entry);
    return { principal: { ...NOBODY, aws: [entry] }, conditions: [] };
  }
  if (/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(entry)) {
    return { principal: { ...NOBODY, service: [entry] }, conditions: [] };
  }
  return undefined;
}

/** A Principal element takes no patterns (IAM user guide, "Principal"), but a condition on who calls does. */
function everyoneLike(pattern: string): Grant {
  return {
    principal: { ...NOBODY, aws: ['*'] },
    conditions: [{ operator: 'ArnLike', ifExists: false, key: 'aws:PrincipalArn', values: [pattern] }],
  };
}

/** The ceiling of a standard that sets none: `own-account`, `any-service`, `any-provider`. */
export const USUAL_CEILING: NamedPolicy = {
  name: 'usual ceiling of trust',
  document: {
    version: '2012-10-17',
    statements: [
      {
        sid: 'usual',
        index: 0,
        effect: 'Allow',
        action: { negated: false, patterns: ['sts:*'] },
        principal: { ...NOBODY, aws: [OWN_ACCOUNT], service: ['*'], federated: ['*'] },
        conditions: [],
      },
    ],
  },
};

/**
 * A ceiling for the roles of one account: its id in the place of `own-account`, and whoever a condition says to be of it. Where the account is not known,
 * `own-account` names nobody.
 */
export function ceilingFor(ceiling: NamedPolicy, account: string | undefined): NamedPolicy {
  if (account === undefined || 'unreadable' in ceiling.document) return ceiling;
  const statements = ceiling.document.statements.flatMap((statement): readonly Statement[] => {
    const { principal } = statement;
    if (principal === undefined || !principal.aws.includes(OWN_ACCOUNT)) return [statement];
    const aws = principal.aws.map((each) => (each === OWN_ACCOUNT ? account : each));
    const own = ownByCondition(account).map((condition) => ({
      ...statement,
      ...EVERYONE,
      conditions: [...statement.conditions, condition],
    }));
    return [{ ...statement, principal: { ...principal, aws } }, ...own];
  });
  return { ...ceiling, document: { ...ceiling.document, statements } };
}

const EVERYONE = { principal: { ...NOBODY, aws: ['*'] } };

/** Conditions that only principals of an account meet. Source: IAM user guide, "AWS global condition context keys". */
function ownByCondition(account: string): readonly Condition[] {
  return [
    { operator: 'StringEquals', ifExists: false, key: 'aws:PrincipalAccount', values: [account] },
    { operator: 'ArnLike', ifExists: false, key: 'aws:PrincipalArn', values: [`arn:*:*:*:${account}:*`] },
  ];
}
