import type { Deployment } from './deployment.ts';
import type { EnvironmentGateProps } from './environment-gate.ts';

/** CloudFormation takes no longer list. Source: CloudFormation Hooks user guide, "Stack level filters". */
const MOST_SPARED = 50;

const ROLE_WITHOUT_WILDCARD = /^arn:aws[a-z-]*:iam::\d{12}:role\/[^*?]+$/;

/**
 * About what the gate is asked in a deployment, and how gravely: only a deployment that enforces refuses. Spared are the
 * stacks that mend the gate, and the protected roles that have names. Throws where they are too many.
 */
export function gateQuestions({
  settings: { prefix, mode, watchedRegions },
  governance: { protectedPrincipals },
}: Pick<Deployment, 'settings' | 'governance'>): Pick<
  EnvironmentGateProps,
  'failureMode' | 'ownStacks' | 'breakGlassRoles'
> {
  const ownStacks = [prefix, ...watchedRegions.map((region) => `${prefix}-watch-${region}`)];
  const breakGlassRoles = protectedPrincipals.filter((arn) => ROLE_WITHOUT_WILDCARD.test(arn));
  const longest = Math.max(ownStacks.length, breakGlassRoles.length);
  if (longest > MOST_SPARED) {
    throw new RangeError(
      `${longest} stacks or roles are spared by the gate, CloudFormation takes ${MOST_SPARED}; protect roles by fewer names`,
    );
  }
  return { failureMode: mode === 'enforce' ? 'FAIL' : 'WARN', ownStacks, breakGlassRoles };
}

/**
 * The accounts in which the gate is asked: those with a part in a guarded environment; `all`: an environment names none,
 * so it may be anywhere. None where the settings say so, or where CloudFormation has no hooks.
 */
export function gatedAccounts({
  settings,
  governance,
}: Pick<Deployment, 'settings' | 'governance'>): readonly string[] | 'all' {
  if (settings.gate === 'off' || settings.partition.lambdaHooks === 'missing') return [];
  const { environments } = governance;
  if (environments.some(({ accounts }) => accounts.length === 0)) return 'all';
  return [...new Set(environments.flatMap(({ accounts }) => accounts))];
}
