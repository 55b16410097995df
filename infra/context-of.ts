import type { IConstruct } from 'constructs';

/** What an app was given as context: settings, and the feature flags by which the same constructs make the same templates. */
export function contextOf({ node }: IConstruct): Readonly<Record<string, unknown>> {
  const context: unknown = node.getAllContext();
  return typeof context === 'object' && context !== null ? { ...context } : {};
}
