import * as sdk from '@aws-sdk/client-iam';
import { namedAccounts } from '../../../lib/adapters/aws/account-directory.ts';
import { IamAccountReader } from '../../../lib/adapters/aws/iam-account-reader.ts';
import { IamEnforcer } from '../../../lib/adapters/aws/iam-enforcer.ts';
import { ReadMemory } from '../../../lib/adapters/aws/read-memory.ts';
import { isAwsManaged } from '../../../lib/core/account/iam-arn.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import { isJsonObject, type JsonObject, jsonForm, type JsonValue } from '../../../lib/core/json.ts';
import type { GrantedAccount } from '../../contract/held-grants.contract.ts';
import type { Asked } from '../../contract/iam-grants.ts';
import { callOf, record } from '../../usecases/company.ts';
import type { Moto } from '../moto.ts';
import { clear, CLOCK, clientsOf, seed } from './moto-accounts.ts';

/** An account of moto in which people ask for something, and Ambit's adapters hold it and give it back. */
export function grantedIn(moto: Moto, account: string): GrantedAccount {
  const { clients, budget } = clientsOf(moto);
  const iam = clients.iam(account, 'Restorer');
  // people change the account as well: nothing is remembered
  const memory = new ReadMemory({ keepFor: 0, clock: CLOCK });
  const directory = namedAccounts([account]);
  const reading = { clients, budget, memory, directory, partition: 'aws', pause: async () => {} };
  const accounts = new IamAccountReader(reading);
  const ids = new Map<string, string>();
  return {
    enforcer: new IamEnforcer({ role: 'Holder', clients, budget, memory, accounts }),
    stateOf: (arn) => accounts.stateOf(arn),
    async make({ name, parameters, response }: Asked) {
      const named = renamed(parameters, ids);
      const input = cased({ ...named, ...NOT_RECORDED[name] }, (first) => first.toUpperCase());
      const answer = await iam.send(new (commandNamed(name))(input));
      const said = jsonForm(JSON.parse(JSON.stringify(answer)));
      const told = cased(isJsonObject(said) ? said : {}, (first) => first.toLowerCase());
      learn(response ?? {}, told, ids);
      return callOf(record(name, named, { response: told }));
    },
    async credentialsOn(UserName) {
      const { AccessKeyMetadata = [] } = await iam.send(new sdk.ListAccessKeysCommand({ UserName }));
      const { SSHPublicKeys = [] } = await iam.send(new sdk.ListSSHPublicKeysCommand({ UserName }));
      const { Certificates = [] } = await iam.send(new sdk.ListSigningCertificatesCommand({ UserName }));
      return [
        ...AccessKeyMetadata.map(({ AccessKeyId, Status }) => ({ id: AccessKeyId, Status })),
        ...SSHPublicKeys.map(({ SSHPublicKeyId, Status }) => ({ id: SSHPublicKeyId, Status })),
        ...Certificates.map(({ CertificateId, Status }) => ({ id: CertificateId, Status })),
      ].flatMap(({ id, Status }) => (id === undefined || Status !== 'Active' ? [] : [id]));
    },
  };
}

/** Puts this account in the place of the one that moto has, also with versions of policies that are not the default. */
export async function putInMoto(moto: Moto, state: AccountState): Promise<void> {
  const own = new Map([...state.policies].filter(([arn]) => !isAwsManaged(arn)));
  await clear(moto, state.account);
  await seed(moto, { ...state, policies: own });
  const iam = clientsOf(moto).clients.iam(state.account, 'Restorer');
  for (const { arn: PolicyArn, versions, defaultVersion } of own.values()) {
    for (const [version, document] of versions) {
      if (version === defaultVersion) continue;
      const PolicyDocument = JSON.stringify(document);
      await iam.send(new sdk.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument }));
    }
  }
}

/** A certificate for itself, of which nobody has the key. */
const CertificateBody = `-----BEGIN CERTIFICATE-----
MIIBbzCCARWgAwIBAgIUYMCbQgrtx8nrsK21xOaapOEaiBkwCgYIKoZIzj0EAwIw
DDEKMAgGA1UEAwwBYTAgFw0yNjExMjkyMjUxMDFaGA8yMTI2MTEwNTIyNTEwMVow
DDEKMAgGA1UEAwwBYTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABC/zKELySd0X
1x3AAY+8qgkS0YXOwIQvOd/3RA1tEi5q73M2CeSjb+PGHxnA+J440HYxR+ouynYD
dU9yWIzFDuyjUzBRMB0GA1UdDgQWBBQ6EWt0szypKq9KtJqTPcuJbr+mVjAfBgNV
HSMEGDAWgBQ6EWt0szypKq9KtJqTPcuJbr+mVjAPBgNVHRMBAf8EBTADAQH/MAoG
CCqGSM49BAMCA0gAMEUCIH7j+v6QWigoAT7YMOIIwnBnTeZyBEm1S+U+t7UhvPIg
AiEA7wYLfApFHI4IM6uzAfs2MYDOpYQRIxGFIH+eEBETDPo=
-----END CERTIFICATE-----
`;

/** What a request has that CloudTrail does not record, or that decides nothing. */
const NOT_RECORDED: Readonly<Record<string, JsonObject>> = {
  CreateLoginProfile: { password: 'Long-enough-1' },
  UpdateLoginProfile: { password: 'Long-enough-2' },
  UploadSSHPublicKey: { sSHPublicKeyBody: 'ssh-rsa AAAAB3NzaC1yc2E' },
  UploadSigningCertificate: { certificateBody: CertificateBody },
};

type IamCommand = new (input: object) => sdk.ListUsersCommand;

function commandNamed(name: string): IamCommand {
  const found: unknown = Reflect.get(sdk, `${name}Command`);
  if (!isIamCommand(found)) throw new Error(`IAM has no ${name}`);
  return found;
}

/** All commands of a client are sent in one way, whatever their input is. */
function isIamCommand(value: unknown): value is IamCommand {
  return typeof value === 'function';
}

/** The SDK writes members with a capital, CloudTrail without. */
function cased(value: JsonObject, change: (first: string) => string): JsonObject {
  const inner = (each: JsonValue): JsonValue => {
    if (isJsonObject(each)) return cased(each, change);
    return typeof each === 'object' && each !== null ? [...each].map(inner) : each;
  };
  const members: Record<string, JsonValue> = {};
  for (const [name, each] of Object.entries(value))
    members[`${change(name.slice(0, 1))}${name.slice(1)}`] = inner(each);
  return members;
}

/** Notes which id moto gave where the data has one. */
function learn(expected: JsonObject, told: JsonObject, ids: Map<string, string>): void {
  for (const [name, value] of Object.entries(expected)) {
    const got = told[name];
    if (isJsonObject(value) && isJsonObject(got)) learn(value, got, ids);
    if (typeof value === 'string' && typeof got === 'string') ids.set(value, got);
  }
}

function renamed(parameters: JsonObject, ids: ReadonlyMap<string, string>): JsonObject {
  const changed = Object.entries(parameters).map(
    ([name, value]) => [name, typeof value === 'string' ? (ids.get(value) ?? value) : value] as const,
  );
  return Object.fromEntries(changed);
}
