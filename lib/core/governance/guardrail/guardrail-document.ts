import { HOLD_TAG_KEY } from '../../account/hold-policy.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import { memberRoleNames } from './member-roles.ts';

/** What the guardrail protects, in names that are known before anything is deployed. */
export interface Guarded {
  /** Begins the names of all that Ambit deploys. */
  readonly prefix: string;
  /** 12 digits. */
  readonly hubAccount: string;
  /** By whose permissions CloudFormation deploys to the members. */
  readonly stackSets: keyof typeof STACK_SET_ROLES;
  /** ARN patterns of roles of people who operate Ambit: they may bring dead letters back. Guarded as Ambit's own are. */
  readonly operators: readonly string[];
  /** ARNs of the trails that Ambit depends on. */
  readonly trails: readonly string[];
}

/** AWS takes no longer service control policy. Source: AWS Organizations user guide, "Quotas and service limits". */
export const MOST_CHARACTERS = 5120;

/**
 * The service control policy that keeps everyone but Ambit and its deployment from taking away a hold and from changing
 * Ambit. It only denies, so it stands beside FullAWSAccess. It binds neither the management account nor service-linked
 * roles, and it does not forbid to read.
 * Source: AWS Organizations user guide, "Service control policies".
 */
export function guardrailDocument(guarded: Guarded): JsonObject {
  const { trails } = guarded;
  const Statement = [
    ...holds(guarded),
    ownRoles(guarded),
    ...ownThings(guarded),
    eventSources(guarded),
    signingKey(guarded),
    ...(trails.length === 0 ? [] : [deny({ NotAction: ['cloudtrail:Get*', 'cloudtrail:List*'], Resource: trails })]),
  ];
  return { Version: '2012-10-17', Statement };
}

/** The document as it is attached: Organizations counts every character that it is given. */
export function guardrailText(guarded: Guarded): string {
  const text = JSON.stringify(guardrailDocument(guarded));
  if (text.length <= MOST_CHARACTERS) return text;
  throw new RangeError(
    `the guardrail has ${text.length} characters, at most ${MOST_CHARACTERS} are allowed; name fewer trails`,
  );
}

interface Denied {
  readonly Action?: JsonValue;
  readonly NotAction?: JsonValue;
  readonly Resource?: JsonValue;
  readonly Condition?: JsonObject;
}

function deny({ Resource = '*', ...rest }: Denied): JsonObject {
  return { Effect: 'Deny', ...rest, Resource };
}

/** Any partition, as an organization is in one only: that is shorter than some of their names. */
function roleArn(account: string, name: string): string {
  return `arn:*:iam::${account}:role/${name}`;
}

/** `aws:PrincipalArn` of a session is the ARN of its role. */
function unlessBy(...arns: readonly string[]): JsonObject {
  return { ArnNotLike: { 'aws:PrincipalArn': arns } };
}

/** A held principal keeps its inline policies, and the mark that says that it is held. */
function holds(guarded: Guarded): readonly JsonObject[] {
  const holding = ['Holder', 'Restorer'].map((role) => roleArn('*', `${guarded.prefix}${role}`));
  return [
    deny({
      Action: ['iam:PutRolePolicy', 'iam:DeleteRolePolicy', 'iam:PutUserPolicy', 'iam:DeleteUserPolicy'],
      Condition: { Null: { [`aws:ResourceTag/${HOLD_TAG_KEY}`]: 'false' }, ...unlessBy(...holding) },
    }),
    deny({
      Action: ['iam:TagRole', 'iam:UntagRole', 'iam:CreateRole', 'iam:TagUser', 'iam:UntagUser', 'iam:CreateUser'],
      Condition: {
        // IAM takes keys of tags that differ in case for one
        'ForAnyValue:StringEqualsIgnoreCase': { 'aws:TagKeys': HOLD_TAG_KEY },
        ...unlessBy(...holding),
      },
    }),
  ];
}

/** The role in which a stack set deploys to an account. Source: CloudFormation user guide, "StackSets" prerequisites. */
const STACK_SET_ROLES = {
  'service-managed': 'stacksets-exec-*',
  'self-managed': 'AWSCloudFormationStackSetExecutionRole',
} as const;

/** Who deploys: StackSets in each account, and the CDK in the hub's. Their roles are guarded as Ambit's are. */
function deployers({ hubAccount, stackSets }: Guarded): readonly string[] {
  return [roleArn('*', STACK_SET_ROLES[stackSets]), roleArn(hubAccount, 'cdk-*')];
}

