import { textIn } from '../../activity/calls/losses.ts';
import { awsCommand } from '../undo/shell-word.ts';
import type { Severity } from '../finding.ts';
import type { Asking, Widening, WideningReader } from './widening.ts';

/** What whoever administers a service for all accounts can do there; of other services that is less. */
const POWERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'sso.amazonaws.com': 'can give anybody access to the accounts of the organization',
    'iam.amazonaws.com': 'can act as the root user of member accounts',
    'member.org.stacksets.cloudformation.amazonaws.com': 'can deploy what it likes to the accounts of the organization',
    'account.amazonaws.com': 'can change contacts and Regions of the accounts of the organization',
    'ssm.amazonaws.com': 'can run commands in the accounts of the organization',
    'ssm-quicksetup.amazonaws.com': 'can deploy configurations to the accounts of the organization',
    'backup.amazonaws.com': 'can change what is backed up in the accounts of the organization, and what is deleted',
    'ram.amazonaws.com': 'can share within the organization',
  }),
);

/** Those that give access to every account, which no standard does. */
const RULING: ReadonlySet<string> = new Set([
  'sso.amazonaws.com',
  'iam.amazonaws.com',
  'member.org.stacksets.cloudformation.amazonaws.com',
]);

/** Those that watch: whoever administers them may switch them off. */
const WATCHING =
  /^(?:guardduty|securityhub|config|config-multiaccountsetup|cloudtrail|access-analyzer|macie|inspector2|detective|auditmanager|malware-protection\.guardduty|securitylake|fms)\.amazonaws\.com$/;

function severityOf(service: string): Severity {
  if (RULING.has(service)) return 'critical';
  return POWERS.has(service) || WATCHING.test(service) ? 'high' : 'medium';
}

function powerOf(service: string): string {
  if (WATCHING.test(service)) return 'can switch off, or not look at, what watches the accounts of the organization';
  return POWERS.get(service) ?? 'administers it for the accounts of the organization';
}

/** An account that administers a service for all others. Source: AWS Organizations user guide, "Delegated administrator". */
const registered: WideningReader = ({ asked }) => {
  const [account, service] = [textIn(asked, 'accountId'), textIn(asked, 'servicePrincipal')];
  if (account === undefined || service === undefined) return undefined;
  return {
    kind: 'excess-trust',
    verdict: RULING.has(service) ? 'exceeds' : 'undetermined',
    severity: severityOf(service),
    opens: `makes account ${account} the administrator of ${service}: whoever acts there ${powerOf(service)}`,
    undo: awsCommand`aws organizations deregister-delegated-administrator --account-id ${account} --service-principal ${service}`,
  };
};

/** A service that may make roles of its own in every account, and be administered from one of them. */
const trusted: WideningReader = ({ asked }) => {
  const service = textIn(asked, 'servicePrincipal');
  if (service === undefined) return undefined;
  return {
    kind: 'excess-trust',
    verdict: 'undetermined',
    severity: RULING.has(service) ? 'high' : 'medium',
    opens: `lets ${service} act in every account of the organization: an administrator of it ${powerOf(service)}`,
    undo: awsCommand`aws organizations disable-aws-service-access --service-principal ${service}`,
  };
};

/** What was looked at from one place is looked at no more. */
const unwatched =
  (back: (asking: Asking, service: string) => string): WideningReader =>
  (asking) => {
    const service = textIn(asking.asked, 'servicePrincipal');
    if (service === undefined || !WATCHING.test(service)) return undefined;
    return {
      kind: 'guardrail-removed',
      verdict: 'undetermined',
      severity: 'high',
      opens: `lets ${service} be administered for the organization no more: what it watches there may go unseen`,
      undo: back(asking, service),
    };
  };

const disabled = unwatched(
  (_, service) => awsCommand`aws organizations enable-aws-service-access --service-principal ${service}`,
);
const deregistered = unwatched(({ asked }, service) => {
  const account = textIn(asked, 'accountId') ?? 'ACCOUNT_ID';
  return awsCommand`aws organizations register-delegated-administrator --account-id ${account} --service-principal ${service}`;
});

/** A setting of the whole organization, which names nothing. */
const setting = (widening: Pick<Widening, 'severity' | 'opens' | 'undo'>): WideningReader => {
  return () => ({ kind: 'excess-trust', verdict: 'undetermined', ...widening });
};

/** Calls that say who acts for, and in, all accounts of an organization. Source: Organizations, IAM, RAM and CloudFormation API references. */
export const ORGANIZATION_WIDENINGS: Readonly<Record<string, WideningReader>> = {
  'organizations:RegisterDelegatedAdministrator': registered,
  'organizations:EnableAWSServiceAccess': trusted,
  'organizations:DisableAWSServiceAccess': disabled,
  'organizations:DeregisterDelegatedAdministrator': deregistered,
  'iam:EnableOrganizationsRootSessions': setting({
    severity: 'high',
    opens: 'lets the management account, and an administrator of IAM, act as the root user of member accounts',
    undo: 'aws iam disable-organizations-root-sessions',
  }),
  'iam:EnableOrganizationsRootCredentialsManagement': setting({
    severity: 'high',
    opens: 'lets the management account, and an administrator of IAM, take and give the credentials of root users',
    undo: 'aws iam disable-organizations-root-credentials-management',
  }),
  'ram:EnableSharingWithAwsOrganization': setting({
    severity: 'medium',
    opens: 'lets accounts share with the organization without an invitation that is accepted',
    undo: 'aws organizations disable-aws-service-access --service-principal ram.amazonaws.com',
  }),
  'cloudformation:ActivateOrganizationsAccess': setting({
    severity: 'high',
    opens: 'lets stack sets of the organization deploy to every account',
    undo: 'aws cloudformation deactivate-organizations-access',
  }),
};
