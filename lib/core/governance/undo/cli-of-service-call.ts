import type {
  AssignmentOrder,
  MembershipOrder,
  OrganizationOrder,
  PermissionSetOrder,
  PolicyOrder,
  ServiceCall,
  StatementOrder,
} from '../../account/plan-call.ts';
import { repositoryNameOf, secretIdOf } from '../../account/services/resource-names.ts';
import type { JsonValue } from '../../json.ts';
import { boundaryText, referenceText } from './policy-shorthand.ts';
import { kebab } from './kebab.ts';
import { awsCommand } from './shell-word.ts';

/** The command of the AWS CLI that makes a call of another service than IAM. */
export function cliOfServiceCall(call: ServiceCall): string {
  switch (call.service) {
    case 'sso':
      return 'assignment' in call ? cliOfAssignment(call) : cliOfPermissionSet(call);
    case 'identitystore':
      return cliOfMembership(call);
    case 'organizations':
      return cliOfOrganization(call);
    case 's3':
    case 'kms':
    case 'sns':
    case 'sqs':
    case 'dynamodb':
    case 'secretsmanager':
    case 'ecr':
      return `${cliOfPolicy(call)} ${awsCommand`--region ${call.region}`}`;
    case 'lambda':
      return `${cliOfStatement(call)} ${awsCommand`--region ${call.region}`}`;
  }
}

function cliOfPermissionSet(call: PermissionSetOrder): string {
  const set = awsCommand`--instance-arn ${call.instanceArn} --permission-set-arn ${call.permissionSetArn}`;
  switch (call.name) {
    case 'AttachManagedPolicyToPermissionSet':
      return `${awsCommand`aws sso-admin attach-managed-policy-to-permission-set --managed-policy-arn ${call.policyArn}`} ${set}`;
    case 'DetachManagedPolicyFromPermissionSet':
      return `${awsCommand`aws sso-admin detach-managed-policy-from-permission-set --managed-policy-arn ${call.policyArn}`} ${set}`;
    case 'AttachCustomerManagedPolicyReferenceToPermissionSet':
      return `${awsCommand`aws sso-admin attach-customer-managed-policy-reference-to-permission-set --customer-managed-policy-reference ${referenceText(call.reference)}`} ${set}`;
    case 'DetachCustomerManagedPolicyReferenceFromPermissionSet':
      return `${awsCommand`aws sso-admin detach-customer-managed-policy-reference-from-permission-set --customer-managed-policy-reference ${referenceText(call.reference)}`} ${set}`;
    case 'PutInlinePolicyToPermissionSet':
      return `${awsCommand`aws sso-admin put-inline-policy-to-permission-set --inline-policy ${textOf(call.document)}`} ${set}`;
    case 'DeleteInlinePolicyFromPermissionSet':
      return `aws sso-admin delete-inline-policy-from-permission-set ${set}`;
    case 'PutPermissionsBoundaryToPermissionSet':
      return `${awsCommand`aws sso-admin put-permissions-boundary-to-permission-set --permissions-boundary ${boundaryText(call.boundary)}`} ${set}`;
    case 'DeletePermissionsBoundaryFromPermissionSet':
      return `aws sso-admin delete-permissions-boundary-from-permission-set ${set}`;
    case 'ProvisionPermissionSet':
      return `aws sso-admin provision-permission-set --target-type ALL_PROVISIONED_ACCOUNTS ${set}`;
  }
}

function cliOfAssignment({ name, instanceArn, assignment }: AssignmentOrder): string {
  const { permissionSetArn, account, assignee } = assignment;
  const operation = name === 'CreateAccountAssignment' ? 'create-account-assignment' : 'delete-account-assignment';
  const set = awsCommand`--instance-arn ${instanceArn} --permission-set-arn ${permissionSetArn}`;
  const who = awsCommand`--principal-type ${assignee.kind.toUpperCase()} --principal-id ${assignee.id}`;
  return `${awsCommand`aws sso-admin ${operation} --target-type AWS_ACCOUNT --target-id ${account}`} ${set} ${who}`;
}

