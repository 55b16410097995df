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

/** What writes down who changes Ambit and who assumes its roles. */
const OWN_WATCH = ['own-parts', 'own-roles'];

/**
 * Whether the rules of the hub's bus are there and enabled: calls and sessions of others come by two, restores begin by the third, and
 * what concerns Ambit itself is written down by the rest.
 */
export async function checkBus(client: EventBridgeClient, bus: string, prefix: string): Promise<Check> {
  const name = 'bus';
  const wanted = ['calls', 'sessions', 'decided', ...OWN_WATCH.map((each) => `${each}-elsewhere`)];
  const rules = await listRules(client, { EventBusName: bus });
  const faulty = faultyOf(wanted, rules, prefix);
  if (faulty.length === 0) return fine(name, `the rules of the bus ${bus} are enabled`);
  const says = `the bus ${bus} has not these rules, or not enabled: ${faulty.join(', ')}`;
  return problem(name, says, mended(faulty, rules, [`--event-bus-name ${bus}`]));
}

/** The same of the rules of the hub's own Region that write down who changes Ambit and who assumes its roles. */
export async function checkOwnWatch(client: EventBridgeClient, prefix: string): Promise<Check> {
  const name = 'own watch';
  const rules = await listRules(client, { NamePrefix: `${prefix}-own-` });
  const faulty = faultyOf(
    OWN_WATCH.map((each) => `${each}-here`),
    rules,
    prefix,
  );
  if (faulty.length === 0) return fine(name, 'who changes Ambit is written down');
  return problem(name, `rules are missing or disabled: ${faulty.join(', ')}`, mended(faulty, rules, []));
}

function faultyOf(wanted: readonly string[], rules: readonly Rule[], prefix: string): readonly string[] {
  const enabled = new Set(rules.flatMap(({ Name, State }) => (State === 'DISABLED' ? [] : [Name])));
  return wanted.map((each) => `${prefix}-${each}`).filter((each) => !enabled.has(each));
}

// CloudFormation changes nothing where its template is the one of before, so that a deployment would not enable a rule
function mended(faulty: readonly string[], rules: readonly Rule[], where: readonly string[]): string {
  const isThere = (name: string) => rules.some(({ Name }) => Name === name);
  const enabling = faulty
    .filter(isThere)
    .map((each) => ['aws events enable-rule', ...where, `--name ${each}`].join(' '));
  return [...enabling, ...(faulty.every(isThere) ? [] : [DEPLOY_AGAIN])].join(' && ');
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
