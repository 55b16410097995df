import { describe, expect, test } from '@jest/globals';
import * as sdk from '@aws-sdk/client-iam';
import { grantedInEmbedded } from '../../contract/granted-in-embedded.ts';
import { heldGrantsContract } from '../../contract/held-grants.contract.ts';
import { GRANTS } from '../../contract/iam-grants.ts';
import { inDatabase } from './folders.ts';

/** Operations of IAM that change something and have no hold of their own, and why. */
const NOT_HELD: Readonly<Record<string, RegExp>> = {
  'a policy, group, user or instance profile that nobody holds or has a key to gives nothing':
    /^Create(?:Policy|Group|User|InstanceProfile)$/,
  'it takes away, and what it may loosen is not the access of a principal':
    /^(?:Delete(?!RolePolicy|UserPolicy|GroupPolicy|RolePermissionsBoundary|UserPermissionsBoundary)|Remove(?:Client|Role)|Deactivate|Reject|Disable)/,
  'it renames, describes or lengthens, and gives no access by itself': /^Update(?:User|Group|Role|RoleDescription)$/,
  'tags of what is no principal': /^(?:Tag|Untag)(?!Role$|User$)/,
  'only AWS changes a service-linked role': /^CreateServiceLinkedRole$/,
  'it makes a role of a template, and the record does not say what it may do: people are told': /^AcquireRole$/,
  'an issuer or provider lets nobody in without the trust of a role: who is let in is told of':
    /(?:OpenIDConnectProvider|SAMLProvider)/,
  'a role that is handed over is held at who hands it over': /^AddRoleToInstanceProfile$/,
  'people decide about settings of the account and its root users: they are told':
    /^(?:Enable|Put|Set|Create|Update)(?:Organizations\w+|OutboundWebIdentityFederation|Account\w+|SecurityTokenServicePreferences)$/,
  'a delegation is between a person and a provider: people are told':
    /(?:DelegationRequest|DelegationToken|SendDelegationToken)$/,
  "a second factor, one's own password, or a certificate of a server gives nobody access":
    /(?:MFADevice|ChangePassword|ServerCertificate)$/,
};

heldGrantsContract('the embedded account', GRANTS, (state, work) =>
  inDatabase((database) => work(grantedInEmbedded(database, state))),
);

describe('what is not held', () => {
  test('all that IAM can be asked to change is held, or said why not', () => {
    const operations = Object.keys(sdk)
      .filter((name) => /^[A-Z]\w+Command$/.test(name) && !/^(?:Get|List|Simulate|Generate)/.test(name))
      .map((name) => name.slice(0, -'Command'.length));
    const held = GRANTS.map(({ name }) => name);
    const whyNot = (name: string) => Object.keys(NOT_HELD).filter((why) => NOT_HELD[why]?.test(name));
    expect(operations.filter((name) => !held.includes(name) && whyNot(name).length === 0)).toEqual([]);
    expect(held.filter((name) => whyNot(name).length > 0)).toEqual([]);
  });
});
