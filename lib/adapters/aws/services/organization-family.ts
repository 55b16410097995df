import {
  AttachPolicyCommand,
  DescribePolicyCommand,
  DetachPolicyCommand,
  ListParentsCommand,
  ListTargetsForPolicyCommand,
  MoveAccountCommand,
  type OrganizationsClient,
  UpdatePolicyCommand,
} from '@aws-sdk/client-organizations';
import type { OrganizationOrder } from '../../../core/account/plan-call.ts';
import { isSame, overwriting } from '../../../core/account/services/overwriting.ts';
import { storedDocument } from '../../../core/account/stored-document.ts';
import type { JsonValue } from '../../../core/json.ts';
import type { CallBudget } from '../call-budget.ts';
import { documentText } from '../commands/command.ts';
import { allOf } from '../token-pages.ts';
import type { Family, Looked } from './service-family.ts';

/** Organizations, as the account that may change its policies. Source: AWS Organizations API reference. */
export function organizationFamily(organizations: OrganizationsClient, budget: CallBudget): Family<OrganizationOrder> {
  return { look: (call) => look(call, organizations, budget), send: (call) => send(call, organizations, budget) };
}

async function look(call: OrganizationOrder, organizations: OrganizationsClient, budget: CallBudget): Promise<Looked> {
  switch (call.name) {
    case 'AttachPolicy':
    case 'DetachPolicy': {
      const targets = await allOf(
        (NextToken) =>
          budget.spendOn('the targets of a policy could not be read', (options) =>
            organizations.send(new ListTargetsForPolicyCommand({ PolicyId: call.policyId, NextToken }), options),
          ),
        ({ Targets }) => Targets,
      );
      const isAttached = targets.some(({ TargetId }) => TargetId === call.targetId);
      if (isAttached === (call.name === 'AttachPolicy')) return 'already';
      if (call.expects === undefined) return 'as-expected';
      const says = await contentOf(call.policyId, organizations, budget);
      return isSame(says, call.expects) ? 'as-expected' : 'changed';
    }
    case 'UpdatePolicy': {
      const live = await contentOf(call.policyId, organizations, budget);
      return overwriting({ live, wanted: call.document, expects: call.expects });
    }
    case 'MoveAccount': {
      const { Parents = [] } = await budget.spendOn('the place of an account could not be read', (options) =>
        organizations.send(new ListParentsCommand({ ChildId: call.account }), options),
      );
      return overwriting({ live: Parents[0]?.Id ?? null, wanted: call.to, expects: call.from });
    }
  }
}

async function contentOf(policyId: string, organizations: OrganizationsClient, budget: CallBudget): Promise<JsonValue> {
  const { Policy } = await budget.spendOn('a policy could not be read', (options) =>
    organizations.send(new DescribePolicyCommand({ PolicyId: policyId }), options),
  );
  return storedDocument(Policy?.Content ?? '');
}

async function send(call: OrganizationOrder, organizations: OrganizationsClient, budget: CallBudget): Promise<void> {
  await budget.spendOn(`${call.name} failed`, async (options) => {
    switch (call.name) {
      case 'AttachPolicy':
        return organizations.send(
          new AttachPolicyCommand({ PolicyId: call.policyId, TargetId: call.targetId }),
          options,
        );
      case 'DetachPolicy':
        return organizations.send(
          new DetachPolicyCommand({ PolicyId: call.policyId, TargetId: call.targetId }),
          options,
        );
      case 'UpdatePolicy': {
        const changed = { PolicyId: call.policyId, Content: documentText(call.document) };
        return organizations.send(new UpdatePolicyCommand(changed), options);
      }
      case 'MoveAccount': {
        const move = { AccountId: call.account, SourceParentId: call.from, DestinationParentId: call.to };
        return organizations.send(new MoveAccountCommand(move), options);
      }
    }
  });
}
