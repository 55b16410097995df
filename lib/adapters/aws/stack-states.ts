import {
  type CloudFormationClient,
  CloudFormationServiceException,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  type StackResource,
} from '@aws-sdk/client-cloudformation';
import type { StackPart } from '../../core/governance/finding.ts';
import type { StackReading } from '../../core/governance/holds/in-code/wait-for-stack.ts';
import type { Stacks } from '../../ports/stacks.ts';
import { BoundedMap } from './bounded-map.ts';
import { BudgetSpent, type CallBudget } from './call-budget.ts';

/** How CloudFormation is reached in each account and Region. */
export interface StackStateSettings {
  /** A client of CloudFormation with the Observer's access to an account, in a Region. */
  readonly makeClient: (account: string, region: string) => CloudFormationClient;
  readonly budget: Pick<CallBudget, 'check' | 'options'>;
}

const MOST_CLIENTS = 64;
/** So many resources of a stack are listed, the first ones. Source: CloudFormation API reference, DescribeStackResources. */
const MOST_LISTED = 100;

/**
 * What the stacks of CloudFormation are doing. Needs `cloudformation:DescribeStackResources` and `DescribeStacks`. Where several
 * stacks have something with the same physical id, CloudFormation names one of them.
 */
export class StackStates implements Stacks {
  readonly #settings: StackStateSettings;
  readonly #clients = new BoundedMap<CloudFormationClient>(MOST_CLIENTS);

  constructor(settings: StackStateSettings) {
    this.#settings = settings;
  }

  async stackWith(account: string, { region, names }: StackPart): Promise<StackReading> {
    const client = this.#client(account, region);
    try {
      for (const name of names) {
        const stack = await this.#stackOf(name, client);
        if (stack !== undefined) return await this.#outermost(stack, client);
      }
      return { kind: 'none' };
    } catch (fault) {
      // what is done then needs a budget as well
      if (!(fault instanceof Error) || fault instanceof BudgetSpent) throw fault;
      return { kind: 'unreadable', why: `${fault.name}: ${fault.message}` };
    }
  }

  /** ARN of the stack that has something of this physical id; undefined: none has. */
  async #stackOf(name: string, client: CloudFormationClient): Promise<string | undefined> {
    const { budget } = this.#settings;
    budget.check();
    const command = new DescribeStackResourcesCommand({ PhysicalResourceId: name });
    const found = await client.send(command, budget.options()).catch(nothingWhereNone);
    return stackIn(found?.StackResources ?? [], name);
  }

  /** A stack that others nest is rolled back with the outermost one. */
  async #outermost(stack: string, client: CloudFormationClient): Promise<StackReading> {
    const own = await this.#described(stack, client);
    const described = own.root === undefined || own.root === stack ? own : await this.#described(own.root, client);
    return { kind: 'found', stack: own.root ?? stack, status: described.status };
  }

  async #described(stack: string, client: CloudFormationClient) {
    const { budget } = this.#settings;
    budget.check();
    const { Stacks: stacks = [] } = await client.send(
      new DescribeStacksCommand({ StackName: stack }),
      budget.options(),
    );
    const described = stacks.find(({ StackId: id }) => id === stack);
    if (described?.StackStatus === undefined) throw new Error(`CloudFormation does not tell the status of ${stack}`);
    return { status: described.StackStatus, root: described.RootId };
  }

  #client(account: string, region: string): CloudFormationClient {
    const key = `${account}/${region}`;
    const known = this.#clients.get(key);
    if (known !== undefined) return known;
    const client = this.#settings.makeClient(account, region);
    this.#clients.set(key, client);
    return client;
  }
}

/** Which stack has a resource, by the list of what one stack has, which may end before it; undefined: none has it any more. */
function stackIn(listed: readonly StackResource[], name: string): string | undefined {
  const parts = listed.filter(({ PhysicalResourceId: id }) => id === name);
  if (parts.length === 0 && listed.length >= MOST_LISTED) return listed[0]?.StackId;
  return parts.find(({ ResourceStatus: status }) => status !== 'DELETE_COMPLETE')?.StackId;
}

/** CloudFormation answers with a validation error where no stack has something. */
function nothingWhereNone(fault: unknown): undefined {
  const isNone =
    fault instanceof CloudFormationServiceException &&
    fault.name === 'ValidationError' &&
    fault.message.includes('does not exist');
  if (!isNone) throw fault;
}
