import { type EventBridgeClient, ListRulesCommand, type Rule } from '@aws-sdk/client-eventbridge';
import { type Check, fine, problem } from './check.ts';

/** A Region with rules that watch. */
export interface WatchedRegion {
  readonly region: string;
  readonly client: EventBridgeClient;
}

const DEPLOY_AGAIN = 'deploy again: npx cdk deploy --all, in an organization each account its own stacks';

/** Whether the rules that watch are there and enabled in each Region: all have the same ones. */
export async function checkWatchRules(regions: readonly WatchedRegion[], prefix: string): Promise<readonly Check[]> {
  const found = new Map<string, readonly Rule[]>();
  for (const { region, client } of regions) {
    found.set(region, await listRules(client, { NamePrefix: `${prefix}-watch-` }));
  }
  const all = new Set([...found.values()].flatMap((rules) => rules.map(({ Name = '' }) => Name)));
  return [...found].map(([region, rules]) => checkRegion(region, rules, all));
}

function checkRegion(region: string, rules: readonly Rule[], all: ReadonlySet<string>): Check {
  const name = `rules ${region}`;
  if (rules.length === 0) {
    return problem(name, `no call of ${region} is watched: it has no rules of Ambit`, DEPLOY_AGAIN);
  }
  const here = new Map(rules.map((rule) => [rule.Name ?? '', rule]));
  const missing = [...all].filter((each) => !here.has(each));
  if (missing.length > 0) {
    return problem(name, `rules are missing in ${region}: ${missing.join(', ')}`, DEPLOY_AGAIN);
  }
  const disabled = [...here.values()].filter(({ State }) => State === 'DISABLED').map(({ Name }) => Name ?? '');
  if (disabled.length === 0) return fine(name, `${rules.length} rules watch ${region}`);
  return problem(
    name,
    `rules are disabled in ${region}: ${disabled.join(', ')}`,
    `find out who did it, then ${disabled.map((each) => `aws events enable-rule --region ${region} --name ${each}`).join(' && ')}`,
  );
}

/** Whether the rules of the hub's bus are there and enabled: calls and sessions of others come by two, restores begin by the third. */
export async function checkBus(client: EventBridgeClient, bus: string, prefix: string): Promise<Check> {
  const name = 'bus';
  const rules = await listRules(client, { EventBusName: bus });
  const faulty = ['calls', 'sessions', 'decided']
    .map((each) => `${prefix}-${each}`)
    .filter((each) => {
      const { State = 'DISABLED' } = rules.find(({ Name }) => Name === each) ?? {};
      return State === 'DISABLED';
    });
  if (faulty.length === 0) return fine(name, `the rules of the bus ${bus} are enabled`);
  return problem(
    name,
    `the bus ${bus} has not these rules, or not enabled: ${faulty.join(', ')}`,
    `deploy the stack again (npx cdk deploy ${prefix})`,
  );
}

async function listRules(
  client: EventBridgeClient,
  of: { readonly NamePrefix?: string; readonly EventBusName?: string },
): Promise<readonly Rule[]> {
  const rules: Rule[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListRulesCommand({ ...of, ...(NextToken === undefined ? {} : { NextToken }) }));
    rules.push(...(page.Rules ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return rules;
}
