import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../lib/core/json.ts';
import type { OrganizationReader } from '../../lib/ports/organization-reader.ts';

/** An organization of tests: a root with an account, and a unit with another and a unit below. */
export interface OrganizationOfTests {
  readonly reader: OrganizationReader;
  readonly ids: {
    readonly root: string;
    readonly unit: string;
    readonly below: string;
    readonly management: string;
    readonly inRoot: string;
    readonly inUnit: string;
    /** An SCP that is attached to the unit. */
    readonly policy: string;
  };
}

/** Gives an organization to a test. */
export type WithOrganization = (work: (organization: OrganizationOfTests) => Promise<void>) => Promise<void>;

/** A policy of the organization that denies. */
export const GUARD: JsonObject = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Stay', Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' }],
};

/** What every reader of an organization does. RCPs are not enabled in it. */
export function organizationReaderContract(name: string, withOrganization: WithOrganization): void {
  describe(`${name}, as a reader of an organization`, () => {
    test('gives the tree, and who manages it', () =>
      withOrganization(async ({ reader, ids }) => {
        const read = await reader.organization();
        expect(read).toMatchObject({
          coverage: 'whole',
          id: expect.stringMatching(/^o-/),
          managementAccount: ids.management,
        });
        expect(read?.parents).toEqual(
          new Map([
            [ids.management, ids.root],
            [ids.inRoot, ids.root],
            [ids.unit, ids.root],
            [ids.below, ids.unit],
            [ids.inUnit, ids.unit],
          ]),
        );
      }));

    test('gives the policies that limit accounts, and what each is attached to', () =>
      withOrganization(async ({ reader, ids }) => {
        const read = await reader.organization();
        expect(read?.policies.get(ids.policy)).toEqual({
          id: ids.policy,
          name: 'Stay',
          type: 'SERVICE_CONTROL_POLICY',
          document: GUARD,
        });
        const places = [...(read?.attached ?? [])].filter(([, { policies }]) => policies.includes(ids.policy));
        expect(places.map(([place]) => place)).toEqual([ids.unit]);
        expect(read?.attached.get(ids.root)?.policies).toContain('p-FullAWSAccess');
        expect(read?.disabled).toEqual(new Set(['RESOURCE_CONTROL_POLICY']));
      }));
  });
}
