import type { Call } from '../../activity/call.ts';
import type { Change } from '../../activity/changes.ts';
import type { WayBack } from '../../activity/calls/row.ts';
import { waysBack } from '../../activity/calls/table.ts';

/**
 * What people are told about taking a call back, as far as it makes this kind of change: the operations that undo it, or those
 * by which they may begin, which promise nothing.
 */
export function wayBackFrom({ source, name }: Pick<Call, 'source' | 'name'>, kind: Change['kind']): string {
  const { undo, advice } = waysBack(source, name, kind);
  if (undo !== undefined) return `it is undone by ${said(undo)}`;
  return advice === undefined ? 'it cannot be undone by a call' : `to take it back, look at ${said(advice)}`;
}

function said({ by, needs, followedBy }: WayBack): string {
  return `${by.join(' or ')}${NEEDS[needs]}${followedBy === undefined ? '' : `, then ${followedBy}`}`;
}

const NEEDS: Readonly<Record<WayBack['needs'], string>> = {
  record: '',
  'record-unless-before': ', but for what was there before',
  'state-before': ', with what was there before',
};
