import type { HardCase } from './hard-case.ts';
import { allow, policy, S3, when } from './policies.ts';

const LENGTHS = [10, 20, 30, 40];

/** `*a?^n`: an `a` at a fixed place from the end, of which an automaton that is made deterministic has 2^n states. */
export const PATTERN_CASES: readonly HardCase[] = LENGTHS.flatMap((length) => {
  const some = '?'.repeat(length);
  const shared = { undetermined: 'missed' } as const;
  return [
    {
      // x/a and n other letters: one place further from the end there is the slash
      ...shared,
      name: `*a?^${length} in *a?^${length + 1}`,
      granted: policy(allow(`${S3}x/*a${some}`)),
      limit: policy(allow(`${S3}x/*a?${some}`)),
      expected: 'exceeds',
    },
    {
      // a and n other letters has one letter less than the limit asks for
      ...shared,
      name: `*a?^${length} in *a?^${length + 1}, values`,
      granted: when({ StringLike: { 'aws:UserAgent': `*a${some}` } }),
      limit: when({ StringLike: { 'aws:UserAgent': `*a?${some}` } }),
      expected: 'exceeds',
    },
    {
      // the star is nothing or at least one letter
      ...shared,
      name: `*a?^${length} in a?^${length} or ?*a?^${length}`,
      granted: policy(allow(`${S3}x/*a${some}`)),
      limit: policy(allow([`${S3}x/?*a${some}`, `${S3}x/a${some}`])),
      expected: 'within',
    },
    {
      // every a with n + 1 letters behind it has at least n letters behind it
      ...shared,
      name: `*a?^${length + 1} in *a?^${length}*, values`,
      granted: when({ StringLike: { 'aws:UserAgent': `*a?${some}` } }),
      limit: when({ StringLike: { 'aws:UserAgent': `*a${some}*` } }),
      expected: 'within',
    },
  ];
});
