import type { IAMClient } from '@aws-sdk/client-iam';
import type { AtMost } from './at-most.ts';
import type { CallBudget, SendOptions } from './call-budget.ts';
import { NotThere, readFault } from './iam-fault.ts';
import type { MemberRole } from './member-clients.ts';

/** What an answer of IAM says of the pages that follow. */
export interface PagedAnswer {
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}

/** Asks the IAM of one account, as one role: a few questions at a time, within the budget, with faults that name both. */
export class IamAsking {
  readonly account: string;
  readonly iam: IAMClient;
  readonly #role: MemberRole;
  readonly #limits: { readonly budget: CallBudget; readonly atMost: AtMost };

  constructor(
    about: { readonly account: string; readonly role: MemberRole },
    iam: IAMClient,
    limits: { readonly budget: CallBudget; readonly atMost: AtMost },
  ) {
    this.account = about.account;
    this.#role = about.role;
    this.iam = iam;
    this.#limits = limits;
  }

  /**
   * One answer.
   * @param action as a policy names it: `iam:GetRole`
   * @throws NotThere where IAM says NoSuchEntity, BudgetSpent, or a fault that says what could not be read
   */
  ask<T>(action: string, send: (options: SendOptions) => Promise<T>): Promise<T> {
    const { budget, atMost } = this.#limits;
    return atMost(async () => {
      budget.check();
      try {
        return await send(budget.options());
      } catch (fault) {
        // an aborted request says nothing of why
        budget.check();
        throw readFault(fault, { account: this.account, role: this.#role, action });
      }
    });
  }

  /** One answer; undefined where IAM says NoSuchEntity. */
  async askIfThere<T>(action: string, send: (options: SendOptions) => Promise<T>): Promise<T | undefined> {
    try {
      return await this.ask(action, send);
    } catch (fault) {
      if (fault instanceof NotThere) return undefined;
      throw fault;
    }
  }

  /** The items of all pages. Never a part of them: an answer that says that more follows, and not where, is a fault. */
  async all<A extends PagedAnswer, T>(
    action: string,
    send: (marker: string | undefined, options: SendOptions) => Promise<A>,
    itemsOf: (answer: A) => readonly T[],
  ): Promise<readonly T[]> {
    const items: T[] = [];
    let marker: string | undefined;
    do {
      const from = marker;
      const answer = await this.ask(action, (options) => send(from, options));
      items.push(...itemsOf(answer));
      marker = answer.IsTruncated === true ? answer.Marker : undefined;
      if (answer.IsTruncated === true && (marker === undefined || marker === from)) {
        throw new Error(`${action} in the account ${this.account} said that more follows, and not where`);
      }
    } while (marker !== undefined);
    return items;
  }
}
