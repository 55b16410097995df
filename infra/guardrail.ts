import { CfnPolicy } from 'aws-cdk-lib/aws-organizations';
import { Construct } from 'constructs';
import { type Guarded, guardrailDocument, guardrailText } from '../lib/core/governance/guardrail/guardrail-document.ts';

/** What the SCP protects, and where it is attached. */
export interface GuardrailProps extends Guarded {
  /** Ids of the root (`r-…`), the units (`ou-…`) or the accounts that it is attached to; empty: to none yet. */
  readonly targets: readonly string[];
}

/**
 * The guardrail as a policy of the organization. Its stack belongs into the management account. Throws where the policy
 * is longer than Organizations takes.
 */
export class Guardrail extends Construct {
  readonly policy: CfnPolicy;

  constructor(scope: Construct, id: string, { targets, ...guarded }: GuardrailProps) {
    super(scope, id);
    // only for its length: refused here, not by Organizations in the middle of a deployment
    guardrailText(guarded);
    this.policy = new CfnPolicy(this, 'Policy', {
      name: `${guarded.prefix}Guardrail`,
      description: 'Nobody but Ambit takes away a hold or changes Ambit',
      type: 'SERVICE_CONTROL_POLICY',
      content: guardrailDocument(guarded),
      targetIds: [...targets],
    });
  }
}
