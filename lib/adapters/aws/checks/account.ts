import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { type EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { GetAccountSummaryCommand, GetRoleCommand, type IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { readDeployment } from '../stack-outputs.ts';
import { type Check, fine, problem, warning } from './check.ts';

/** Who deploys. */
export function checkCaller({ arn, account }: { readonly arn: string; readonly account: string }): Check {
  const name = 'credentials';
  if (!arn.endsWith(':root')) return fine(name, `${arn} in the account ${account}`);
  return warning(name, `these are the credentials of the root user of ${account}`, 'deploy with a role instead');
}

/** Whether the Region is switched on for the account: in one that is not, tokens of others are not known. */
export async function checkRegion(sts: STSClient, region: string): Promise<Check> {
  const name = `region ${region}`;
  try {
    await sts.send(new GetCallerIdentityCommand({}));
    return fine(name, `${region} is enabled`);
  } catch (fault) {
    const code = fault instanceof Error ? fault.name : '';
    if (code !== 'InvalidClientTokenId' && code !== 'UnrecognizedClientException') throw fault;
    return problem(
      name,
      `${region} is not enabled for this account`,
      `aws account enable-region --region-name ${region}`,
    );
  }
}

/** The oldest bootstrap stack that stacks of this CDK can be deployed with. Source: CDK developer guide, "Bootstrap template versions". */
const LEAST_BOOTSTRAP = 6;

/** Whether `cdk deploy` finds in the Region what it needs there. */
export async function checkBootstrap(
  cloudformation: CloudFormationClient,
  { account, region }: { readonly account: string; readonly region: string },
): Promise<Check> {
  const name = `bootstrap ${region}`;
  const todo = `npx cdk bootstrap aws://${account}/${region}`;
  const stack = await stackOf(cloudformation, 'CDKToolkit');
  if (stack === undefined) return problem(name, `${region} is not bootstrapped for the CDK`, todo);
  const version = Number(stack.Outputs?.find(({ OutputKey }) => OutputKey === 'BootstrapVersion')?.OutputValue);
  if (version >= LEAST_BOOTSTRAP) return fine(name, `${region} is bootstrapped, version ${version}`);
  return problem(name, `${region} is bootstrapped by an old version of the CDK`, todo);
}

/** Whether there is an installation already, or what is left of one would be in the way. */
export async function checkEarlier(
  { cloudformation, iam }: { readonly cloudformation: CloudFormationClient; readonly iam: IAMClient },
  prefix: string,
): Promise<Check> {
  const name = 'earlier installation';
  const found = await readDeployment(cloudformation, prefix);
  if (found.ok)
    return fine(name, `the stack ${prefix} is there and will be upgraded; it keeps ledger, holds and deadlines`);
  switch (found.error.code) {
    case 'NOT_AMBIT': {
      const todo = `deploy under another name with -c ambit:prefix=NAME, or delete that stack if it is what is left of a failed deployment`;
      return problem(name, `there is a stack ${prefix} (${found.error.status}) that is no hub of this version`, todo);
    }
    case 'NO_SUCH_STACK':
      return checkRoles(iam, prefix);
    case 'NO_CREDENTIALS':
    case 'NO_REGION':
    case 'BAD_REGION':
    case 'DENIED':
    case 'UNREACHABLE':
      return warning(name, `whether there is a stack ${prefix} could not be seen`, 'look with a --profile that may');
  }
}

async function checkRoles(iam: IAMClient, prefix: string): Promise<Check> {
  const name = 'earlier installation';
  const RoleName = `${prefix}Observer`;
  try {
    await iam.send(new GetRoleCommand({ RoleName }));
    const todo =
      'find out whose it is; deploy under another name with -c ambit:prefix=NAME, or delete the stack that made it';
    return problem(name, `a role ${RoleName} is there already, so that the deployment could not make its own`, todo);
  } catch (fault) {
    if (fault instanceof NoSuchEntityException) return fine(name, 'there is none');
    throw fault;
  }
}

/** Roles that a hub and the account it stands in get, and some room. */
const ROLES = 20;
/** Rules of one Region, and some room. */
const RULES = 25;
/** Rules of one bus. Source: EventBridge user guide, "Amazon EventBridge quotas". */
const RULES_QUOTA = 300;

/** Whether quotas leave room for the roles. */
export async function checkRoleQuota(iam: IAMClient): Promise<Check> {
  const name = 'quota of roles';
  const { SummaryMap = {} } = await iam.send(new GetAccountSummaryCommand({}));
  const { Roles = 0, RolesQuota = 0 } = SummaryMap;
  const says = `${Roles} of ${RolesQuota} roles are there, some ${ROLES} more come`;
  if (RolesQuota - Roles >= ROLES) return fine(name, says);
  return problem(
    name,
    says,
    'aws service-quotas request-service-quota-increase --service-code iam --quota-code L-FE177D64 --desired-value 2000',
  );
}

/** Whether the quota leaves room for the rules of a Region. */
export async function checkRuleQuota(events: EventBridgeClient, region: string): Promise<Check> {
  const name = `quota of rules ${region}`;
  let rules = 0;
  let NextToken: string | undefined;
  do {
    const page = await events.send(new ListRulesCommand(NextToken === undefined ? {} : { NextToken }));
    rules += page.Rules?.length ?? 0;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  const says = `${rules} rules are on the default bus of ${region}, some ${RULES} more come`;
  if (rules + RULES <= RULES_QUOTA) return fine(name, says);
  return warning(
    name,
    `${says}; usually ${RULES_QUOTA} are allowed`,
    `ask for more rules on a bus in ${region} (Service Quotas, Amazon EventBridge)`,
  );
}

async function stackOf(cloudformation: CloudFormationClient, StackName: string) {
  try {
    return (await cloudformation.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0];
  } catch (fault) {
    if (fault instanceof Error && fault.name === 'ValidationError') return undefined;
    throw fault;
  }
}
