import {
  type AdvancedEventSelector,
  type CloudTrailClient,
  DescribeTrailsCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import { type Check, fine, problem } from './check.ts';

const NAME = 'trail';

/**
 * Whether a trail records the management events of all Regions: without one EventBridge gets no calls at all.
 * Source: EventBridge user guide, "AWS service events delivered via AWS CloudTrail".
 */
export async function checkTrail(cloudtrail: CloudTrailClient): Promise<Check> {
  const { trailList = [] } = await cloudtrail.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
  const lacks: string[] = [];
  for (const trail of trailList) {
    const lack = await lackOf(trail, cloudtrail);
    if (lack === undefined) return fine(NAME, `${nameOf(trail)} records the management events of all Regions`);
    lacks.push(`${nameOf(trail)} ${lack}`);
  }
  const found = lacks.length === 0 ? 'there is none' : lacks.join('; ');
  return problem(
    NAME,
    `no trail records the management events of all Regions: ${found}`,
    'aws cloudtrail create-trail --name management-events --s3-bucket-name BUCKET --is-multi-region-trail && aws cloudtrail start-logging --name management-events',
  );
}

/** What a trail lacks, in words that follow its name; undefined: nothing. */
async function lackOf(trail: Trail, cloudtrail: CloudTrailClient): Promise<string | undefined> {
  if (trail.IsMultiRegionTrail !== true) return 'is of one Region';
  const Name = trail.TrailARN ?? trail.Name;
  const { IsLogging } = await cloudtrail.send(new GetTrailStatusCommand({ Name }));
  if (IsLogging !== true) return 'is stopped';
  const selectors = await cloudtrail.send(new GetEventSelectorsCommand({ TrailName: Name }));
  const records = [
    ...(selectors.EventSelectors ?? []).map(recordsWrites),
    ...(selectors.AdvancedEventSelectors ?? []).map(recordsAllWrites),
  ];
  return records.includes(true) ? undefined : 'leaves out management events that change something';
}

function recordsWrites({ IncludeManagementEvents, ReadWriteType, ExcludeManagementEventSources = [] }: EventSelector) {
  // of the sources that can be left out (KMS, RDS Data) Ambit needs the calls of KMS that destroy keys
  const leavesOut = ExcludeManagementEventSources.includes('kms.amazonaws.com');
  return IncludeManagementEvents === true && ReadWriteType !== 'ReadOnly' && !leavesOut;
}

/** Fields beside these leave something out. */
function recordsAllWrites({ FieldSelectors = [] }: AdvancedEventSelector): boolean {
  return FieldSelectors.every(({ Field, Equals = [] }) => {
    if (Field === 'eventCategory') return Equals.includes('Management');
    return Field === 'readOnly' && Equals.includes('false');
  });
}

function nameOf({ Name, TrailARN }: Trail): string {
  return Name ?? TrailARN ?? 'a trail';
}
