import type { NamedPolicy } from '../../access/policy-set.ts';
import { parsedDocument } from '../parsed-document.ts';

/** Stands for policies of an organization that nobody has seen: they count as if they allowed everything to anybody. */
export const UNSEEN_POLICY: NamedPolicy = parsedDocument('unseen', {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Everything', Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
});
