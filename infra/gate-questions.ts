import type { Deployment } from './deployment.ts';
import type { EnvironmentGateProps } from './environment-gate.ts';
import { membersName } from './organization-settings.ts';

/** CloudFormation takes no longer list. Source: CloudFormation Hooks user guide, "Stack level filters". */
const MOST_SPARED = 50;

const ROLE_WITHOUT_WILDCARD = /^arn:aws[a-z-]*:iam::\d{12}:role\/[^*?]+$/;

/**
 * About what the gate is asked in a deployment, and how gravely: only a deployment that enforces refuses. Spared are the
 * stacks that mend the gate, and the protected roles that have names. Throws where they are too many.
 */
export function gateQuestions({
  settings: { prefix, mode, organization },
  governance: { protectedPrincipals },
}: Pick<Deployment, 'settings' | 'governance'>): Pick<
  EnvironmentGateProps,
  'failureMode' | 'ownStacks' | 'breakGlassRoles'
> {
  // members have the gate only under the guardrail, which keeps these names for Ambit
  const ownStacks = organization === undefined ? [prefix] : [prefix, `StackSet-${membersName(prefix)}-*`];
  const breakGlassRoles = protectedPrincipals.filter((arn) => ROLE_WITHOUT_WILDCARD.test(arn));
  if (breakGlassRoles.length > MOST_SPARED) {
    throw new RangeError(
      `${breakGlassRoles.length} protected roles are to be spared by the gate, CloudFormation takes ${MOST_SPARED}; protect fewer by name`,
    );
  }
  return { failureMode: mode === 'enforce' ? 'FAIL' : 'WARN', ownStacks, breakGlassRoles };
}

/**
 * The accounts in which the gate is asked: those with a part in a guarded environment; `all`: an environment names none,
 * so it may be anywhere. None where the settings say so, where CloudFormation has no hooks, or in an organization without
 * the guardrail.
 */
export function gatedAccounts({
  settings,
  governance,
}: Pick<Deployment, 'settings' | 'governance'>): readonly string[] | 'all' {
  const { organization } = settings;
  // the function's policy can only let in whole accounts; the guardrail leaves nobody in them but the hooks
  if (organization !== undefined && organization.guardrailTargets.length === 0) return [];
  if (settings.gate === 'off' || settings.partition.lambdaHooks === 'missing') return [];
  const { environments } = governance;
  if (environments.some(({ accounts }) => accounts.length === 0)) return 'all';
  return [...new Set(environments.flatMap(({ accounts }) => accounts))];
}
