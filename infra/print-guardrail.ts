import { parseArgs } from 'node:util';
import { guardrailText } from './guardrail/document.ts';

const USAGE =
  'usage: npm run -s guardrail -- --hub-account ID [--prefix Ambit] [--trail ARN]... [--operator ARN]... [--self-managed-stack-sets]';

const { values } = parseArgs({
  options: {
    'hub-account': { type: 'string' },
    prefix: { type: 'string', default: 'Ambit' },
    'self-managed-stack-sets': { type: 'boolean', default: false },
    operator: { type: 'string', multiple: true, default: [] },
    trail: { type: 'string', multiple: true, default: [] },
  },
});
const hubAccount = values['hub-account'];
if (hubAccount === undefined || !/^\d{12}$/.test(hubAccount)) {
  process.stderr.write(`the guardrail names the account of the hub by its 12 digits\n${USAGE}\n`);
  process.exitCode = 64;
} else {
  const { prefix, operator: operators, trail: trails } = values;
  const stackSets = values['self-managed-stack-sets'] ? 'self-managed' : 'service-managed';
  process.stdout.write(`${guardrailText({ prefix, hubAccount, stackSets, operators, trails })}\n`);
}
