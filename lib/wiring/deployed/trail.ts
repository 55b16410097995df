import { controlPlaneOf } from '../../adapters/aws/control-plane.ts';
import type { MissedRecords, TrailPlace } from '../../ports/missed-records.ts';
import type { Base } from './base.ts';
import type { Reach } from './reach.ts';

/** Where calls are recorded that Ambit watches: each account, in its watched Regions and where IAM's own calls are. */
export function placesIn(accounts: readonly string[], { partition, environment }: Base): readonly TrailPlace[] {
  const regions = [...new Set([controlPlaneOf(partition).iam, ...environment.regions])];
  return accounts.flatMap((account) => regions.map((region) => ({ account, region })));
}

/** The log files of a trail where the stack names its bucket, else the event history of each account; as the Auditor. */
export async function openTrail(
  base: Base,
  { clients, budget }: Pick<Reach, 'clients' | 'budget'>,
): Promise<MissedRecords> {
  const { environment, hubAccount, clock, pause } = base;
  const { trailBucket: bucket } = environment;
  if (bucket !== undefined) {
    const [{ S3Client }, { TrailFiles }] = await Promise.all([
      import('@aws-sdk/client-s3'),
      import('../../adapters/aws/trail-files.ts'),
    ]);
    const credentials = () => clients.credentials(hubAccount, 'Auditor');
    return new TrailFiles({
      s3: new S3Client({ credentials, followRegionRedirects: true }),
      bucket,
      prefix: '',
      budget,
    });
  }
  const [{ CloudTrailClient }, { TrailLookup }] = await Promise.all([
    import('@aws-sdk/client-cloudtrail'),
    import('../../adapters/aws/trail-lookup.ts'),
  ]);
  const made = new Map<string, InstanceType<typeof CloudTrailClient>>();
  const cloudTrail = ({ account, region }: TrailPlace) => {
    const key = `${account} ${region}`;
    // one for all stretches of a place: each client assumes its role anew
    const client =
      made.get(key) ?? new CloudTrailClient({ region, credentials: () => clients.credentials(account, 'Auditor') });
    made.set(key, client);
    return client;
  };
  return new TrailLookup({ cloudTrail, budget, clock, pause });
}
