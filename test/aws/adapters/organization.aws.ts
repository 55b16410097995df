import {
  AttachPolicyCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  CreatePolicyCommand,
  EnablePolicyTypeCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { afterAll, beforeAll } from '@jest/globals';
import { CallBudget } from '../../../lib/adapters/aws/call-budget.ts';
import { WholeOrganization } from '../../../lib/adapters/aws/whole-organization.ts';
import {
  GUARD,
  type OrganizationOfTests,
  organizationReaderContract,
} from '../../contract/organization-reader.contract.ts';
import { startMoto, type Moto } from '../moto.ts';
import { CLOCK } from './moto-accounts.ts';

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto.stop());

const SCP = 'SERVICE_CONTROL_POLICY';

function client(): OrganizationsClient {
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
  return new OrganizationsClient({ endpoint: moto.endpoint, region: 'us-east-1', credentials });
}

async function made(): Promise<OrganizationOfTests['ids']> {
  const organizations = client();
  const { Organization } = await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  const { Roots = [] } = await organizations.send(new ListRootsCommand({}));
  const root = Roots[0]?.Id ?? '';
  await organizations.send(new EnablePolicyTypeCommand({ RootId: root, PolicyType: SCP }));
  const unit = await unitIn(root, 'prod');
  const below = await unitIn(unit, 'payments');
  const [inRoot, inUnit] = [await account('one'), await account('two')];
  const move = { AccountId: inUnit, SourceParentId: root, DestinationParentId: unit };
  await organizations.send(new MoveAccountCommand(move));
  const Content = JSON.stringify(GUARD);
  const { Policy } = await organizations.send(
    new CreatePolicyCommand({ Name: 'Stay', Description: 'stay', Type: SCP, Content }),
  );
  const policy = Policy?.PolicySummary?.Id ?? '';
  await organizations.send(new AttachPolicyCommand({ PolicyId: policy, TargetId: unit }));
  return { root, unit, below, management: Organization?.MasterAccountId ?? '', inRoot, inUnit, policy };
}

async function unitIn(ParentId: string, Name: string): Promise<string> {
  const { OrganizationalUnit } = await client().send(new CreateOrganizationalUnitCommand({ ParentId, Name }));
  return OrganizationalUnit?.Id ?? '';
}

async function account(name: string): Promise<string> {
  const made = new CreateAccountCommand({ AccountName: name, Email: `${name}@example.com` });
  const { CreateAccountStatus } = await client().send(made);
  return CreateAccountStatus?.AccountId ?? '';
}

organizationReaderContract('Organizations in moto', async (work) => {
  await moto.reset();
  const ids = await made();
  const budget = new CallBudget({ attempts: 1_000, milliseconds: 60_000 }, CLOCK);
  await work({ reader: new WholeOrganization(client(), budget), ids });
});
