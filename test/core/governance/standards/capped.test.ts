import { expect, test } from '@jest/globals';
import { cappedAt } from '../../../../lib/core/governance/standards/capped.ts';
import { MODES } from '../../../../lib/core/governance/standards/standards.ts';
import { governance } from '../../../usecases/company.ts';

test.each(MODES)(
  'a governance that is capped at %s has no class that does more, and leaves all else as it was',
  (mode) => {
    const rules = governance();
    const capped = cappedAt(mode, rules);
    for (const [index, each] of [...capped.classes, capped.unclassified].entries()) {
      const was = [...rules.classes, rules.unclassified][index];
      expect(MODES.indexOf(each.mode)).toBeLessThanOrEqual(MODES.indexOf(mode));
      expect({ ...each, mode: was?.mode }).toEqual(was);
    }
    expect({ ...capped, classes: [], unclassified: null }).toEqual({ ...rules, classes: [], unclassified: null });
  },
);

test('no class comes to do more than its own mode', () => {
  const rules = cappedAt('observe', governance());
  expect(cappedAt('enforce', rules)).toEqual(rules);
});
