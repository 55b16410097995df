import { textIn } from '../../activity/calls/losses.ts';
import { textsAt, valuesAt } from '../../activity/calls/resource-rules.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import { awsCommand } from '../undo/shell-word.ts';
import { type Asking, gravestOf, isAmongOwn, type Widening, type WideningReader } from './widening.ts';

/** Some ports that are opened, and to whom. */
interface Opened {
  readonly protocol: string;
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly ranges: readonly string[];
  /** Accounts whose security groups are let in. */
  readonly accounts: readonly string[];
  /** Lists of addresses that are named elsewhere. */
  readonly lists: readonly string[];
}

/** Ports that are meant for everybody, mostly. */
const WEB: ReadonlySet<number> = new Set([80, 443]);

/** Addresses that nobody outside has. Source: RFC 1918, RFC 6598, RFC 4193, RFC 4291. */
const PRIVATE =
  /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|127\.|169\.254\.|f[cd]|fe[89ab])/i;

function ofRange(range: string): 'everybody' | 'inside' | 'some' {
  const [address = '', length] = range.split('/');
  const bits = length === undefined ? Number.POSITIVE_INFINITY : Number(length);
  // a large part of the internet is nobody in particular
  if (bits < (address.includes(':') ? 32 : 8)) return 'everybody';
  return PRIVATE.test(address) ? 'inside' : 'some';
}

function widened(opened: Opened, undo: string, asking: Asking): readonly Widening[] {
  const { ranges, accounts, lists } = opened;
  const ports = portsOf(opened);
  const everybody = ranges.filter((range) => ofRange(range) === 'everybody');
  const some = [
    ...ranges.filter((range) => ofRange(range) === 'some'),
    ...accounts.filter((account) => !isAmongOwn(account, asking)).map((account) => `groups of account ${account}`),
    ...lists,
  ];
  const all: Widening[] = [];
  if (everybody.length > 0) {
    const opens = `lets everybody (${everybody.join(', ')}) reach ${ports}`;
    // a website is for everybody
    const told = isWeb(opened) ? UNTOLD : ({ verdict: 'exceeds', severity: 'high' } as const);
    all.push({ kind: 'excess-sharing', ...told, opens, undo });
  }
  if (some.length > 0) {
    all.push({ kind: 'excess-sharing', ...UNTOLD, opens: `lets ${some.join(', ')} reach ${ports}`, undo });
  }
  return all;
}

const UNTOLD = { verdict: 'undetermined', severity: 'low' } as const;

function isWeb({ protocol, from, to }: Opened): boolean {
  return /^(?:tcp|udp|6|17)$/i.test(protocol) && from === to && from !== undefined && WEB.has(from);
}

function portsOf({ protocol, from, to }: Opened): string {
  if (protocol === '-1' || from === undefined || from < 0) return protocol === '-1' ? 'every port' : protocol;
  return from === to ? `${protocol} port ${from}` : `${protocol} ports ${from} to ${to ?? from}`;
}

/** A security group lets in whom it did not. Source: Amazon EC2 API reference, "AuthorizeSecurityGroupIngress"; recorded logs. */
const ingress: WideningReader = (asking) => {
  const { asked, call } = asking;
  const items = [...valuesAt(asked, 'ipPermissions.items'), asked];
  const opened = items.flatMap(permissionIn);
  if (opened.length === 0) return undefined;
  const undo = revoking(asked, items, call.region);
  return gravestOf(opened.flatMap((each) => widened(each, undo, asking)));
};

/** One entry of a request, or a request in the older form, which is one. */
function permissionIn(item: JsonValue): readonly Opened[] {
  const protocol = textIn(item, 'ipProtocol');
  if (protocol === undefined) return [];
  const places = ['ipRanges.items[].cidrIp', 'ipv6Ranges.items[].cidrIpv6', 'cidrIp', 'cidrIpv4', 'cidrIpv6'];
  return [
    {
      protocol,
      from: portIn(item, 'fromPort'),
      to: portIn(item, 'toPort'),
      ranges: places.flatMap((place) => textsAt(item, place)),
      accounts: ['groups.items[].userId', 'sourceSecurityGroupOwnerId'].flatMap((place) => textsAt(item, place)),
      lists: ['prefixListIds.items[].prefixListId', 'prefixListId'].flatMap((place) => textsAt(item, place)),
    },
  ];
}

function portIn(item: JsonValue, name: string): number | undefined {
  const text = textIn(item, name);
  return text === undefined ? undefined : Number(text);
}

