import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, BootstraplessSynthesizer, type Stack, type StackProps } from 'aws-cdk-lib';

/** CloudFormation takes no longer template as text. Source: CloudFormation user guide, "CloudFormation quotas". */
export const LARGEST_BODY = 51_200;

/** The properties of a stack of a stack set: accounts that the CDK has not prepared take it. */
export function stackSetProps(description: string): StackProps {
  const props: StackProps = { description, analyticsReporting: false };
  // assigned: the CDK declares some members of its class as perhaps undefined, and then does not take it by type
  return Object.assign(props, { synthesizer: new BootstraplessSynthesizer() });
}

/**
 * The template of a stack as text, for a stack set. The stack is made in an app of its own, so that it is not one of
 * those that are deployed from here. Throws where it has assets, or is longer than CloudFormation takes.
 */
export function stackBody(make: (app: App) => Stack, context: Readonly<Record<string, unknown>>): string {
  const outdir = mkdtempSync(join(tmpdir(), 'ambit-stack-set-'));
  try {
    const app = new App({ outdir, context: { ...context }, analyticsReporting: false, treeMetadata: false });
    const { artifactId } = make(app);
    const artifact = app.synth().getStackArtifact(artifactId);
    if (artifact.assets.length > 0) throw new TypeError(`${artifact.id} has assets; a stack set can bring none`);
    const body = JSON.stringify(artifact.template);
    if (body.length <= LARGEST_BODY) return body;
    throw new RangeError(
      `the template of ${artifact.id} has ${body.length} characters, at most ${LARGEST_BODY} can be sent`,
    );
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
