import {
  CreateAccountAssignmentCommand,
  DeleteAccountAssignmentCommand,
  ListAccountAssignmentsCommand,
} from '@aws-sdk/client-sso-admin';
import type { AssignmentOrder } from '../../../core/account/plan-call.ts';
import type { SsoAsking } from '../sso-asking.ts';
import { allOf } from '../token-pages.ts';
import { assigned, unassigned } from './async-outcomes.ts';
import type { Family } from './service-family.ts';

/** Assignments of permission sets, which Identity Center makes and takes away later. Source: its API reference. */
export function assignmentFamily(
  asking: SsoAsking,
  pause: (milliseconds: number) => Promise<void>,
): Family<AssignmentOrder> {
  return {
    async look(call) {
      const isAssigned = await isThere(call, asking);
      return isAssigned === (call.name === 'CreateAccountAssignment') ? 'already' : 'as-expected';
    },
    async send(call) {
      const { instanceArn: InstanceArn, name } = call;
      const about = { InstanceArn, ...targetOf(call) };
      const waiting = { asking, pause };
      switch (name) {
        case 'CreateAccountAssignment': {
          const command = new CreateAccountAssignmentCommand(about);
          const made = await asking.make(`sso:${name}`, (options) => asking.sso.send(command, options));
          return assigned(InstanceArn, made.AccountAssignmentCreationStatus, waiting);
        }
        case 'DeleteAccountAssignment': {
          const command = new DeleteAccountAssignmentCommand(about);
          const made = await asking.make(`sso:${name}`, (options) => asking.sso.send(command, options));
          return unassigned(InstanceArn, made.AccountAssignmentDeletionStatus, waiting);
        }
      }
    },
  };
}

function targetOf({ assignment: { permissionSetArn, account, assignee } }: AssignmentOrder) {
  return {
    PermissionSetArn: permissionSetArn,
    TargetId: account,
    TargetType: 'AWS_ACCOUNT' as const,
    PrincipalType: assignee.kind === 'user' ? ('USER' as const) : ('GROUP' as const),
    PrincipalId: assignee.id,
  };
}

async function isThere(call: AssignmentOrder, asking: SsoAsking): Promise<boolean> {
  const { PermissionSetArn, TargetId: AccountId, PrincipalId, PrincipalType } = targetOf(call);
  const about = { InstanceArn: call.instanceArn, AccountId, PermissionSetArn };
  const assignments = await allOf(
    (NextToken) =>
      asking.ask('sso:ListAccountAssignments', (options) =>
        asking.sso.send(new ListAccountAssignmentsCommand({ ...about, NextToken }), options),
      ),
    ({ AccountAssignments }) => AccountAssignments,
  );
  return assignments.some((each) => each.PrincipalId === PrincipalId && each.PrincipalType === PrincipalType);
}
