import type { JsonObject } from '../../../../lib/core/json.ts';
import type { Widened } from './widened-call.ts';

const opens = (port: number, more: JsonObject) => ({
  groupId: 'sg-1',
  ipPermissions: { items: [{ ipProtocol: 'tcp', fromPort: port, toPort: port, groups: {}, ipRanges: {}, ...more }] },
});

const to = (cidrIp: string) => ({ ipRanges: { items: [{ cidrIp }] } });

/** Calls that let others into a network. */
export const OF_NETWORKS: readonly Widened[] = [
  {
    title: 'a shell for everybody',
    call: ['ec2', 'AuthorizeSecurityGroupIngress'],
    asked: opens(22, to('0.0.0.0/0')),
    is: 'excess-sharing exceeds high',
    says: 'lets everybody (0.0.0.0/0) reach tcp port 22',
    undo: `aws ec2 revoke-security-group-ingress --group-id sg-1 --ip-permissions '[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"0.0.0.0/0"}],"Ipv6Ranges":[]}]' --region us-east-1`,
  },
  {
    title: 'every port for everybody, in the older form',
    call: ['ec2', 'AuthorizeSecurityGroupIngress'],
    asked: { groupName: 'web', ipProtocol: '-1', cidrIp: '0.0.0.0/1' },
    is: 'excess-sharing exceeds high',
    says: 'every port',
  },
  {
    title: 'a website for everybody',
    call: ['ec2', 'AuthorizeSecurityGroupIngress'],
    asked: opens(443, { ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] } }),
    is: 'excess-sharing undetermined low',
  },
  {
    title: 'a database for an address',
    call: ['ec2', 'AuthorizeSecurityGroupIngress'],
    asked: opens(5432, to('198.51.100.7/32')),
    is: 'excess-sharing undetermined low',
  },
  {
    title: 'a database for the network',
    call: ['ec2', 'AuthorizeSecurityGroupIngress'],
    asked: opens(5432, to('10.0.0.0/8')),
    is: undefined,
  },
  {
    title: 'a database for a list of addresses',
    call: ['ec2', 'AuthorizeSecurityGroupIngress'],
    asked: opens(5432, { prefixListIds: { items: [{ prefixListId: 'pl-1' }] } }),
    is: 'excess-sharing undetermined low',
    says: 'lets pl-1 reach',
    undo: `"Ipv6Ranges":[],"PrefixListIds":[{"PrefixListId":"pl-1"}]}]' --region us-east-1`,
  },
  {
    title: 'a database for machines of another account',
    call: ['ec2', 'AuthorizeSecurityGroupIngress'],
    asked: opens(5432, { groups: { items: [{ groupId: 'sg-2', userId: '999988887777' }] } }),
    is: 'excess-sharing undetermined low',
    says: 'lets groups of account 999988887777 reach',
    undo: '"UserIdGroupPairs":[{"GroupId":"sg-2","UserId":"999988887777"}]',
  },
  {
    title: 'a rule that is widened to everybody',
    call: ['ec2', 'ModifySecurityGroupRules'],
    asked: {
      ModifySecurityGroupRulesRequest: {
        GroupId: 'sg-1',
        SecurityGroupRule: {
          SecurityGroupRuleId: 'sgr-1',
          SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 3389, ToPort: 3389, CidrIpv4: '0.0.0.0/0' },
        },
      },
    },
    is: 'excess-sharing exceeds high',
  },
  {
    title: 'collections that everybody reaches',
    call: ['aoss', 'CreateSecurityPolicy'],
    asked: { type: 'network', name: 'open', policy: '[{"Rules":[],"AllowFromPublic":true}]' },
    is: 'excess-sharing exceeds medium',
  },
  {
    title: 'collections that a network reaches',
    call: ['aoss', 'UpdateSecurityPolicy'],
    asked: { type: 'network', name: 'open', policy: '[{"Rules":[],"SourceVPCEs":["vpce-1"]}]' },
    is: undefined,
  },
];