function revoking(asked: JsonObject, items: readonly JsonValue[], region: string): string {
  const permissions = items.flatMap((item) =>
    permissionIn(item).map(({ protocol, from, to, ranges, lists }) => ({
      IpProtocol: protocol,
      ...(from === undefined ? {} : { FromPort: from }),
      ...(to === undefined ? {} : { ToPort: to }),
      IpRanges: ranges.filter((range) => !range.includes(':')).map((CidrIp) => ({ CidrIp })),
      Ipv6Ranges: ranges.filter((range) => range.includes(':')).map((CidrIpv6) => ({ CidrIpv6 })),
      ...someOf('UserIdGroupPairs', groupsIn(item)),
      ...someOf(
        'PrefixListIds',
        lists.map((PrefixListId) => ({ PrefixListId })),
      ),
    })),
  );
  const [flag, group] =
    'groupId' in asked ? ['--group-id', textIn(asked, 'groupId')] : ['--group-name', textIn(asked, 'groupName')];
  return awsCommand`aws ec2 revoke-security-group-ingress ${flag} ${group ?? 'GROUP'} --ip-permissions ${JSON.stringify(permissions)} --region ${region}`;
}

/** Security groups that are let in, as the AWS CLI names them. */
function groupsIn(item: JsonValue): readonly JsonObject[] {
  const older = [
    ['sourceSecurityGroupName', 'GroupName'],
    ['sourceSecurityGroupOwnerId', 'UserId'],
  ] as const;
  const listed = [
    ['groupId', 'GroupId'],
    ['groupName', 'GroupName'],
    ['userId', 'UserId'],
  ] as const;
  const named = (place: JsonValue, names: readonly (readonly [string, string])[]): JsonObject =>
    Object.fromEntries(names.flatMap(([at, name]) => textsAt(place, at).map((text) => [name, text])));
  const all = [named(item, older), ...valuesAt(item, 'groups.items').map((group) => named(group, listed))];
  return all.filter((group) => Object.keys(group).length > 0);
}

function someOf(name: string, values: readonly JsonObject[]): JsonObject {
  return values.length === 0 ? {} : { [name]: values };
}

/** A rule that is written over; whether it lets in or out, the record does not say. */
const rules: WideningReader = (asking) => {
  const { asked } = asking;
  const updates = [
    'ModifySecurityGroupRulesRequest.SecurityGroupRule',
    'securityGroupRules.items',
    'securityGroupRules',
  ];
  const opened = updates
    .flatMap((place) => valuesAt(asked, place))
    .flatMap((each) => valuesAt(each, 'securityGroupRule'))
    .flatMap(permissionIn);
  if (opened.length === 0) return undefined;
  const undo = 'ModifySecurityGroupRules with what the rules said before takes it back';
  return gravestOf(opened.flatMap((each) => widened(each, undo, asking)));
};

/** A collection of OpenSearch Serverless that is reached from everywhere. Source: OpenSearch service developer guide, "Network access". */
const collection: WideningReader = ({ asked, call }) => {
  const [type, policies] = [textIn(asked, 'type'), valuesAt(asked, 'policy').flatMap(policiesIn)];
  if (type === 'encryption') return 'nothing';
  if (type === undefined || policies.length === 0) return undefined;
  const isPublic = policies.some((each) => textIn(each, 'AllowFromPublic') === 'true');
  if (!isPublic) return 'nothing';
  const name = textIn(asked, 'name') ?? 'NAME';
  return {
    kind: 'excess-sharing',
    verdict: 'exceeds',
    severity: 'medium',
    opens: `lets everybody reach the collections of the network policy ${name}: only its access policies are left`,
    undo: awsCommand`aws opensearchserverless delete-security-policy --type network --name ${name} --region ${call.region}, or UpdateSecurityPolicy with what it said before`,
  };
};

// JSON.parse returns any; what it returns is a JsonValue by definition
const parse: (text: string) => JsonValue = JSON.parse;

function policiesIn(policy: JsonValue): readonly JsonValue[] {
  if (typeof policy !== 'string') return [policy];
  try {
    return [parse(policy)].flat();
  } catch {
    // a text that is no JSON is no policy that AWS took
    return [];
  }
}

/** Calls that let others reach what is in a network. */
export const NETWORK_WIDENINGS: Readonly<Record<string, WideningReader>> = {
  'ec2:AuthorizeSecurityGroupIngress': ingress,
  'ec2:ModifySecurityGroupRules': rules,
  'aoss:CreateSecurityPolicy': collection,
  'aoss:UpdateSecurityPolicy': collection,
};
