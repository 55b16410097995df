import { memberAt, textAt } from '../../../lib/core/activity/member.ts';
import type { Cloud } from '../cloud.ts';
import type { Delivering } from '../trail/delivery.ts';
import type { CallRecord } from '../trail/record.ts';

const DOCUMENTS = ['policyDocument', 'assumeRolePolicyDocument'];

/** Whether a call was made by one of Ambit's roles. */
export function isByAmbit(record: CallRecord): boolean {
  return textAt(record, 'userIdentity.arn')?.includes(':assumed-role/Ambit') === true;
}

/** Every event whole. */
export const whole: Delivering = () => ({ copies: 1, parameters: 'whole', after: Promise.resolve() });

/** So long after a call whose record says nothing Ambit looks for what it changed: IAM may show that late. */
export const LOOKED_FOR_AFTER_SECONDS = 15;

/**
 * Every second event of a call by people that has a document leaves its parameters out, as CloudTrail does where a
 * document is padded with spaces: who believes events goes unnoticed. What Ambit sends is never that large. Time moves on
 * to when Ambit looks for what was changed: moto shows it at once.
 */
export function halfWithoutDocuments({ clock }: Pick<Cloud, 'clock'>): Delivering {
  let withDocuments = 0;
  return (record, ordinal) => {
    const hasDocument = DOCUMENTS.some((name) => memberAt(record, `requestParameters.${name}`) !== undefined);
    if (!hasDocument || isByAmbit(record)) return whole(record, ordinal);
    withDocuments += 1;
    if (withDocuments % 2 !== 0) return whole(record, ordinal);
    clock.moveAhead({ seconds: LOOKED_FOR_AFTER_SECONDS });
    return { copies: 1, parameters: 'left out', after: Promise.resolve() };
  };
}
