import { valuesAt } from '../../activity/calls/resource-rules.ts';
import { textIn } from '../../activity/calls/losses.ts';
import { textAt } from '../../activity/member.ts';
import type { JsonValue } from '../../json.ts';
import { awsCommand } from '../undo/shell-word.ts';
import { type Asking, gravestOf, isAmongOwn, type Widening, type WideningReader } from './widening.ts';

/** Where copies go, and whose that is; undefined: the record does not say. */
interface Destination {
  readonly name: string;
  readonly account: string | undefined;
}

function copied(what: string, destinations: readonly Destination[], asking: Asking): readonly Omit<Widening, 'undo'>[] {
  return destinations.flatMap(({ name, account }) => {
    if (account !== undefined && isAmongOwn(account, asking)) return [];
    const whose = account === undefined ? 'whose owner the record does not name' : `of account ${account}`;
    const isKnown = account !== undefined;
    return [
      {
        kind: 'excess-sharing' as const,
        verdict: isKnown ? ('exceeds' as const) : ('undetermined' as const),
        severity: isKnown ? ('high' as const) : ('medium' as const),
        opens: `copies ${what} to ${name}, ${whose}`,
      },
    ];
  });
}

/** Source: Amazon S3 API reference, "PutBucketReplication". */
const bucketReplication: WideningReader = (asking) => {
  const { asked } = asking;
  const bucket = textIn(asked, 'bucketName');
  const rules = valuesAt(asked, 'ReplicationConfiguration.Rule');
  if (bucket === undefined || rules.length === 0) return undefined;
  const destinations = rules.filter((rule) => textIn(rule, 'Status') !== 'Disabled').map(destinationOf);
  const undo = `${awsCommand`aws s3api delete-bucket-replication --bucket ${bucket}`}, or PutBucketReplication with what was there before`;
  return gravestOf(copied(`bucket ${bucket}`, destinations, asking).map((each) => ({ ...each, undo })));
};

function destinationOf(rule: JsonValue): Destination {
  return {
    name: textAt(rule, 'Destination.Bucket') ?? 'a bucket that the record does not name',
    account: textAt(rule, 'Destination.Account'),
  };
}

/** Source: Amazon ECR API reference, "PutReplicationConfiguration". */
const registryReplication: WideningReader = (asking) => {
  const rules = valuesAt(asking.asked, 'replicationConfiguration.rules');
  if (valuesAt(asking.asked, 'replicationConfiguration').length === 0) return undefined;
  const destinations = rules
    .flatMap((rule) => valuesAt(rule, 'destinations'))
    .map((each) => ({
      name: `the registry in ${textIn(each, 'region') ?? 'a Region'}`,
      account: textIn(each, 'registryId'),
    }));
  const undo = 'PutReplicationConfiguration with what was there before takes it back';
  return gravestOf(copied('the images of the registry', destinations, asking).map((each) => ({ ...each, undo })));
};

/** Calls that have what is kept copied elsewhere, from now on. */
export const COPIED_DATA: Readonly<Record<string, WideningReader>> = {
  's3:PutBucketReplication': bucketReplication,
  'ecr:PutReplicationConfiguration': registryReplication,
};
