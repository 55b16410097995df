import { expect, test } from '@jest/globals';
import type { Call } from '../../../lib/core/activity/call.ts';
import { tellApart } from '../../../lib/usecases/replay/tell-apart.ts';
import { attachAdmin } from '../company.ts';

const CALL = attachAdmin();
const SAME = { ...CALL, replayed: true };
const OTHER = attachAdmin({ time: CALL.time + 1000 });
const ADDENDUM: Call = { ...CALL, actor: { ...CALL.actor, via: 'cli' }, addendum: true };

test.each<[string, readonly Call[], readonly string[]]>([
  ['the same twice, once out of an archive', [CALL, SAME], ['first', 'repeated']],
  ['another under the same id', [CALL, OTHER, OTHER], ['first', 'first #2', 'repeated #2']],
  ['an addendum after what it completes', [CALL, ADDENDUM, CALL], ['first', 'repeated', 'repeated']],
  ['an addendum before what it completes', [ADDENDUM, CALL, CALL], ['first', 'repeated', 'repeated']],
  ['an addendum alone, twice', [ADDENDUM, ADDENDUM], ['first', 'repeated']],
  ['an addendum between two that share an id', [CALL, ADDENDUM, OTHER], ['first', 'repeated', 'first #2']],
  ['an addendum before two that share an id', [ADDENDUM, OTHER, CALL], ['first', 'first #2', 'repeated']],
])('calls are told apart: %s', (_, calls, standings) => {
  const apart = tellApart();
  const told = calls.map(apart).map(({ call, standing }) => `${standing} ${call.id.slice(CALL.id.length)}`.trim());
  expect(told).toEqual(standings);
});