/** A membership is taken away by its id, which is asked for. */
function cliOfMembership({ name, identityStoreId, groupId, userId }: MembershipOrder): string {
  const store = awsCommand`--identity-store-id ${identityStoreId}`;
  const who = awsCommand`--group-id ${groupId} --member-id ${`UserId=${userId}`}`;
  if (name === 'CreateGroupMembership') return `aws identitystore create-group-membership ${store} ${who}`;
  const id = `aws identitystore get-group-membership-id ${store} ${who} --query MembershipId --output text`;
  return `aws identitystore delete-group-membership ${store} --membership-id "$(${id})"`;
}

function cliOfOrganization(call: OrganizationOrder): string {
  switch (call.name) {
    case 'AttachPolicy':
      return awsCommand`aws organizations attach-policy --policy-id ${call.policyId} --target-id ${call.targetId}`;
    case 'DetachPolicy':
      return awsCommand`aws organizations detach-policy --policy-id ${call.policyId} --target-id ${call.targetId}`;
    case 'UpdatePolicy':
      return awsCommand`aws organizations update-policy --policy-id ${call.policyId} --content ${textOf(call.document)}`;
    case 'MoveAccount':
      return awsCommand`aws organizations move-account --account-id ${call.account} --source-parent-id ${call.from} --destination-parent-id ${call.to}`;
  }
}

function cliOfPolicy({ service, resource, document }: PolicyOrder): string {
  const text = textOf(document);
  const name = resource.slice(resource.lastIndexOf(':') + 1);
  switch (service) {
    case 's3':
      return document === null
        ? awsCommand`aws s3api delete-bucket-policy --bucket ${name}`
        : awsCommand`aws s3api put-bucket-policy --bucket ${name} --policy ${text}`;
    case 'kms':
      return awsCommand`aws kms put-key-policy --key-id ${resource} --policy-name default --policy ${text}`;
    case 'sns':
      return awsCommand`aws sns set-topic-attributes --topic-arn ${resource} --attribute-name Policy --attribute-value ${text}`;
    case 'sqs': {
      const attributes = JSON.stringify({ Policy: document === null ? '' : text });
      const url = awsCommand`aws sqs get-queue-url --queue-name ${name} --queue-owner-aws-account-id ${resource.split(':')[4] ?? ''} --region ${resource.split(':')[3] ?? ''} --query QueueUrl --output text`;
      return `${awsCommand`aws sqs set-queue-attributes --attributes ${attributes} --queue-url`} "$(${url})"`;
    }
    case 'dynamodb':
      return document === null
        ? awsCommand`aws dynamodb delete-resource-policy --resource-arn ${resource}`
        : awsCommand`aws dynamodb put-resource-policy --resource-arn ${resource} --policy ${text}`;
    case 'secretsmanager': {
      const secret = secretIdOf(resource);
      return document === null
        ? awsCommand`aws secretsmanager delete-resource-policy --secret-id ${secret}`
        : awsCommand`aws secretsmanager put-resource-policy --secret-id ${secret} --resource-policy ${text}`;
    }
    case 'ecr': {
      const repository = repositoryNameOf(resource);
      return document === null
        ? awsCommand`aws ecr delete-repository-policy --repository-name ${repository}`
        : awsCommand`aws ecr set-repository-policy --repository-name ${repository} --policy-text ${text}`;
    }
  }
}

function cliOfStatement({ name, resource, qualifier, statementId, asked }: StatementOrder): string {
  const about = awsCommand`--function-name ${resource} --statement-id ${statementId}`;
  const where = qualifier === undefined ? '' : ` ${awsCommand`--qualifier ${qualifier}`}`;
  if (name === 'RemovePermission') return `aws lambda remove-permission ${about}${where}`;
  const options = Object.entries(asked).map(([member, value]) => awsCommand`--${kebab(member)} ${value}`);
  return ['aws lambda add-permission', `${about}${where}`, ...options].join(' ');
}

function textOf(document: JsonValue): string {
  return typeof document === 'string' ? document : JSON.stringify(document);
}
