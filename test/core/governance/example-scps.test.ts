import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { applyOrganizationCall } from '../../../lib/core/account/organization/apply-organization-call.ts';
import type { Organization, OrganizationPolicy } from '../../../lib/core/account/organization/organization.ts';
import { guardrailLosses } from '../../../lib/core/governance/assess/organization/guardrail-loss.ts';
import type { JsonValue } from '../../../lib/core/json.ts';
import { attachedTo, COMPANY, DEV } from './organizations.ts';

const EXAMPLES = join(import.meta.dirname, '../../../../shared/corpora/scp-examples');
const isThere = existsSync(EXAMPLES);
const title = isThere ? "AWS's example SCPs" : "AWS's example SCPs (skipped: ../shared/corpora is not there)";

// JSON.parse returns any; what it returns is a JsonValue by definition
const parse: (text: string) => JsonValue = JSON.parse;

const files = isThere ? readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }) : [];
const examples = files.filter((name) => name.endsWith('.json'));

/** The company with this SCP on its unit of development. */
function withPolicy(document: JsonValue): Organization {
  const policy: OrganizationPolicy = { id: 'p-example', type: 'SERVICE_CONTROL_POLICY', document };
  const policies = new Map([...COMPANY.policies, [policy.id, policy] as const]);
  return { ...COMPANY, policies, attached: attachedTo({ 'ou-dev': [policy.id] }) };
}

(isThere ? describe : describe.skip)(title, () => {
  // a table needs a row also where it is skipped
  test.each(isThere ? examples : ['none'])(
    '%s: taken off is a loss for the accounts below, attached is none',
    (name) => {
      const guarded = withPolicy(parse(readFileSync(join(EXAMPLES, name), 'utf8')));
      const detach = { name: 'DetachPolicy', policyId: 'p-example', targetId: 'ou-dev' } as const;
      const bare = applyOrganizationCall(guarded, detach);
      expect(guardrailLosses({ before: guarded, after: bare }).map(({ places }) => places)).toEqual([[DEV]]);
      expect(guardrailLosses({ before: bare, after: guarded })).toEqual([]);
    },
  );
});
