import { at, guards, loses } from './losses.ts';
import type { ResourceRule } from './resource-rules.ts';
import { type CallRow, watchedRows } from './row.ts';
import { local, zone } from './shapes.ts';

const firewall: readonly ResourceRule[] = [
  { at: 'in.firewallArn' },
  local('network-firewall', 'firewall/{name}', 'in.firewallName'),
];

/**
 * Calls that take away what guards the ways to an environment: firewalls, filters of requests, names. Parameters: the AWS API
 * models.
 */
export const NETWORK_GUARD_CALLS: readonly CallRow[] = [
  ...watchedRows('guard', 'network-firewall', {
    UpdateFirewallDeleteProtection: guards(
      firewall,
      [loses('let it be deleted', at('in.deleteProtection', false))],
      'UpdateFirewallDeleteProtection',
    ),
    UpdateSubnetChangeProtection: guards(
      firewall,
      [loses('let its subnets be changed', at('in.subnetChangeProtection', false))],
      'UpdateSubnetChangeProtection',
    ),
    UpdateFirewallPolicyChangeProtection: guards(
      firewall,
      [loses('let its policy be changed', at('in.firewallPolicyChangeProtection', false))],
      'UpdateFirewallPolicyChangeProtection',
    ),
  }),
  ...watchedRows('guard', 'wafv2', {
    DeleteWebACL: guards(
      [local('wafv2', '*/webacl/{name}/{in.id}', 'in.name')],
      [loses('deleted the filter')],
      'CreateWebACL',
    ),
    DisassociateWebACL: guards([{ at: 'in.resourceArn' }], [loses('filters its requests no more')], 'AssociateWebACL'),
  }),
  ...watchedRows('guard', 'route53', {
    DisableHostedZoneDNSSEC: guards(
      [{ ...zone, at: 'in.hostedZoneId' }],
      [loses('signs its answers no more')],
      'EnableHostedZoneDNSSEC',
    ),
  }),
  ...watchedRows('guard', 'route53domains', {
    DisableDomainTransferLock: guards(
      [{ at: 'in.domainName' }],
      [loses('let it be transferred')],
      'EnableDomainTransferLock',
    ),
  }),
  ...watchedRows('guard', 'controltower', {
    DisableControl: guards(
      [{ at: 'in.enabledControlIdentifier' }, { at: 'in.controlIdentifier' }],
      [loses('switched the control off')],
      'EnableControl',
    ),
  }),
];
