import { CreateAccountCommand, CreateOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { join } from 'node:path';
import { HUB, inMinistack, throughTrail, type Cloud } from '../cloud.ts';
import { deployTemplate } from '../deploy/deploy.ts';
import { readTemplate, templateOfStackSet } from '../deploy/template.ts';
import { userActor } from '../trail/actor.ts';
import type { Layout } from './installed.ts';
import { onceInARun } from './once-in-a-run.ts';

const NAME = 'organization';
const ID = 'o-ambittests';
const ROOT = 'AKIAROOT000000000000';

/** The layout of an organization, at first with the hub's account only. The hub may list its accounts. */
export const ORGANIZATION: Layout = {
  name: NAME,
  settings: {
    layout: 'organization',
    organization: ID,
    hubAccount: HUB,
    managementAccount: '999999999999',
    units: 'r-tests',
  },
  ministack: { AMBIT_TEST_ORGANIZATION: ID },
  besides: foundOrganization,
};

async function foundOrganization(cloud: Cloud, folder: string): Promise<void> {
  await organizationsOf(cloud).send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  await deployMember(cloud, folder, HUB);
}

/** An account joins the organization: it gets what the stack set of the hub has for it. Its id. */
export async function joinAccount(cloud: Cloud): Promise<string> {
  const command = new CreateAccountCommand({ AccountName: 'member', Email: 'member@example.com' });
  const { CreateAccountStatus } = await organizationsOf(cloud).send(command);
  const account = CreateAccountStatus?.AccountId;
  if (account === undefined) throw new Error('the account was not made');
  const folder = await onceInARun(NAME, () => {
    throw new Error('no organization is installed');
  });
  await deployMember(cloud, folder, account);
  return account;
}

/** Organizations, as its management account. */
export function organizationsOf(cloud: Cloud): OrganizationsClient {
  cloud.trail.know(ROOT, userActor({ accountId: HUB, userName: 'founder' }));
  return new OrganizationsClient(throughTrail(cloud, ROOT));
}

async function deployMember(cloud: Cloud, folder: string, account: string): Promise<void> {
  const template = templateOfStackSet(readTemplate(join(folder, 'Ambit.template.json')));
  await deployTemplate(template, 'AmbitMember', inMinistack(cloud, account));
}
