import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  type IAMClient,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CANARY_GRANT, CANARY_PATH, CANARY_TRUST } from '../../core/governance/ledger/drill.ts';
import type { Canary } from '../../ports/canary.ts';
import type { Pause } from '../../ports/pause.ts';
import { codeOf } from './iam-fault.ts';

/** Where the canary role is made. */
export interface IamCanaryDeps {
  /** Of the account in which the canary is made. */
  readonly iam: IAMClient;
  readonly partition: string;
  /** 12 digits. */
  readonly account: string;
  readonly pause: Pause;
}

/** The name of the inline policy with the excess. */
const GRANT = 'canary';
/** Waits before a step is tried again, in milliseconds: IAM shows what it made late, and Ambit may add a hold meanwhile. */
const TRY_AGAIN_AFTER = [500, 1000, 2000, 4000] as const;

/** A canary in IAM. */
export class IamCanary implements Canary {
  readonly arn: string;
  readonly #name: string;
  readonly #deps: IamCanaryDeps;

  constructor(name: string, deps: IamCanaryDeps) {
    this.#name = name;
    this.#deps = deps;
    this.arn = `arn:${deps.partition}:iam::${deps.account}:role${CANARY_PATH}${name}`;
  }

  async make(): Promise<void> {
    const RoleName = this.#name;
    await this.#deps.iam.send(
      new CreateRoleCommand({
        RoleName,
        Path: CANARY_PATH,
        Description: 'Canary of a drill of Ambit. Nobody can assume it, and what it is granted cannot be used.',
        AssumeRolePolicyDocument: JSON.stringify(CANARY_TRUST),
      }),
    );
    const grant = { RoleName, PolicyName: GRANT, PolicyDocument: JSON.stringify(CANARY_GRANT) };
    await this.#patiently('NoSuchEntity', () => this.#deps.iam.send(new PutRolePolicyCommand(grant)));
  }

  async remove(): Promise<void> {
    await this.#patiently('DeleteConflict', () => this.#removeOnce());
  }

  async #removeOnce(): Promise<void> {
    const { iam } = this.#deps;
    const RoleName = this.#name;
    // lists may not show yet what was just made, so its own policy and the role are not looked for
    for (const PolicyName of new Set([GRANT, ...(await this.#inline())])) {
      await ifThere(() => iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })));
    }
    for (const PolicyArn of await this.#attached()) {
      await ifThere(() => iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })));
    }
    await ifThere(() => iam.send(new DeleteRoleCommand({ RoleName })));
  }

  async #inline(): Promise<readonly string[]> {
    const names: string[] = [];
    await ifThere(async () => {
      const pages = paginateListRolePolicies({ client: this.#deps.iam }, { RoleName: this.#name });
      for await (const page of pages) names.push(...(page.PolicyNames ?? []));
    });
    return names;
  }

  async #attached(): Promise<readonly string[]> {
    const arns: string[] = [];
    await ifThere(async () => {
      const pages = paginateListAttachedRolePolicies({ client: this.#deps.iam }, { RoleName: this.#name });
      for await (const page of pages)
        arns.push(...(page.AttachedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []));
    });
    return arns;
  }

  /** Does a step again while IAM answers with this code, which soon passes. */
  async #patiently(passing: string, step: () => Promise<unknown>): Promise<void> {
    for (const wait of TRY_AGAIN_AFTER) {
      try {
        await step();
        return;
      } catch (fault) {
        if (codeOf(fault) !== passing) throw fault;
        await this.#deps.pause(wait);
      }
    }
    await step();
  }
}

/** What is gone already need not be removed. */
async function ifThere(step: () => Promise<unknown>): Promise<void> {
  try {
    await step();
  } catch (fault) {
    if (codeOf(fault) !== 'NoSuchEntity') throw fault;
  }
}
