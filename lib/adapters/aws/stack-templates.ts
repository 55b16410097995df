import {
  type CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateListStackResources,
  type StackResourceSummary,
  type Tag,
} from '@aws-sdk/client-cloudformation';
import type { StackResource } from '../../core/governance/permits/gated-change.ts';
import type { JsonValue } from '../../core/json.ts';
import { parseArn } from '../../core/policy/arn.ts';
import type { HookPayload, StackDescription, Templates } from '../../ports/templates.ts';
import { BoundedMap } from './bounded-map.ts';
import { fetchHookPayload } from './hook-payload.ts';
import { templateJson } from './template-text.ts';

/** How templates are fetched from CloudFormation and from the payloads of its hook. */
export interface StackTemplateSettings {
  /** A client of CloudFormation with the Observer's access to an account, in a Region. */
  readonly makeClient: (account: string, region: string) => CloudFormationClient;
  /** Fetches payloads; left out: the platform's. */
  readonly fetch?: typeof fetch;
}

const MOST_CLIENTS = 64;

/** What CloudFormation says about stacks. Needs `cloudformation:GetTemplate`, `DescribeStacks`, `ListStackResources`. */
export class StackTemplates implements Templates {
  readonly #settings: StackTemplateSettings;
  readonly #clients = new BoundedMap<CloudFormationClient>(MOST_CLIENTS);

  constructor(settings: StackTemplateSettings) {
    this.#settings = settings;
  }

  payloadAt(url: string): Promise<HookPayload> {
    return fetchHookPayload(url, this.#settings.fetch);
  }

  async templateOf(stack: string): Promise<JsonValue | undefined> {
    const command = new GetTemplateCommand({ StackName: stack, TemplateStage: 'Original' });
    const found = await orNothing(this.#client(stack).send(command));
    return found?.TemplateBody === undefined ? undefined : templateJson(found.TemplateBody);
  }

  async stackOf(stack: string): Promise<StackDescription | undefined> {
    const found = await orNothing(this.#client(stack).send(new DescribeStacksCommand({ StackName: stack })));
    const described = found?.Stacks?.find(({ StackId: id }) => id === stack);
    return described === undefined
      ? undefined
      : { role: described.RoleARN, root: described.RootId, ...tagsOf(described.Tags ?? []) };
  }

  async resourcesOf(stack: string): Promise<readonly StackResource[]> {
    const resources: StackResource[] = [];
    const pages = paginateListStackResources({ client: this.#client(stack) }, { StackName: stack });
    for await (const { StackResourceSummaries: page = [] } of pages) resources.push(...page.flatMap(resourceOf));
    return resources;
  }

  #client(stack: string): CloudFormationClient {
    const arn = parseArn(stack);
    if (arn === undefined) throw new Error(`"${stack}" is not the ARN of a stack`);
    const key = `${arn.account}/${arn.region}`;
    const known = this.#clients.get(key);
    if (known !== undefined) return known;
    const client = this.#settings.makeClient(arn.account, arn.region);
    this.#clients.set(key, client);
    return client;
  }
}

function tagsOf(tags: readonly Tag[]): Pick<StackDescription, 'tags'> {
  const pairs = tags.flatMap(({ Key: key, Value: value }) => (key === undefined ? [] : [[key, value ?? ''] as const]));
  return pairs.length === 0 ? {} : { tags: Object.fromEntries(pairs) };
}

/** What was never made, or is gone, has nothing to lose. */
function resourceOf(summary: StackResourceSummary): readonly StackResource[] {
  const { LogicalResourceId: logicalId, PhysicalResourceId: physicalId, ResourceType: type } = summary;
  if (logicalId === undefined || type === undefined || physicalId === undefined || physicalId === '') return [];
  return summary.ResourceStatus === 'DELETE_COMPLETE' ? [] : [{ logicalId, physicalId, type }];
}

/** CloudFormation answers with a validation error where a stack is not there. */
async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (fault) {
    if (fault instanceof Error && fault.name === 'ValidationError' && fault.message.includes('does not exist'))
      return undefined;
    throw fault;
  }
}
