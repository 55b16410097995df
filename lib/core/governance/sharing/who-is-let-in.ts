import type { ExcessPart } from '../../access/excess.ts';
import { statementLabel } from '../../access/decide.ts';
import type { PolicyDocument, Statement } from '../../policy/statement.ts';
import type { Severity } from '../finding.ts';
import { atLeast } from '../graver.ts';

/** To whom a part of an excess opens a resource. */
export type Audience =
  /** Anybody at all. */
  | 'everyone'
  /** Anybody who comes by a certain network or address. */
  | 'a network'
  /** A service, whoever it acts for: a stranger may send it (IAM user guide, "The confused deputy problem"). */
  | 'a service'
  /** Accounts, principals or identity providers that it names. */
  | 'named';

const PRINCIPAL_KEYS = ['aws:principalarn', 'aws:principalaccount', 'aws:principalorgid', 'aws:principalorgpaths'];

/** Whether all that is in excess comes by networks that the policy names. */
export type Reach = 'by a network' | 'from anywhere';

/** To whom the statement behind a part of an excess opens the resource; undecided: to everyone. */
export function audienceOf(part: ExcessPart, document: PolicyDocument | undefined, reach: Reach): Audience {
  const statement = document?.statements.find((each) => statementLabel(each) === part.statement);
  const audience = statement?.principal === undefined ? 'everyone' : audienceOfStatement(statement);
  return audience === 'everyone' && reach === 'by a network' ? 'a network' : audience;
}

function audienceOfStatement({ principal, conditions }: Statement): Audience {
  if (principal === undefined) return 'everyone';
  const keys = conditions
    .filter(({ operator, ifExists }) => !operator.includes('Not') && operator !== 'Null' && !ifExists)
    .map(({ key }) => key.toLowerCase());
  if (principal.negated || principal.aws.includes('*')) {
    return keys.some((key) => PRINCIPAL_KEYS.includes(key)) ? 'named' : 'everyone';
  }
  const isOfServices = principal.aws.length + principal.federated.length + principal.canonicalUser.length === 0;
  return isOfServices && !principal.service.includes('*') ? 'a service' : 'named';
}

/** How grave it is at least that a resource is open to them, given how grave the same access of a principal would be. */
export function severityFor(audience: Audience, severity: Severity): Severity {
  switch (audience) {
    case 'everyone':
      return 'critical';
    case 'named':
      return atLeast(severity, 'high');
    case 'a network':
      return 'medium';
    case 'a service':
      return 'low';
  }
}
