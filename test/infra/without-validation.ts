/**
 * The CDK then does not validate templates in this test file: other files do, and where what is deployed is only measured
 * the validator would take most of the time.
 */
export function withoutValidation(): void {
  process.env['CDK_VALIDATION'] = 'false';
}
