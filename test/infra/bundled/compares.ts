import { actionName, actionNumber, SERVICE_NAMES, shapesOf, shapeSetOf } from '../../../lib/core/access/catalogue.ts';

/** What a function that uses the catalogue sees of it. */
export const handler = async () => {
  const action = actionNumber('s3:GetObject') ?? -1;
  return { services: SERVICE_NAMES.length, name: actionName(action), shapes: shapesOf(shapeSetOf(action)) };
};
