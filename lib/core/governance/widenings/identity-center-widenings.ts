import { textIn } from '../../activity/calls/losses.ts';
import { textAt } from '../../activity/member.ts';
import { awsCommand } from '../undo/shell-word.ts';
import type { Asking, Widening, WideningReader } from './widening.ts';

const applicationOf = ({ asked }: Asking): string | undefined => textIn(asked, 'applicationArn');

const assigned: WideningReader = (asking) => {
  const { asked } = asking;
  const [application, id, type] = [applicationOf(asking), textIn(asked, 'principalId'), textIn(asked, 'principalType')];
  if (application === undefined || id === undefined || type === undefined) return undefined;
  return {
    kind: 'excess-access',
    verdict: 'undetermined',
    severity: 'medium',
    opens: `lets ${type.toLowerCase()} ${id} use ${application}: what that gives, the application decides`,
    undo: awsCommand`aws sso-admin delete-application-assignment --application-arn ${application} --principal-id ${id} --principal-type ${type}`,
  };
};

/** An application that asks for no assignment is for everybody of the directory. */
const assignment: WideningReader = (asking) => {
  const application = applicationOf(asking);
  const isRequired = textIn(asking.asked, 'assignmentRequired');
  if (application === undefined || isRequired === undefined) return undefined;
  if (isRequired === 'true') return 'nothing';
  return {
    kind: 'excess-access',
    verdict: 'exceeds',
    severity: 'high',
    opens: `lets everybody of the directory use ${application}, assigned or not`,
    undo: awsCommand`aws sso-admin put-application-assignment-configuration --application-arn ${application} --assignment-required`,
  };
};

/** How an application comes to tokens of people. */
const tokens =
  (what: string, undo: (application: string, asking: Asking) => string): WideningReader =>
  (asking) => {
    const application = applicationOf(asking);
    if (application === undefined) return undefined;
    return {
      kind: 'excess-trust',
      verdict: 'undetermined',
      severity: 'medium',
      opens: `${what} ${application}: it may act for people who use it`,
      undo: undo(application, asking),
    };
  };

const method = tokens('changes by what whoever calls is known to be', (application, { asked }) => {
  const type = textIn(asked, 'authenticationMethodType') ?? 'IAM';
  return awsCommand`aws sso-admin delete-application-authentication-method --application-arn ${application} --authentication-method-type ${type}`;
});
const grant = tokens('lets tokens be got in a further way by', (application, { asked }) => {
  const type = textIn(asked, 'grantType') ?? 'GRANT_TYPE';
  return awsCommand`aws sso-admin delete-application-grant --application-arn ${application} --grant-type ${type}`;
});
const scope = tokens('lets tokens reach further that are got by', (application, { asked }) => {
  const name = textIn(asked, 'scope') ?? 'SCOPE';
  return awsCommand`aws sso-admin delete-application-access-scope --application-arn ${application} --scope ${name}`;
});

const issuerUrl = 'trustedTokenIssuerConfiguration.oidcJwtConfiguration.issuerUrl';

const issuer: WideningReader = ({ asked, resources }) => {
  const issuerArn = textIn(asked, 'trustedTokenIssuerArn') ?? resources.find((each) => each.startsWith('arn:'));
  const url = textAt(asked, issuerUrl);
  if (issuerArn === undefined && url === undefined) return undefined;
  return {
    kind: 'excess-trust',
    verdict: 'undetermined',
    severity: 'high',
    opens: `lets ${url ?? issuerArn ?? 'an issuer'} say who somebody is: its tokens are exchanged for those of people of the directory`,
    undo: awsCommand`aws sso-admin delete-trusted-token-issuer --trusted-token-issuer-arn ${issuerArn ?? 'TRUSTED_TOKEN_ISSUER_ARN'}`,
  };
};

/** Where people come from: whoever runs that can be everybody. */
const directory: WideningReader = ({ asked }): Widening => ({
  kind: 'excess-trust',
  verdict: 'undetermined',
  severity: 'critical',
  opens: `lets people come from elsewhere (${textIn(asked, 'directoryId') ?? 'a directory that the record does not name'}): whoever runs that can be anybody`,
  undo: 'the console takes it back: Identity Center, Settings, Identity source',
});

/** Calls on applications of Identity Center, and on whom it believes. Source: Identity Center API reference. */
export const IDENTITY_CENTER_WIDENINGS: Readonly<Record<string, WideningReader>> = {
  'sso:CreateApplicationAssignment': assigned,
  'sso:PutApplicationAssignmentConfiguration': assignment,
  'sso:PutApplicationAuthenticationMethod': method,
  'sso:PutApplicationGrant': grant,
  'sso:PutApplicationAccessScope': scope,
  'sso:CreateTrustedTokenIssuer': issuer,
  'sso:UpdateTrustedTokenIssuer': issuer,
  'sso:AssociateDirectory': directory,
  'sso:EnableExternalIdPConfigurationForDirectory': directory,
  'sso-directory:EnableExternalIdPConfigurationForDirectory': directory,
};
