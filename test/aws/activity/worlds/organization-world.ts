import { applyOrganizationCall } from '../../../../lib/core/account/organization/apply-organization-call.ts';
import { FULL_ACCESS } from '../../../../lib/core/account/organization/full-access.ts';
import type { Organization } from '../../../../lib/core/account/organization/organization.ts';
import { type Call, changesOf } from '../../../../lib/core/activity/call.ts';
import { organizationCallOf } from '../../../../lib/core/activity/organization-call-of.ts';
import { canonicalText } from '../../../../lib/core/digest.ts';
import { jsonForm } from '../../../../lib/core/json.ts';
import { valueFor } from '../modelled-record.ts';
import type { World } from './world.ts';

const [FROM, TO] = [valueFor('SourceParentId'), valueFor('DestinationParentId')];
const [ROOT, UNIT, ACCOUNT] = [valueFor('RootId'), valueFor('TargetId'), valueFor('AccountId')];
const everywhere = { policies: FULL_ACCESS.map(({ id }) => id).sort() };

const START: Organization = {
  coverage: 'whole',
  parents: new Map([
    [UNIT, ROOT],
    [FROM, ROOT],
    [TO, ROOT],
    [ACCOUNT, FROM],
  ]),
  attached: new Map([ROOT, UNIT, FROM, TO, ACCOUNT].map((place) => [place, everywhere])),
  policies: new Map(FULL_ACCESS.map((policy) => [policy.id, policy])),
  disabled: new Set(),
};

/** The library's model of an organization. */
export const ORGANIZATION: World<Organization> = {
  start: START,
  making: 'CreatePolicy',
  after: (state, { call }) => {
    const made = callIn(call);
    return made === undefined ? undefined : applyOrganizationCall(state, made);
  },
  refusal(state, { call }) {
    const made = callIn(call);
    if (made === undefined) return undefined;
    switch (made.name) {
      case 'AttachPolicy':
      case 'DetachPolicy': {
        if (!state.policies.has(made.policyId)) return 'PolicyNotFoundException';
        if (state.disabled.has('SERVICE_CONTROL_POLICY')) return 'PolicyTypeNotEnabledException';
        if (!state.attached.has(made.targetId)) return 'TargetNotFoundException';
        const is = state.attached.get(made.targetId)?.policies.includes(made.policyId) === true;
        if (made.name === 'AttachPolicy') return is ? 'DuplicatePolicyAttachmentException' : undefined;
        return is ? undefined : 'PolicyNotAttachedException';
      }
      case 'CreatePolicy':
        // an id is given once
        return namesIn(state).includes(made.policy.name) || state.policies.has(made.policy.id)
          ? 'DuplicatePolicyException'
          : undefined;
      case 'UpdatePolicy':
        return state.policies.has(made.policyId) ? undefined : 'PolicyNotFoundException';
      case 'DeletePolicy': {
        if (!state.policies.has(made.policyId)) return 'PolicyNotFoundException';
        const inUse = [...state.attached.values()].some(({ policies }) => policies.includes(made.policyId));
        return inUse ? 'PolicyInUseException' : undefined;
      }
      case 'EnablePolicyType':
        return state.disabled.has(made.type) ? undefined : 'PolicyTypeAlreadyEnabledException';
      case 'DisablePolicyType':
        return state.disabled.has(made.type) ? 'PolicyTypeNotEnabledException' : undefined;
      case 'MoveAccount': {
        const parent = state.parents.get(made.account);
        if (parent === made.to) return 'DuplicateAccountException';
        return parent === made.from ? undefined : 'SourceParentNotFoundException';
      }
      case 'RemoveAccountFromOrganization':
        return state.parents.has(made.account) ? undefined : 'AccountNotFoundException';
    }
  },
  text({ policies, parents, attached, disabled }) {
    // ids of policies are assigned: their names stand for them
    const named = (id: string) => policies.get(id)?.name ?? id;
    return canonicalText(
      jsonForm({
        policies: [...policies.values()].map(({ name, type, document }) => textOf({ name, type, document })).sort(),
        parents: [...parents].map(textOf).sort(),
        attached: [...attached]
          .map(([place, { policies: ids }]) => [place, ids.map(named).sort()])
          .map(textOf)
          .sort(),
        disabled: [...disabled],
      }),
    );
  },
};

function textOf(value: unknown): string {
  return canonicalText(jsonForm(value));
}

function namesIn({ policies }: Organization): readonly (string | undefined)[] {
  return [...policies.values()].map(({ name }) => name);
}

function callIn(call: Call | undefined) {
  if (call === undefined) return undefined;
  const change = changesOf(call).find(({ kind }) => kind === 'organization');
  return change?.kind === 'organization' ? organizationCallOf(call, change) : undefined;
}
