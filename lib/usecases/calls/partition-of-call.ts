import type { Call } from '../../core/activity/call.ts';

/** The AWS partition that a call was made in: as its actor's ARN names it, else by its region. */
export function partitionOfCall({ actor, region }: Pick<Call, 'actor' | 'region'>): string {
  const named = actor.principalArn?.split(':')[1];
  if (named !== undefined && named !== '') return named;
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
