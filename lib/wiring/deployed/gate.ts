import type { HookAnswer } from '../../core/activity/hook-answer.ts';
import { jsonForm } from '../../core/json.ts';
import { answerHook } from '../../usecases/answer-gate.ts';
import { openAccounts } from './accounts.ts';
import { invocation, openBase } from './base.ts';
import { openMessages } from './messages.ts';
import { openStores } from './stores.ts';
import { openTemplates } from './templates.ts';

/** CloudFormation waits 30 seconds for a hook. */
const LIMITS = { attempts: 500, milliseconds: 24_000 } as const;

/** Answers CloudFormation whether a change may go ahead. Where it cannot even begin it fails, which the hook takes for a no. */
export function openGate(): (event: unknown) => Promise<HookAnswer> {
  const base = openBase('gate');
  const stores = openStores(base);
  const { accounts, budget, reach } = openAccounts(base, { limits: LIMITS, rememberFor: 0 });
  const { notifiers } = openMessages(base);
  const { clock, pause, telemetry, environment } = base;
  const templates = openTemplates(reach);
  return (event) =>
    invocation(base, async () => {
      budget.begin();
      const governance = await base.governance(stores.ledger);
      const answer = await answerHook(jsonForm(event), {
        ...stores,
        governance,
        accounts,
        notifiers,
        clock,
        pause,
        templates,
        ownStacks: environment.ownStacks,
        reportFault: (fault) => {
          telemetry.count('GateFailures', 1);
          telemetry.fault('the gate could not judge, and so refused', fault, {});
        },
      });
      if (answer.hookStatus === 'FAILED') telemetry.count('GateRefusals', 1);
      return answer;
    });
}
