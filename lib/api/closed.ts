import type { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ApiDeps } from './deps.ts';
import { refuse } from './refuse.ts';

const LARGEST_BODY = 16 * 1024;

/** What is not there, and what fails, is answered as JSON too. */
export function closed(app: Hono, { reportFault }: ApiDeps): Hono {
  app.notFound((context) => {
    const message = `there is nothing at ${context.req.method} ${context.req.path}`;
    return refuse(context, { status: 404, code: 'NOT_FOUND', message });
  });
  app.onError((fault, context) => {
    reportFault(fault);
    const message = 'ambit failed at this; where it runs it says why';
    return refuse(context, { status: 500, code: 'FAULT', message });
  });
  return app;
}

/** Refuses what is larger than any body that the API takes. */
export function limited(): ReturnType<typeof bodyLimit> {
  return bodyLimit({
    maxSize: LARGEST_BODY,
    onError: (context) => {
      const message = `the body must not be larger than ${LARGEST_BODY} bytes`;
      return refuse(context, { status: 413, code: 'BODY_TOO_LARGE', message });
    },
  });
}
