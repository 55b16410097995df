import { at, has, lacks } from './losses.ts';
import { back, by, type CallRow, roleRows } from './row.ts';
import { given, stack, stackSet } from './shapes.ts';

const roles = ['in.roleARN'];
const stackSetRoles = ['in.administrationRoleARN', 'in.executionRoleName'];

/**
 * Calls that hand a role to CloudFormation, or let it act with one that a stack has. A stack keeps its role: a change that
 * names none is made with it, whoever asks for the change. A stack that was made without one acts as who asks.
 * Source: CloudFormation user guide, "AWS CloudFormation service role"; the AWS API models.
 */
export const STACK_ROLE_CALLS: readonly CallRow[] = [
  ...roleRows('role-handed', 'cloudformation', {
    CreateStack: { resources: [{ at: 'out.stackId' }, stack], roles, advice: by('DeleteStack') },
    UpdateStack: { resources: [stack], roles, when: has('in.roleARN'), advice: back('UpdateStack') },
    DeleteStack: { resources: [stack], roles, when: has('in.roleARN') },
    CreateChangeSet: {
      resources: [{ at: 'out.stackId' }, stack],
      roles,
      when: [has('in.roleARN'), at('in.changeSetType', 'CREATE')],
      advice: by('DeleteChangeSet'),
    },
    ContinueUpdateRollback: { resources: [stack], roles, when: has('in.roleARN') },
    RollbackStack: { resources: [stack], roles, when: has('in.roleARN') },
    CreateStackSet: { resources: [stackSet], roles: stackSetRoles, advice: by('DeleteStackSet') },
    UpdateStackSet: { resources: [stackSet], roles: stackSetRoles, advice: back('UpdateStackSet') },
    ActivateType: {
      resources: given('in.publicTypeArn', 'in.typeName'),
      roles: ['in.executionRoleArn'],
      advice: by('DeactivateType'),
    },
    RegisterType: { resources: given('in.typeName'), roles: ['in.executionRoleArn'], advice: by('DeregisterType') },
  }),
  ...roleRows('role-used', 'cloudformation', {
    UpdateStack: { resources: [stack], when: lacks('roleARN'), advice: back('UpdateStack') },
    // named by its ARN, a change set needs no stack beside it
    ExecuteChangeSet: { resources: [stack, { at: 'in.changeSetName' }], advice: back('UpdateStack') },
    ContinueUpdateRollback: { resources: [stack], when: lacks('roleARN') },
    RollbackStack: { resources: [stack], when: lacks('roleARN') },
  }),
];
