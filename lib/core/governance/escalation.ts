import type { ExcessBox, Reason } from '../access/excess.ts';
import { globMatches } from '../policy/glob.ts';

/** An action by which its holder can reach access that nobody gave it. */
export interface EscalationAction {
  /** `iam:PassRole`. */
  readonly action: string;
  /** How it is done, for people. */
  readonly path: string;
  /** Where it is described: the id of a path at pathfinding.cloud, or `Rhino` for the list of Rhino Security Labs. */
  readonly source: string;
}

/**
 * The action of each known path that decides about it: the one that hands the access over. The other actions of a path
 * (`lambda:InvokeFunction` …) are common, so a path counts as open as soon as its deciding action is in an excess.
 * Sources: pathfinding.cloud (DataDog); "AWS Privilege Escalation: Methods and Mitigation" (Rhino Security Labs).
 */
export const ESCALATION_ACTIONS: readonly EscalationAction[] = [
  { action: 'iam:CreatePolicyVersion', path: 'rewrites a policy that is attached to it', source: 'iam-001' },
  { action: 'iam:SetDefaultPolicyVersion', path: 'brings back a wider version of a policy', source: 'Rhino' },
  { action: 'iam:AttachUserPolicy', path: 'attaches any policy to a user', source: 'iam-008' },
  { action: 'iam:AttachGroupPolicy', path: 'attaches any policy to a group', source: 'iam-010' },
  { action: 'iam:AttachRolePolicy', path: 'attaches any policy to a role', source: 'iam-009' },
  { action: 'iam:PutUserPolicy', path: 'writes a policy into a user', source: 'iam-007' },
  { action: 'iam:PutGroupPolicy', path: 'writes a policy into a group', source: 'iam-011' },
  { action: 'iam:PutRolePolicy', path: 'writes a policy into a role', source: 'iam-005' },
  { action: 'iam:AddUserToGroup', path: 'joins a group that may more', source: 'iam-013' },
  { action: 'iam:UpdateAssumeRolePolicy', path: 'lets itself assume a role', source: 'iam-012' },
  { action: 'iam:CreateAccessKey', path: 'makes a key for another user', source: 'iam-002' },
  { action: 'iam:CreateLoginProfile', path: 'makes a password for another user', source: 'iam-004' },
  { action: 'iam:UpdateLoginProfile', path: 'changes the password of another user', source: 'iam-006' },
  { action: 'iam:DeleteRolePermissionsBoundary', path: 'removes the boundary of a role', source: 'IAM user guide' },
  { action: 'iam:DeleteUserPermissionsBoundary', path: 'removes the boundary of a user', source: 'IAM user guide' },
  { action: 'iam:PutRolePermissionsBoundary', path: 'loosens the boundary of a role', source: 'IAM user guide' },
  { action: 'iam:PutUserPermissionsBoundary', path: 'loosens the boundary of a user', source: 'IAM user guide' },
  { action: 'iam:DetachRolePolicy', path: 'detaches a policy that denies', source: 'IAM user guide' },
  { action: 'iam:DetachUserPolicy', path: 'detaches a policy that denies', source: 'IAM user guide' },
  { action: 'iam:DeleteRolePolicy', path: 'deletes a policy that denies', source: 'IAM user guide' },
  { action: 'iam:DeleteUserPolicy', path: 'deletes a policy that denies', source: 'IAM user guide' },
  { action: 'iam:PassRole', path: 'hands a role to something it controls', source: 'lambda-001' },
  { action: 'sts:AssumeRole', path: 'acts as another role', source: 'sts-001' },
  { action: 'lambda:UpdateFunctionCode', path: "runs its code with a function's role", source: 'lambda-003' },
  {
    action: 'lambda:UpdateFunctionConfiguration',
    path: 'puts a layer into a function and gets its role',
    source: 'Rhino',
  },
  { action: 'cloudformation:UpdateStack', path: "changes a stack with the stack's role", source: 'cloudformation-002' },
  {
    action: 'cloudformation:ExecuteChangeSet',
    path: "changes a stack with the stack's role",
    source: 'cloudformation-005',
  },
  { action: 'cloudformation:UpdateStackSet', path: 'changes stacks in other accounts', source: 'cloudformation-004' },
  { action: 'codebuild:StartBuild', path: "runs a build of its own with a project's role", source: 'codebuild-002' },
  {
    action: 'codebuild:StartBuildBatch',
    path: "runs a build of its own with a project's role",
    source: 'codebuild-003',
  },
  { action: 'apprunner:UpdateService', path: "runs its image with a service's role", source: 'apprunner-002' },
  {
    action: 'bedrock-agentcore:InvokeCodeInterpreter',
    path: "runs code with an interpreter's role",
    source: 'bedrock-002',
  },
  { action: 'ec2:ModifyInstanceAttribute', path: "changes an instance's start script", source: 'ec2-002' },
  { action: 'ec2:ModifyLaunchTemplate', path: 'changes what new instances run', source: 'ec2-004' },
  {
    action: 'ec2-instance-connect:SendSSHPublicKey',
    path: 'logs in to an instance with a role',
    source: 'ec2instanceconnect-003',
  },
  { action: 'ssm:StartSession', path: 'opens a shell on an instance with a role', source: 'ssm-001' },
  { action: 'ssm:SendCommand', path: 'runs commands on an instance with a role', source: 'ssm-002' },
  { action: 'glue:UpdateDevEndpoint', path: 'logs in to an endpoint with a role', source: 'glue-002' },
  { action: 'glue:UpdateJob', path: "runs its script with a job's role", source: 'glue-005' },
  {
    action: 'sagemaker:CreatePresignedNotebookInstanceUrl',
    path: 'opens a notebook with a role',
    source: 'sagemaker-004',
  },
  {
    action: 'sagemaker:UpdateNotebookInstance',
    path: 'changes what a notebook with a role runs',
    source: 'sagemaker-005',
  },
];

/** So many are explained each, the others are named: people read a few reasons, not forty. */
const MOST_NAMED = 8;

/** The known escalations that an excess opens. */
export function escalationsIn(excess: readonly ExcessBox[]): readonly EscalationAction[] {
  const patterns = excess.flatMap((box) => box.actions.map((action) => action.toLowerCase()));
  return ESCALATION_ACTIONS.filter(({ action }) =>
    patterns.some((pattern) => globMatches(pattern, action.toLowerCase())),
  );
}

/** Whether an excess holds every action there is. */
export function holdsEverything(excess: readonly ExcessBox[]): boolean {
  return excess.some((box) => box.actions.some((action) => action === '*' || action === '*:*'));
}

/** The escalations of an excess as reasons, rule `escalation-path`; one reason where the excess holds every action. */
export function escalationReasons(excess: readonly ExcessBox[]): readonly Reason[] {
  if (holdsEverything(excess)) {
    return [{ rule: 'escalation-path', detail: 'every action is in excess, so every escalation path is open' }];
  }
  const open = escalationsIn(excess);
  const named = open.slice(0, MOST_NAMED).map(({ action, path, source }) => `${action}: ${path} (${source})`);
  const rest = open.slice(MOST_NAMED).map(({ action }) => action);
  const details = rest.length === 0 ? named : [...named, `also by ${rest.join(', ')}`];
  return details.map((detail) => ({ rule: 'escalation-path', detail }));
}
