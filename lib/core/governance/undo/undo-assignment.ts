import type { Reason } from '../../access/excess.ts';
import type { AssignmentCall, MembershipCall } from '../../account/identity-center/identity-center-call.ts';
import type { Call } from '../../activity/call.ts';
import { textAt } from '../../activity/member.ts';
import { awsCommand } from './shell-word.ts';
import { instanceOf } from './undo-permission-set-call.ts';

/** How people take an assignment back: the command of the AWS CLI, where Identity Center is managed. */
export function undoOfAssignment({ assignment }: AssignmentCall, { change }: Call): Reason {
  const { permissionSetArn, account, assignee } = assignment;
  const about = [
    awsCommand`--instance-arn ${instanceOf(change)} --permission-set-arn ${permissionSetArn}`,
    awsCommand`--target-type AWS_ACCOUNT --target-id ${account}`,
    awsCommand`--principal-type ${assignee.kind.toUpperCase()} --principal-id ${assignee.id}`,
  ];
  const detail = `DeleteAccountAssignment undoes it: aws sso-admin delete-account-assignment ${about.join(' ')}`;
  return { rule: 'undo', detail };
}

/** How people take a membership back. */
export function undoOfMembership(call: MembershipCall, { change }: Call): Reason {
  const store = ('asked' in change ? textAt(change.asked, 'identityStoreId') : undefined) ?? 'IDENTITY_STORE_ID';
  const [group, user] = 'groupId' in call ? [call.groupId, call.userId] : ['GROUP_ID', 'USER_ID'];
  const asking = awsCommand`aws identitystore get-group-membership-id --identity-store-id ${store} --group-id ${group} --member-id ${`UserId=${user}`}`;
  const removing = awsCommand`aws identitystore delete-group-membership --identity-store-id ${store}`;
  const detail = `DeleteGroupMembership undoes it: ${asking}, then ${removing} with that --membership-id`;
  return { rule: 'undo', detail };
}
