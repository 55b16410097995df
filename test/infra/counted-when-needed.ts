/** How many actions the catalogue has, which is loaded to count them. */
export async function actionCount(): Promise<number> {
  const { ACTION_COUNT } = await import('../../lib/core/access/catalogue.ts');
  return ACTION_COUNT;
}
