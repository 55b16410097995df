import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetAccountAuthorizationDetailsCommand, IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { ACCOUNT, ACCOUNT_FILE } from '../usecases/company.ts';
import { ambit } from './cli.ts';

const before = { ...process.env };

beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, { AWS_EC2_METADATA_DISABLED: 'true', AWS_CONFIG_FILE: '/dev/null' });
  Object.assign(process.env, { AWS_SHARED_CREDENTIALS_FILE: '/dev/null', AWS_REGION: 'eu-west-1' });
});

afterEach(() => {
  process.env = { ...before };
});

describe('without what it takes, a command ends with one line that says what to do', () => {
  test.each([['findings', '--live'], ['ledger', 'show', '--live'], ['redrive'], ['sweep', '--live']])(
    'no credentials: %s %s',
    async (...words) => {
      const { code, stdout, stderr } = await ambit(words.filter((word) => word !== undefined));
      expect(stderr).toMatch(
        /^ambit: there are no AWS credentials that are valid: .*; sign in \(aws sso login\) or name a --profile that has some\n$/,
      );
      expect({ code, stdout }).toEqual({ code: 65, stdout: '' });
    },
  );

  test('no such profile', async () => {
    const { code, stderr } = await ambit(['findings', '--live', '--profile', 'nobody']);
    expect(stderr).toMatch(/^ambit: there are no AWS credentials that are valid: .*\n$/);
    expect(code).toBe(65);
  });

  test('no Region', async () => {
    delete process.env['AWS_REGION'];
    const { code, stderr } = await ambit(['findings', '--live']);
    expect(stderr).toMatch(/^ambit: no Region is named; .*\n$/);
    expect(code).toBe(65);
  });
});

describe('ambit sweep --live reads', () => {
  const refused = (name: string, message: string) => Object.assign(new Error(message), { name });

  function aws() {
    const stacks = mockClient(CloudFormationClient);
    const sts = mockClient(STSClient);
    const iam = mockClient(IAMClient);
    stacks.on(DescribeStacksCommand).rejects(refused('ValidationError', 'Stack with id Ambit does not exist'));
    sts.on(GetCallerIdentityCommand).resolves({ Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/rita` });
    sts.on(AssumeRoleCommand).rejects(refused('AccessDenied', 'not allowed'));
    iam.on(GetAccountAuthorizationDetailsCommand).resolves({ ...ACCOUNT_FILE, IsTruncated: false });
    return { sts, iam, restore: () => [stacks, sts, iam].forEach((mock) => mock.restore()) };
  }

  test('the account of the credentials, where there is no deployment', async () => {
    const { sts, restore } = aws();
    const { code, stdout, stderr } = await ambit(['sweep', '--live']);
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(
        /^ambit: there is no stack "Ambit" in eu-west-1; .*; the account is measured without waivers$/,
      ),
      `ambit: the account ${ACCOUNT} was read as arn:aws:iam::${ACCOUNT}:user/rita`,
    ]);
    expect(stdout).toMatch(
      new RegExp(`^account ${ACCOUNT}: 2 principals, \\d within, \\d exceed, \\d undetermined$`, 'm'),
    );
    expect(sts.commandCalls(AssumeRoleCommand)).toHaveLength(0);
    expect([0, 2, 3]).toContain(code);
    restore();
  });

  test('no other account than its own, where the Observer may not be assumed', async () => {
    const { restore } = aws();
    const { code, stdout, stderr } = await ambit(['sweep', '--live', '444455556666']);
    expect(stderr).toMatch(
      /the account 444455556666 is read as its Observer, which arn:aws:iam::\d+:user\/rita may not/,
    );
    expect({ code, stdout }).toEqual({ code: 65, stdout: '' });
    restore();
  });

  test('nothing where IAM refuses it', async () => {
    const { iam, restore } = aws();
    iam.on(GetAccountAuthorizationDetailsCommand).rejects(refused('AccessDenied', 'rita is not authorized'));
    const { code, stdout, stderr } = await ambit(['sweep', '--live']);
    expect(stderr).toContain(`the account ${ACCOUNT} could not be read: aws refused it: rita is not authorized`);
    expect({ code, stdout }).toEqual({ code: 65, stdout: '' });
    restore();
  });

  test('no deployment that was named and is not there', async () => {
    const { restore } = aws();
    const { code, stderr } = await ambit(['sweep', '--live', '--stack', 'Ambit']);
    expect(stderr).toMatch(/^ambit: there is no stack "Ambit"/);
    expect(code).toBe(65);
    restore();
  });
});
