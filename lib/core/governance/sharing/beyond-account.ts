import { compare, compareWithUnknown } from '../../access/compare.ts';
import type { Reason } from '../../access/excess.ts';
import type { NamedPolicy } from '../../access/policy-set.ts';
import type { Offer } from '../../activity/offers/offer.ts';
import type { PolicyDocument } from '../../policy/statement.ts';
import type { Severity } from '../finding.ts';
import { atLeast } from '../graver.ts';
import { severityOf } from '../severity.ts';
import { networkCeiling } from './network-ceiling.ts';
import { eachPartOnce, offeredBy, onResource, shownOn } from './offered-set.ts';
import { documentOf } from './offered-policy.ts';
import type { SharingContext, SharingExcess } from './raise-sharing.ts';
import { bucketCeiling, sharingCeiling } from './sharing-ceiling.ts';
import { sourceBucketsIn } from './source-buckets.ts';
import { audienceOf, type Reach, severityFor } from './who-is-let-in.ts';

/** A policy that a resource gets, and the one that it had, where that is known. */
export interface PolicyStep {
  readonly offer: Offer;
  readonly after: NamedPolicy;
  readonly before: NamedPolicy | undefined;
  /** How much of it that is. */
  readonly knownBefore: 'whole' | 'part' | 'nothing';
  /** ARNs of buckets that are known to be the account's own. */
  readonly ownBuckets: readonly string[];
}

/** What a resource offers, and did not offer before, to those with whom nothing is to be shared; undefined: nothing. */
export function excessBeyondAccount(step: PolicyStep, context: SharingContext): SharingExcess | undefined {
  const { call, governance, members = [] } = context;
  const { offer, after, before, ownBuckets } = step;
  const document = documentOf(after);
  const ceiling = sharingCeiling({ owner: call.account, sharing: governance.sharing, members, policy: document });
  const limits = [ceiling, ...(before === undefined ? [] : [before]), ...bucketsCeiling(ownBuckets)];
  const asSet = (policy: NamedPolicy) => offeredBy(onResource(policy, offer, call));
  const [granted, allowed] = [asSet(after), limits.map(asSet)];
  const compared = compareWithUnknown(granted, allowed);
  if (compared.verdict === 'within') return undefined;
  const others = sourceBucketsIn(document).filter((bucket) => !ownBuckets.includes(bucket));
  const isOnlyByOthers =
    others.length > 0 && compare(granted, [...allowed, asSet(bucketCeiling(others))]).verdict === 'within';
  const found = isOnlyByOthers ? perhapsOfStrangers(compared, others) : compared;
  const once = { ...found, excess: eachPartOnce(found.excess) };
  const comparison = shownOn(offer.resource, once, { granted, limits: allowed });
  const networks = document === undefined ? undefined : networkCeiling(document);
  const isByNetwork = networks !== undefined && compare(granted, [...allowed, asSet(networks)]).verdict === 'within';
  const opened: Opened = { comparison, document, reach: isByNetwork ? 'by a network' : 'from anywhere' };
  const reasons = [...sharedWith(opened), ...comparison.reasons, ...beforeUnknown(step)];
  return { kind: 'excess-sharing', offer, comparison, severity: severityOfSharing(opened), reasons };
}

function bucketsCeiling(buckets: readonly string[]): readonly NamedPolicy[] {
  return buckets.length === 0 ? [] : [bucketCeiling(buckets)];
}

/** What is in excess only if buckets that are named are of others: who deletes a bucket leaves its name to anybody. */
function perhapsOfStrangers({ excess, reasons }: SharingExcess['comparison'], buckets: readonly string[]) {
  const detail = `nothing says whose ${buckets.join(', ')} is: its ARN has no account; add a condition on aws:SourceAccount`;
  return {
    verdict: 'undetermined',
    excess,
    reasons: [{ rule: 'source-account-unknown', detail }, ...reasons],
  } as const;
}

interface Opened {
  readonly comparison: SharingExcess['comparison'];
  readonly document: PolicyDocument | undefined;
  readonly reach: Reach;
}

function severityOfSharing({ comparison: { verdict, excess }, document, reach }: Opened): Severity {
  const severities = excess.map((part) => {
    const severity = severityOf({ verdict, excess: [part], classKind: 'unclassified', openings: [] });
    return severityFor(audienceOf(part, document, reach), severity);
  });
  if (document === undefined || severities.length === 0) return 'high';
  return severities.reduce((gravest, each) => atLeast(gravest, each));
}

/** For each part whom it lets in, and by which statement. */
function sharedWith({ comparison, document, reach }: Opened): readonly Reason[] {
  return comparison.excess.map((part) => {
    const { witness, statement } = part;
    const shown = witness?.principal === undefined ? '' : `, such as ${witness.principal}`;
    return {
      rule: 'shared',
      detail: `statement ${statement} lets in ${TELLS_OF[audienceOf(part, document, reach)]}${shown}`,
    };
  });
}

const TELLS_OF = {
  everyone: 'everyone',
  'a network': 'whoever comes by a network or an address that it names',
  'a service': 'a service that may act for anybody: no condition on the account it acts for (aws:SourceAccount)',
  named: 'whom no standard lets in',
} as const;

/** Why what was there before is not taken off; nothing where it is known, or left as it was. */
export function beforeUnknown({ offer, knownBefore }: PolicyStep): readonly Reason[] {
  if (knownBefore === 'whole' || offer.extent !== 'whole') return [];
  const detail = 'what the policy said before is not known: all that it lets others do counts as new';
  return [{ rule: 'before-unknown', detail }];
}
