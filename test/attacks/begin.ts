import { afterEach } from '@jest/globals';
import { type Attacked, type AttackedOptions, underAttack } from './attacked.ts';

const begun: Attacked[] = [];

afterEach(() => {
  for (const attacked of begun.splice(0)) attacked.end();
});

/** A company under attack, which ends with the test. */
export async function begin(options?: AttackedOptions): Promise<Attacked> {
  const attacked = await underAttack(options);
  begun.push(attacked);
  return attacked;
}
