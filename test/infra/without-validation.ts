/**
 * The CDK then does not validate templates in this test file: validation.test.ts has it done, once for each layout, for
 * loading the validator takes longer than everything that is looked at here.
 */
export function withoutValidation(): void {
  process.env['CDK_VALIDATION'] = 'false';
}
