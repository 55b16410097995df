import type { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { ListInstancesCommand, type SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { atMost, type AtMost } from './at-most.ts';
import type { CallBudget, SendOptions } from './call-budget.ts';
import { allOf } from './token-pages.ts';

/** The two AWS services that make up Identity Center, with the budget their calls share. */
export interface SsoClients {
  /** In the home Region of Identity Center, as the management account or the delegated administrator. */
  readonly sso: SSOAdminClient;
  readonly identityStore: IdentitystoreClient;
  readonly budget: CallBudget;
}

/** An Identity Center and its directory. */
export interface SsoInstance {
  readonly arn: string;
  readonly identityStoreId: string;
}

/** All calls of sso-admin together may be made 20 times a second (IAM Identity Center user guide, "Quotas"). */
const MOST_AT_ONCE = 3;

/** Asks Identity Center and its directory, a few questions at a time, within the budget. */
export class SsoAsking {
  readonly sso: SSOAdminClient;
  readonly identityStore: IdentitystoreClient;
  readonly #budget: CallBudget;
  readonly #atMost: AtMost = atMost(MOST_AT_ONCE);
  #instance: SsoInstance | undefined;

  constructor({ sso, identityStore, budget }: SsoClients) {
    this.sso = sso;
    this.identityStore = identityStore;
    this.#budget = budget;
  }

  /** @param action as a policy names it: `sso:DescribePermissionSet` */
  ask<T>(action: string, send: (options: SendOptions) => Promise<T>): Promise<T> {
    return this.#atMost(() => this.#budget.spendOn(`Identity Center could not be read: ${action} failed`, send));
  }

  /** Makes a change. @param action as a policy names it: `sso:CreateAccountAssignment` */
  make<T>(action: string, send: (options: SendOptions) => Promise<T>): Promise<T> {
    return this.#atMost(() => this.#budget.spendOn(`${action} failed`, send));
  }

  /** One answer; undefined where what is asked about is not there. */
  askIfThere<T>(action: string, send: (options: SendOptions) => Promise<T>): Promise<T | undefined> {
    return this.ifThere(() => this.ask(action, send));
  }

  /** What several answers give; undefined where what they are about is not there. */
  async ifThere<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (fault) {
      if (isNotThere(fault)) return undefined;
      throw fault;
    }
  }

  /** The organization's instance, once it is known; undefined: there is none. */
  async instance(): Promise<SsoInstance | undefined> {
    this.#instance ??= await this.#readInstance();
    return this.#instance;
  }

  async #readInstance(): Promise<SsoInstance | undefined> {
    const listed = await allOf(
      (NextToken) =>
        this.ask('sso:ListInstances', (options) => this.sso.send(new ListInstancesCommand({ NextToken }), options)),
      ({ Instances }) => Instances,
    );
    if (listed.length > 1) {
      const arns = listed.map(({ InstanceArn }) => InstanceArn).join(', ');
      throw new Error(`there are several instances of Identity Center (${arns}), and only one can be read`);
    }
    const { InstanceArn: arn, IdentityStoreId: identityStoreId } = listed[0] ?? {};
    return arn === undefined || identityStoreId === undefined ? undefined : { arn, identityStoreId };
  }
}

function isNotThere(fault: unknown): boolean {
  return fault instanceof Error && fault.cause instanceof Error && fault.cause.name === 'ResourceNotFoundException';
}
