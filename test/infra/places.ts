import type { Place } from './resolved-template.ts';

/** The account of the hub. */
export const HUB = '111122223333';

/** An account that the hub watches. */
export const MEMBER = '444455556666';

/** The organization of both. */
export const ORGANIZATION = 'o-exampleorgid';

/** Where a stack of the member is deployed, */
export const IN_MEMBER: Place = { partition: 'aws', account: MEMBER, region: 'us-east-1' };

/** and where one of the hub is. */
export const IN_HUB: Place = { ...IN_MEMBER, account: HUB };
