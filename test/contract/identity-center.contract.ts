import { describe, expect, test } from '@jest/globals';
import type { PermissionSet, PolicyReference } from '../../lib/core/account/permission-set.ts';
import type { JsonObject } from '../../lib/core/json.ts';
import type { IdentityCenter } from '../../lib/ports/identity-center.ts';
import { ACCOUNT, documentAllowing } from './account-fixtures.ts';

/** What an Identity Center of tests has; people, groups and sets are named by their names. */
export interface Company {
  readonly users: readonly string[];
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly sets: readonly {
    readonly name: string;
    readonly inline?: JsonObject;
    readonly managed: readonly string[];
    readonly customerManaged: readonly PolicyReference[];
  }[];
  readonly assignments: readonly {
    readonly set: string;
    readonly account: string;
    readonly to: { readonly kind: 'user' | 'group'; readonly name: string };
  }[];
}

/** An Identity Center that has it, and the ids and ARNs by which it knows what has a name. */
export interface CenterOfTests {
  readonly center: IdentityCenter;
  readonly idOf: (name: string) => string;
}

/** Gives the Identity Center of a company to a test. */
export type WithIdentityCenter = (company: Company, work: (center: CenterOfTests) => Promise<void>) => Promise<void>;

const OTHER = '444455556666';
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

const COMPANY: Company = {
  users: ['ada', 'grace', 'alan'],
  groups: { engineers: ['ada', 'grace'], nobody: [] },
  sets: [
    {
      name: 'Deploy_to-prod',
      inline: documentAllowing('s3:PutObject'),
      managed: [READ_ONLY],
      customerManaged: [{ name: 'team', path: '/agents/' }],
    },
    { name: 'Read', managed: [], customerManaged: [] },
  ],
  assignments: [
    { set: 'Deploy_to-prod', account: ACCOUNT, to: { kind: 'group', name: 'engineers' } },
    { set: 'Deploy_to-prod', account: ACCOUNT, to: { kind: 'user', name: 'ada' } },
    { set: 'Deploy_to-prod', account: OTHER, to: { kind: 'user', name: 'alan' } },
    { set: 'Read', account: ACCOUNT, to: { kind: 'group', name: 'nobody' } },
  ],
};

function roleOf(set: string, account = ACCOUNT): string {
  return `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_${set}_0123456789abcdef`;
}

async function setsOf(center: IdentityCenter): Promise<readonly PermissionSet[]> {
  const sets: PermissionSet[] = [];
  for await (const set of center.permissionSets()) sets.push(set);
  return sets.sort((one, two) => (one.name < two.name ? -1 : 1));
}

/** What every reader of Identity Center does. */
export function identityCenterContract(name: string, withIdentityCenter: WithIdentityCenter): void {
  describe(`${name}, as a reader of Identity Center`, () => {
    test('gives the permission sets with what they hold', () =>
      withIdentityCenter(COMPANY, async ({ center, idOf }) => {
        expect(await setsOf(center)).toEqual([
          {
            arn: idOf('Deploy_to-prod'),
            name: 'Deploy_to-prod',
            inline: documentAllowing('s3:PutObject'),
            managed: [READ_ONLY],
            customerManaged: [{ name: 'team', path: '/agents/' }],
          },
          { arn: idOf('Read'), name: 'Read', managed: [], customerManaged: [] },
        ]);
      }));

    test('gives one permission set, and none that is not there', () =>
      withIdentityCenter(COMPANY, async ({ center, idOf }) => {
        expect(await center.permissionSet(idOf('Read'))).toEqual({
          arn: idOf('Read'),
          name: 'Read',
          managed: [],
          customerManaged: [],
        });
        expect(await center.permissionSet(`${idOf('Read')}0`)).toBeUndefined();
      }));

    test('names users and groups, and tells who is behind them', () =>
      withIdentityCenter(COMPANY, async ({ center, idOf }) => {
        const [ada, engineers] = [idOf('ada'), idOf('engineers')];
        expect(await center.nameOf({ kind: 'user', id: ada })).toBe('ada');
        expect(await center.nameOf({ kind: 'group', id: engineers })).toBe('engineers');
        expect(await center.usersBehind({ kind: 'user', id: ada })).toEqual([{ id: ada, userName: 'ada' }]);
        const members = await center.usersBehind({ kind: 'group', id: engineers });
        expect(new Set(members.map(({ userName }) => userName))).toEqual(new Set(['ada', 'grace']));
        expect(await center.usersBehind({ kind: 'group', id: idOf('nobody') })).toEqual([]);
      }));

    test('gives who is assigned a permission set in an account', () =>
      withIdentityCenter(COMPANY, async ({ center, idOf }) => {
        const set = idOf('Deploy_to-prod');
        expect(await center.assigneesOf(set, OTHER)).toEqual([{ kind: 'user', id: idOf('alan') }]);
        const here = await center.assigneesOf(set, ACCOUNT);
        expect(here).toHaveLength(2);
        expect(here).toContainEqual({ kind: 'group', id: idOf('engineers') });
        expect(await center.assigneesOf(idOf('Read'), OTHER)).toEqual([]);
      }));

    test('gives what a user or a group is assigned', () =>
      withIdentityCenter(COMPANY, async ({ center, idOf }) => {
        const nobody = { kind: 'group', id: idOf('nobody') } as const;
        const read = { permissionSetArn: idOf('Read'), account: ACCOUNT, assignee: nobody };
        expect(await center.assignmentsOf(nobody)).toEqual([read]);
        expect(await center.assignmentsOf({ kind: 'user', id: idOf('grace') })).toEqual([]);
      }));

    test('names the people behind a role, and by what they hold it', () =>
      withIdentityCenter(COMPANY, async ({ center, idOf }) => {
        const engineers = { kind: 'group', id: idOf('engineers'), name: 'engineers' };
        const holders = await center.holdersOf(roleOf('Deploy_to-prod'));
        expect(holders?.permissionSet).toEqual({ arn: idOf('Deploy_to-prod'), name: 'Deploy_to-prod' });
        const people = [...(holders?.people ?? [])].sort((one, two) =>
          (one.userName ?? '') < (two.userName ?? '') ? -1 : 1,
        );
        expect(people).toEqual([
          { id: idOf('ada'), userName: 'ada', by: expect.arrayContaining([engineers, { kind: 'assignment' }]) },
          { id: idOf('grace'), userName: 'grace', by: [engineers] },
        ]);
      }));

    test('knows a role that nobody holds from one that is none of Identity Center', () =>
      withIdentityCenter(COMPANY, async ({ center }) => {
        expect((await center.holdersOf(roleOf('Read')))?.people).toEqual([]);
        expect(await center.holdersOf(roleOf('Unknown'))).toBeUndefined();
        expect(
          await center.holdersOf(`arn:aws:iam::${ACCOUNT}:role/AWSReservedSSO_Read_0123456789abcdef`),
        ).toBeUndefined();
      }));
  });
}
