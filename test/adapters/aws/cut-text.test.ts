import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cutText } from '../../../lib/adapters/aws/cut-text.ts';

test('a cut text has no more bytes than it may, begins as the whole, and is well formed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.integer({ min: 3, max: 60 }), (text, bytes) => {
      const cut = cutText(text, bytes, '…');
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(bytes);
      expect(cut.isWellFormed()).toBe(true);
      if (cut === text) return;
      expect(text.startsWith(cut.slice(0, -1))).toBe(true);
      expect(cut.endsWith('…')).toBe(true);
      expect(Buffer.byteLength(text)).toBeGreaterThan(bytes);
    }),
  );
});
