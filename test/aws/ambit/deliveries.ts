import { memberAt, textAt } from '../../../lib/core/activity/member.ts';
import type { Delivering } from '../trail/delivery.ts';
import type { CallRecord } from '../trail/record.ts';

const DOCUMENTS = ['policyDocument', 'assumeRolePolicyDocument'];

/** Whether a call was made by one of Ambit's roles. */
export function isByAmbit(record: CallRecord): boolean {
  return textAt(record, 'userIdentity.arn')?.includes(':assumed-role/Ambit') === true;
}

/** Every event whole. */
export const whole: Delivering = () => ({ copies: 1, parameters: 'whole', after: Promise.resolve() });

/**
 * Every second event of a call by people that has a document leaves its parameters out, as CloudTrail does where a
 * document is padded with spaces: who believes events goes unnoticed. What Ambit sends is never that large.
 */
export function halfWithoutDocuments(): Delivering {
  let withDocuments = 0;
  return (record) => {
    const hasDocument = DOCUMENTS.some((name) => memberAt(record, `requestParameters.${name}`) !== undefined);
    if (!hasDocument || isByAmbit(record)) return { copies: 1, parameters: 'whole', after: Promise.resolve() };
    withDocuments += 1;
    const parameters = withDocuments % 2 === 0 ? 'left out' : 'whole';
    return { copies: 1, parameters, after: Promise.resolve() };
  };
}
