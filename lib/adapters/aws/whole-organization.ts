import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListPoliciesCommand,
  ListRootsCommand,
  ListTargetsForPolicyCommand,
  type OrganizationsClient,
  type Root,
} from '@aws-sdk/client-organizations';
import {
  type Attachments,
  GUARDRAIL_TYPES,
  type GuardrailType,
  type Organization,
  type OrganizationPolicy,
} from '../../core/account/organization/organization.ts';
import { storedDocument } from '../../core/account/stored-document.ts';
import type { OrganizationReader } from '../../ports/organization-reader.ts';
import { atMost, type AtMost } from './at-most.ts';
import type { CallBudget, SendOptions } from './call-budget.ts';
import { allOf } from './token-pages.ts';

/** Organizations throttles early; a few questions at a time keep below what was seen to be throttled. */
const MOST_AT_ONCE = 3;

/**
 * Reads the organization that the hub's account may describe: two questions for each unit and each policy, and those for
 * what has several pages.
 */
export class WholeOrganization implements OrganizationReader {
  readonly #organizations: OrganizationsClient;
  readonly #budget: CallBudget;
  readonly #atMost: AtMost = atMost(MOST_AT_ONCE);

  constructor(organizations: OrganizationsClient, budget: CallBudget) {
    this.#organizations = organizations;
    this.#budget = budget;
  }

  async organization(): Promise<Organization | undefined> {
    const described = await this.#described();
    if (described === undefined) return undefined;
    const roots = await this.#roots();
    const parents = new Map<string, string>();
    for (const { Id } of roots) await this.#below(nameOf(Id, 'a root'), parents);
    const enabled = GUARDRAIL_TYPES.filter((type) => roots.some((root) => isEnabled(root, type)));
    const policies = (await Promise.all(enabled.map((type) => this.#policies(type)))).flat();
    const targets = await Promise.all(policies.map(async ({ id }) => [id, await this.#targetsOf(id)] as const));
    const places = [...roots.map(({ Id }) => nameOf(Id, 'a root')), ...parents.keys()];
    return {
      coverage: 'whole',
      ...described,
      parents,
      attached: attachmentsOf(places, targets),
      policies: new Map(policies.map((policy) => [policy.id, policy])),
      disabled: new Set(GUARDRAIL_TYPES.filter((type) => !enabled.includes(type))),
    };
  }

  async #described(): Promise<Required<Pick<Organization, 'id' | 'managementAccount'>> | undefined> {
    try {
      const { Organization: found } = await this.#ask('organizations:DescribeOrganization', (options) =>
        this.#organizations.send(new DescribeOrganizationCommand({}), options),
      );
      return {
        id: nameOf(found?.Id, 'the organization'),
        managementAccount: nameOf(found?.MasterAccountId, 'the management account'),
      };
    } catch (fault) {
      if (isNotInUse(fault)) return undefined;
      throw fault;
    }
  }

  #roots(): Promise<readonly Root[]> {
    return allOf(
      (NextToken) =>
        this.#ask('organizations:ListRoots', (options) =>
          this.#organizations.send(new ListRootsCommand({ NextToken }), options),
        ),
      ({ Roots }) => Roots,
    );
  }

  /** Adds all units and accounts below a place, with what is right above each. */
  async #below(ParentId: string, parents: Map<string, string>): Promise<void> {
    const accounts = await allOf(
      (NextToken) =>
        this.#ask('organizations:ListAccountsForParent', (options) =>
          this.#organizations.send(new ListAccountsForParentCommand({ ParentId, NextToken }), options),
        ),
      ({ Accounts }) => Accounts,
    );
    const units = await allOf(
      (NextToken) =>
        this.#ask('organizations:ListOrganizationalUnitsForParent', (options) =>
          this.#organizations.send(new ListOrganizationalUnitsForParentCommand({ ParentId, NextToken }), options),
        ),
      ({ OrganizationalUnits }) => OrganizationalUnits,
    );
    for (const { Id } of [...accounts, ...units]) parents.set(nameOf(Id, `a child of ${ParentId}`), ParentId);
    await Promise.all(units.map(({ Id }) => this.#below(nameOf(Id, 'a unit'), parents)));
  }

  async #policies(Filter: GuardrailType): Promise<readonly OrganizationPolicy[]> {
    const listed = await allOf(
      (NextToken) =>
        this.#ask('organizations:ListPolicies', (options) =>
          this.#organizations.send(new ListPoliciesCommand({ Filter, NextToken }), options),
        ),
      ({ Policies }) => Policies,
    );
    return Promise.all(listed.map(({ Id }) => this.#policy(nameOf(Id, 'a policy'), Filter)));
  }

  async #policy(id: string, type: GuardrailType): Promise<OrganizationPolicy> {
    const { Policy } = await this.#ask('organizations:DescribePolicy', (options) =>
      this.#organizations.send(new DescribePolicyCommand({ PolicyId: id }), options),
    );
    const name = Policy?.PolicySummary?.Name;
    const document = storedDocument(nameOf(Policy?.Content, `what ${id} says`));
    return { id, ...(name === undefined ? {} : { name }), type, document };
  }

  async #targetsOf(PolicyId: string): Promise<readonly string[]> {
    const targets = await allOf(
      (NextToken) =>
        this.#ask('organizations:ListTargetsForPolicy', (options) =>
          this.#organizations.send(new ListTargetsForPolicyCommand({ PolicyId, NextToken }), options),
        ),
      ({ Targets }) => Targets,
    );
    return targets.map(({ TargetId }) => nameOf(TargetId, `a target of ${PolicyId}`));
  }

  #ask<T>(action: string, send: (options: SendOptions) => Promise<T>): Promise<T> {
    return this.#atMost(() => this.#budget.spendOn(`the organization could not be read: ${action} failed`, send));
  }
}

function isEnabled({ PolicyTypes = [] }: Root, type: GuardrailType): boolean {
  return PolicyTypes.some(({ Type, Status }) => Type === type && Status === 'ENABLED');
}

function attachmentsOf(
  places: readonly string[],
  targets: readonly (readonly [string, readonly string[]])[],
): ReadonlyMap<string, Attachments> {
  const attached = new Map(places.map((place): [string, string[]] => [place, []]));
  for (const [policy, ids] of targets) for (const id of ids) attached.get(id)?.push(policy);
  return new Map([...attached].map(([place, policies]) => [place, { policies: policies.sort() }]));
}

function nameOf(value: string | undefined, what: string): string {
  if (value === undefined) throw new Error(`Organizations gave ${what} without saying which`);
  return value;
}

function isNotInUse(fault: unknown): boolean {
  return (
    fault instanceof Error && fault.cause instanceof Error && fault.cause.name === 'AWSOrganizationsNotInUseException'
  );
}
