import type { EscalationPath } from './path.ts';

/** Paths that pathfinding.cloud does not list. */
export const FURTHER_PATHS: readonly EscalationPath[] = [
  {
    id: 'privesc2-SetExistingDefaultPolicyVersion',
    needs: ['iam:SetDefaultPolicyVersion'],
    path: 'brings back a wider version of a policy',
    source: 'iam-vulnerable',
  },
  {
    id: 'lambda-layer',
    needs: ['lambda:UpdateFunctionConfiguration'],
    path: 'puts a layer into a function and gets its role',
    source: 'Rhino Security Labs',
  },
  {
    id: 'instance-profile-associated',
    needs: ['iam:PassRole', 'ec2:AssociateIamInstanceProfile'],
    path: 'gives an instance that it controls a role of its choice',
    passedTo: 'ec2.amazonaws.com',
    source: 'iam-vulnerable',
  },
  {
    id: 'instance-profile-replaced',
    needs: ['iam:PassRole', 'ec2:ReplaceIamInstanceProfileAssociation'],
    path: 'gives an instance that it controls another role of its choice',
    passedTo: 'ec2.amazonaws.com',
    source: 'IAM user guide',
  },
  {
    id: 'role-boundary-removed',
    needs: ['iam:DeleteRolePermissionsBoundary'],
    path: 'removes the boundary of a role',
    source: 'IAM user guide',
  },
  {
    id: 'user-boundary-removed',
    needs: ['iam:DeleteUserPermissionsBoundary'],
    path: 'removes the boundary of a user',
    source: 'IAM user guide',
  },
  {
    id: 'role-boundary-loosened',
    needs: ['iam:PutRolePermissionsBoundary'],
    path: 'loosens the boundary of a role',
    source: 'IAM user guide',
  },
  {
    id: 'user-boundary-loosened',
    needs: ['iam:PutUserPermissionsBoundary'],
    path: 'loosens the boundary of a user',
    source: 'IAM user guide',
  },
  {
    id: 'role-deny-detached',
    needs: ['iam:DetachRolePolicy'],
    path: 'detaches a policy that denies',
    source: 'IAM user guide',
  },
  {
    id: 'user-deny-detached',
    needs: ['iam:DetachUserPolicy'],
    path: 'detaches a policy that denies',
    source: 'IAM user guide',
  },
  {
    id: 'role-deny-deleted',
    needs: ['iam:DeleteRolePolicy'],
    path: 'deletes a policy that denies',
    source: 'IAM user guide',
  },
  {
    id: 'user-deny-deleted',
    needs: ['iam:DeleteUserPolicy'],
    path: 'deletes a policy that denies',
    source: 'IAM user guide',
  },
];