/** In the hub's account, which is Ambit's own, whatever has its name: nobody else can then make a role of such a name. */
function hubRoles({ prefix, hubAccount }: Guarded): readonly string[] {
  return [roleArn(hubAccount, `${prefix}*`)];
}

function memberRoles({ prefix }: Guarded): readonly string[] {
  return [...memberRoleNames(prefix), `${prefix}Forwarder-*`].map((name) => roleArn('*', name));
}

/** `iam:PassRole` too: a function of somebody else with such a role would be Ambit. */
function ownRoles(guarded: Guarded): JsonObject {
  return deny({
    NotAction: ['iam:Get*', 'iam:List*', 'iam:Simulate*', 'sts:*'],
    Resource: [...memberRoles(guarded), ...hubRoles(guarded), ...deployers(guarded), ...guarded.operators],
    Condition: unlessBy(...deployers(guarded)),
  });
}

/** Actions that only read, of the services whose things are guarded. */
const READS = [
  'lambda:Get*',
  'lambda:List*',
  'events:Describe*',
  'events:List*',
  'scheduler:Get*',
  'scheduler:List*',
  'sns:Get*',
  'sns:List*',
  'dynamodb:BatchGet*',
  'dynamodb:Describe*',
  'dynamodb:Get*',
  'dynamodb:List*',
  'dynamodb:Query',
  'dynamodb:Scan',
  's3:Get*',
  's3:List*',
  'logs:Describe*',
  'logs:Filter*',
  'logs:Get*',
  'logs:List*',
  'logs:StartQuery',
  'cloudwatch:Describe*',
  'cloudwatch:Get*',
  'cloudwatch:List*',
  'cloudformation:Describe*',
  'cloudformation:Detect*',
  'cloudformation:Get*',
  'cloudformation:List*',
];

function ownThings(guarded: Guarded): readonly JsonObject[] {
  const { prefix, operators } = guarded;
  const places = [
    `lambda:*:*:function:${prefix}-*`,
    `events:*:*:rule/${prefix}*`,
    `events:*:*:event-bus/${prefix}`,
    `scheduler:*:*:schedule*/${prefix}*`,
    `sns:*:*:${prefix}-*`,
    `dynamodb:*:*:table/${prefix}-*`,
    `logs:*:*:log-group:/aws/*/${prefix}-*`,
    `cloudwatch:*:*:alarm:${prefix}-*`,
    // stacks and stack sets, and what a stack set makes in a member
    `cloudformation:*:*:stack*/${prefix}*`,
    `cloudformation:*:*:stack/StackSet-${prefix}*`,
    `cloudformation:*:*:type/hook/${prefix}-*`,
    `s3:::${prefix.toLowerCase()}-*`,
  ];
  const own = [
    ...deployers(guarded),
    ...hubRoles(guarded),
    ...['Forwarder-*', 'Hook'].map((name) => roleArn('*', prefix + name)),
  ];
  return [
    deny({ NotAction: READS, Resource: places.map((place) => `arn:*:${place}`), Condition: unlessBy(...own) }),
    deny({
      NotAction: ['sqs:Get*', 'sqs:List*'],
      Resource: `arn:*:sqs:*:*:${prefix}-*`,
      Condition: unlessBy(...own, ...operators),
    }),
  ];
}

/** The mapping from queue to function has no name; it is known by its function. */
function eventSources(guarded: Guarded): JsonObject {
  return deny({
    Action: ['lambda:DeleteEventSourceMapping', 'lambda:UpdateEventSourceMapping'],
    Condition: {
      ArnLike: { 'lambda:FunctionArn': `arn:*:lambda:*:*:function:${guarded.prefix}-*` },
      ...unlessBy(...deployers(guarded)),
    },
  });
}

/** Keys have no names but their aliases. To sign is denied too: who signs could write a ledger of their own. */
function signingKey(guarded: Guarded): JsonObject {
  return deny({
    NotAction: ['kms:Describe*', 'kms:Get*', 'kms:List*', 'kms:Verify'],
    Resource: 'arn:*:kms:*:*:key/*',
    Condition: {
      'ForAnyValue:StringLike': { 'kms:ResourceAliases': `alias/${guarded.prefix}/*` },
      ...unlessBy(...deployers(guarded), ...hubRoles(guarded)),
    },
  });
}
