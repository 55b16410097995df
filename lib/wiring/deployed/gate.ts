import type { HookAnswer } from '../../core/activity/hook-answer.ts';
import { GATE_TIMES, judgingTime } from '../../core/gate-times.ts';
import { jsonForm } from '../../core/json.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Keepsakes } from '../../ports/keepsakes.ts';
import { answerHook } from '../../usecases/permits/answer-gate.ts';
import { openAccounts } from './accounts.ts';
import { invocation, openBase } from './base.ts';
import { openKeepsakes } from './keepsakes.ts';
import { openMessages } from './messages.ts';
import { openStores } from './stores.ts';
import { openTemplates } from './templates.ts';

const LIMITS = { attempts: 500, milliseconds: GATE_TIMES.judging } as const;

/** What Lambda tells of an invocation. */
interface Context {
  getRemainingTimeInMillis(): number;
}

/** Answers CloudFormation whether a change may go ahead. Where it cannot even begin it fails, which the hook takes for a no. */
export function openGate(): (event: unknown, context: Context) => Promise<HookAnswer> {
  const base = openBase('gate');
  const stores = openStores(base);
  const { accounts, budget, reach } = openAccounts(base, { limits: LIMITS, rememberFor: 0 });
  const { notifiers } = openMessages(base);
  const { clock, pause, telemetry, environment } = base;
  const templates = openTemplates(reach);
  const keepsakes = openKeepsakes(stores.table);
  const guardrails = { known: (account: string) => knownLimits(account, { keepsakes, clock }) };
  return (event, context) =>
    invocation(base, async () => {
      budget.begin();
      const answer = await answerHook(jsonForm(event), {
        ...stores,
        governance: () => base.governance(stores.ledger),
        budget: judgingTime(context.getRemainingTimeInMillis()),
        accounts,
        notifiers,
        clock,
        pause,
        templates,
        guardrails,
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

/** Read anew for each request: an organization changes between two. */
async function knownLimits(account: string, deps: { readonly keepsakes: Keepsakes; readonly clock: Clock }) {
  const { KnownGuardrails } = await import('../../usecases/assess/organization/known-guardrails.ts');
  return new KnownGuardrails(deps).known(account);
}
