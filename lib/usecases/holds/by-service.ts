import type { IamCall } from '../../core/account/call.ts';
import { isServiceCall } from '../../core/account/plan-call.ts';
import type { Enforcer, ServiceEnforcer } from '../../ports/enforcer.ts';

/** Who makes the calls of which service. */
export interface Makers {
  readonly iam: Enforcer<IamCall>;
  /** Absent: no calls but IAM's can be made. */
  readonly services?: Pick<ServiceEnforcer, 'enforce'>;
}

/** One enforcer of all calls: each is made by who makes those of its service. */
export function byService({ iam, services }: Makers): Enforcer {
  return {
    async enforce(account, call, findingId) {
      if (!isServiceCall(call)) return iam.enforce(account, call, findingId);
      if (services !== undefined) return services.enforce(account, call, findingId);
      const detail = `nobody here makes calls of ${call.service}`;
      return { kind: 'refused', code: 'NotSupported', detail };
    },
  };
}
