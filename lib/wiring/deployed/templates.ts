import type { Templates } from '../../ports/templates.ts';
import type { Accounts } from './accounts.ts';
import { whenFirstUsed } from './when-first-used.ts';

/** What CloudFormation says about stacks; what reads it is loaded when a guarded environment may be touched. */
export function openTemplates(reach: Accounts['reach']): Templates {
  const templates = whenFirstUsed(async () => (await import('./stacks.ts')).openStacks(await reach()));
  return {
    payloadAt: async (url) => (await templates()).payloadAt(url),
    templateOf: async (stack) => (await templates()).templateOf(stack),
    stackOf: async (stack) => (await templates()).stackOf(stack),
    resourcesOf: async (stack) => (await templates()).resourcesOf(stack),
  };
}
