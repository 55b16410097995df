import type { EscalationPath } from './path.ts';

/**
 * Who may change who may do what gives itself the rest.
 * Source: pathfinding.cloud (DataDog), categories `self-escalation` and `principal-access`.
 */
export const CHANGING_ACCESS: readonly EscalationPath[] = [
  {
    id: 'iam-001',
    needs: ['iam:CreatePolicyVersion'],
    path: 'rewrites a policy, such as one that is attached to it',
    known: 'privesc1-CreateNewPolicyVersion',
  },
  {
    id: 'iam-002',
    needs: ['iam:CreateAccessKey'],
    path: 'makes a key of another user',
    known: 'privesc4-CreateAccessKey',
  },
  {
    id: 'iam-003',
    needs: ['iam:CreateAccessKey', 'iam:DeleteAccessKey'],
    onOne: ['iam:CreateAccessKey', 'iam:DeleteAccessKey'],
    path: 'makes a key of another user that has two already, in place of one',
  },
  {
    id: 'iam-004',
    needs: ['iam:CreateLoginProfile'],
    path: 'makes a password for another user',
    known: 'privesc5-CreateLoginProfile',
  },
  {
    id: 'iam-005',
    needs: ['iam:PutRolePolicy'],
    path: 'writes a policy into a role, such as its own',
    known: 'privesc12-PutRolePolicy',
  },
  {
    id: 'iam-006',
    needs: ['iam:UpdateLoginProfile'],
    path: 'changes the password of another user',
    known: 'privesc6-UpdateLoginProfile',
  },
  {
    id: 'iam-007',
    needs: ['iam:PutUserPolicy'],
    path: 'writes a policy into a user',
    known: 'privesc10-PutUserPolicy',
  },
  {
    id: 'iam-008',
    needs: ['iam:AttachUserPolicy'],
    path: 'attaches any policy to a user',
    known: 'privesc7-AttachUserPolicy',
  },
  {
    id: 'iam-009',
    needs: ['iam:AttachRolePolicy'],
    path: 'attaches any policy to a role, such as its own',
    known: 'privesc9-AttachRolePolicy',
  },
  {
    id: 'iam-010',
    needs: ['iam:AttachGroupPolicy'],
    path: 'attaches any policy to a group',
    known: 'privesc8-AttachGroupPolicy',
  },
  {
    id: 'iam-011',
    needs: ['iam:PutGroupPolicy'],
    path: 'writes a policy into a group',
    known: 'privesc11-PutGroupPolicy',
  },
  {
    id: 'iam-012',
    needs: ['iam:UpdateAssumeRolePolicy'],
    path: 'lets itself assume a role',
    known: 'privesc14-UpdatingAssumeRolePolicy',
  },
  {
    id: 'iam-013',
    needs: ['iam:AddUserToGroup'],
    path: 'puts a user into a group that may more',
    known: 'privesc13-AddUserToGroup',
  },
  {
    id: 'iam-014',
    needs: ['iam:AttachRolePolicy', 'sts:AssumeRole'],
    onOne: ['iam:AttachRolePolicy', 'sts:AssumeRole'],
    path: 'attaches any policy to a role that it may assume',
  },
  {
    id: 'iam-015',
    needs: ['iam:AttachUserPolicy', 'iam:CreateAccessKey'],
    onOne: ['iam:AttachUserPolicy', 'iam:CreateAccessKey'],
    path: 'attaches any policy to a user and makes a key of it',
  },
  {
    id: 'iam-016',
    needs: ['iam:CreatePolicyVersion', 'sts:AssumeRole'],
    path: 'rewrites a policy of a role that it may assume',
  },
  {
    id: 'iam-017',
    needs: ['iam:PutRolePolicy', 'sts:AssumeRole'],
    onOne: ['iam:PutRolePolicy', 'sts:AssumeRole'],
    path: 'writes a policy into a role that it may assume',
  },
  {
    id: 'iam-018',
    needs: ['iam:PutUserPolicy', 'iam:CreateAccessKey'],
    onOne: ['iam:PutUserPolicy', 'iam:CreateAccessKey'],
    path: 'writes a policy into a user and makes a key of it',
  },
  {
    id: 'iam-019',
    needs: ['iam:AttachRolePolicy', 'iam:UpdateAssumeRolePolicy'],
    onOne: ['iam:AttachRolePolicy', 'iam:UpdateAssumeRolePolicy'],
    path: 'attaches any policy to a role and lets itself assume it',
  },
  {
    id: 'iam-020',
    needs: ['iam:CreatePolicyVersion', 'iam:UpdateAssumeRolePolicy'],
    path: 'rewrites a policy of a role and lets itself assume it',
  },
  {
    id: 'iam-021',
    needs: ['iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy'],
    onOne: ['iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy'],
    path: 'writes a policy into a role and lets itself assume it',
  },
  {
    id: 'sts-001',
    needs: ['sts:AssumeRole'],
    path: 'acts as another role',
    known: 'privesc-AssumeRole',
  },
];
