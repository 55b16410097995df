import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HUB, REGION, type Cloud } from '../cloud.ts';
import { userActor } from '../trail/actor.ts';

const ADA = 'AKIAADA0000000000000';

/**
 * Lets commands of this process find an installed Ambit, as an operator's shell does. The profile `hub` is of the
 * account that Ambit runs in, `ada` makes calls that the trail records; `others` are more profiles, with their access keys.
 * @returns what takes it back
 */
export async function asOperator(
  { ministack, trail }: Cloud,
  others: Readonly<Record<string, string>> = {},
): Promise<() => Promise<void>> {
  const before = { ...process.env };
  const folder = await mkdtemp(join(tmpdir(), 'ambit-profiles-'));
  const profiles = Object.entries({ hub: HUB, ada: ADA, ...others }).map(
    ([name, key]) => `[${name}]\naws_access_key_id = ${key}\naws_secret_access_key = none\n`,
  );
  await writeFile(join(folder, 'credentials'), profiles.join(''));
  trail.know(HUB, userActor({ accountId: HUB, userName: 'operator' }));
  trail.know(ADA, userActor({ accountId: HUB, userName: 'ada' }));
  Object.assign(process.env, {
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    AWS_CONFIG_FILE: '/dev/null',
    AWS_REGION: REGION,
    AWS_PROFILE: 'hub',
    AWS_ENDPOINT_URL: ministack.endpoint,
    // as MiniStack's URLs of queues name it
    AWS_ENDPOINT_URL_SQS: ministack.endpoint.replace('127.0.0.1', 'localhost'),
    AWS_ENDPOINT_URL_IAM: trail.endpoint,
    AWS_ENDPOINT_URL_STS: trail.endpoint,
    AWS_ENDPOINT_URL_CLOUDTRAIL: trail.endpoint,
  });
  return async () => {
    process.env = before;
    await rm(folder, { recursive: true });
  };
}
