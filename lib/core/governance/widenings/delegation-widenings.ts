import { textIn } from '../../activity/calls/losses.ts';
import { parseArn } from '../../policy/arn.ts';
import { awsCommand } from '../undo/shell-word.ts';
import type { Severity } from '../finding.ts';
import type { Asking, WideningReader } from './widening.ts';

const requestOf = ({ asked, resources }: Asking): string =>
  textIn(asked, 'delegationRequestId') ?? resources[0] ?? 'ID';

/** A step towards a partner who acts with somebody's permissions: until the token is sent nobody does. */
const step =
  (severity: Severity, opens: string): WideningReader =>
  (asking) => ({
    kind: 'excess-trust',
    verdict: 'undetermined',
    severity,
    opens: `${opens} (request ${requestOf(asking)}): it is for up to 12 hours, and may make roles that stay`,
    undo: awsCommand`aws iam reject-delegation-request --delegation-request-id ${requestOf(asking)}`,
  });

const sent: WideningReader = (asking) => ({
  kind: 'excess-trust',
  verdict: 'exceeds',
  severity: 'critical',
  opens: `hands a partner outside the organization permissions for up to 12 hours (request ${requestOf(asking)}): from now on the partner acts`,
  undo: 'nothing takes the token back: look at the calls with invokedByDelegate, and at roles that they made, which stay',
});

/** A role that AWS makes from a template: one call, whose record has no policy. Live the role is read and measured besides. */
const acquired: WideningReader = ({ asked, resources }) => {
  const template = textIn(asked, 'templateArn');
  const role = resources.find((each) => each.includes(':role/'));
  if (template === undefined && role === undefined) return undefined;
  const name =
    parseArn(role ?? '')
      ?.resource.split('/')
      .at(-1) ?? 'ROLE_NAME';
  return {
    kind: 'excess-access',
    verdict: 'undetermined',
    severity: 'high',
    opens: `made ${role ?? 'a role'} from the template ${template ?? 'that it does not name'}, whose policies no record has`,
    undo: `its policies are detached or deleted, then ${awsCommand`aws iam delete-role --role-name ${name}`}`,
  };
};

/** Calls of IAM by which others come to act, or roles come to be, without a policy in the record. Source: IAM user guide, "Temporary delegation". */
export const DELEGATION_WIDENINGS: Readonly<Record<string, WideningReader>> = {
  'iam:CreateDelegationRequest': step('medium', 'asks that a partner may act with permissions of this account'),
  'iam:AssociateDelegationRequest': step('medium', 'takes on what a partner asks to be allowed'),
  'iam:UpdateDelegationRequest': step('medium', 'changes what a partner asks to be allowed'),
  'iam:AcceptDelegationRequest': step('high', 'allows what a partner asked for'),
  'iam:SendDelegationToken': sent,
  'iam:AcquireRole': acquired,
};
