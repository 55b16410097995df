import type { PolicyOrder } from '../../../core/account/plan-call.ts';
import { overwriting } from '../../../core/account/services/overwriting.ts';
import { storedDocument } from '../../../core/account/stored-document.ts';
import { documentText } from '../commands/command.ts';
import type { PolicyStore } from './policy-store.ts';
import type { Family } from './service-family.ts';

/** The policies of resources, read as they are and written as a whole. */
export function policyFamily({ read, write }: PolicyStore): Family<PolicyOrder> {
  return {
    async look({ resource, document, expects }) {
      const text = await read(resource);
      const live = text === undefined || text === '' ? null : storedDocument(text);
      return overwriting({ live, wanted: document, expects });
    },
    send: ({ resource, document }) => write(resource, document === null ? undefined : documentText(document)),
  };
}
