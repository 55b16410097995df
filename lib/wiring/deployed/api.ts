import { join } from 'node:path';
import { handle } from 'hono/aws-lambda';
import { tokenApp } from '../../api/token-app.ts';
import { readConsoleFiles } from '../console-files.ts';
import { openAccounts } from './accounts.ts';
import { invocation, openBase } from './base.ts';
import { openEvidence } from './evidence.ts';
import { readDeployedRules } from './governance-file.ts';
import { openMessages } from './messages.ts';
import { openStores } from './stores.ts';
import { whenFirstUsed } from './when-first-used.ts';

/** API Gateway gives up after 30 seconds. */
const LIMITS = { attempts: 500, milliseconds: 25_000 } as const;

/**
 * Serves the API behind API Gateway, which has verified the token of each request. It may neither hold nor restore: what
 * people decide is written to the ledger and handed over.
 */
export function openApi(): ReturnType<typeof handle> {
  const base = openBase('api');
  const stores = openStores(base);
  const { accounts, budget } = openAccounts(base, { limits: LIMITS, rememberFor: 0 });
  const { handOver } = openMessages(base);
  const evidence = openEvidence(base, stores);
  const { clock, telemetry } = base;
  const { signIn } = base.environment;
  const console = whenFirstUsed(() => readConsoleFiles(join(base.folder, 'console')));
  const foundRules = () => readDeployedRules(base.folder);
  const open = async (): Promise<ReturnType<typeof tokenApp>> => {
    const governance = await base.governance(stores.ledger);
    const usecases = { ...stores, accounts, clock, governance, restorer: handOver };
    const reportFault = (fault: unknown) => telemetry.fault('a request failed', fault, {});
    const verifyLedger = () => evidence.verifyTail();
    return tokenApp({ usecases, verifyLedger, reportFault, console: await console(), signIn, foundRules });
  };
  return (event, context) =>
    invocation(base, async () => {
      budget.begin();
      return handle(await open())(event, context);
    });
}
