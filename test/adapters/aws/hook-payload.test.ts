import { describe, expect, test } from '@jest/globals';
import { fetchHookPayload } from '../../../lib/adapters/aws/hook-payload.ts';

const URL_OF_PAYLOAD = 'https://bucket.s3.eu-central-1.amazonaws.com/key?X-Amz-Signature=secret';

/** A platform that answers this. */
function answering(body: string | ReadableStream<Uint8Array> | null, init: ResponseInit = {}) {
  const asked: { readonly url: string; readonly init: RequestInit | undefined }[] = [];
  const get: typeof fetch = async (input, given) => {
    asked.push({ url: input instanceof Request ? input.url : input.toString(), init: given });
    return new Response(body, init);
  };
  return { get, asked };
}

async function messageOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'it did not fail',
    (fault: unknown) => (fault instanceof Error ? fault.message : String(fault)),
  );
}

describe('the payload of a hook', () => {
  test('is fetched by its signed address, without following redirects', async () => {
    const changedResources = [{ logicalResourceId: 'A' }];
    const { get, asked } = answering(
      JSON.stringify({ template: 'Resources: {}', previousTemplate: '{"Resources":{}}', changedResources }),
    );
    expect(await fetchHookPayload(URL_OF_PAYLOAD, get)).toEqual({
      template: { Resources: {} },
      previousTemplate: { Resources: {} },
      changedResources,
    });
    expect(asked).toMatchObject([{ url: URL_OF_PAYLOAD, init: { redirect: 'error' } }]);
  });

  test.each([
    '{"template":"A: 1"}',
    '{"template":"A: 1","previousTemplate":null}',
    '{"Template":{"A":1},"previoustemplate":""}',
  ])('of a new stack has no template before: %s', async (body) => {
    const payload = await fetchHookPayload(URL_OF_PAYLOAD, answering(body).get);
    expect(payload).toEqual({ template: { A: 1 }, previousTemplate: undefined, changedResources: undefined });
  });

  test.each([
    'https://s3.amazonaws.com/bucket/key',
    'https://s3.eu-central-1.amazonaws.com/bucket/key',
    'https://a.b.s3-us-west-2.amazonaws.com/key',
    'https://bucket.s3.dualstack.us-east-1.amazonaws.com/key',
    'https://bucket.s3.cn-north-1.amazonaws.com.cn/key',
    'https://bucket.s3.us-gov-west-1.amazonaws.com/key',
  ])('may be at %s', async (url) => {
    expect(await fetchHookPayload(url, answering('{}').get)).toMatchObject({ template: undefined });
  });

  test.each([
    'http://bucket.s3.eu-central-1.amazonaws.com/key',
    'https://bucket.s3.eu-central-1.amazonaws.com:8443/key',
    'https://me@bucket.s3.eu-central-1.amazonaws.com/key',
    'https://169.254.169.254/latest/meta-data',
    'https://s3.amazonaws.com.example.com/key',
    'https://bucket.s3.example.com/key',
    'https://abc.execute-api.us-east-1.amazonaws.com/s3.amazonaws.com',
    'file:///etc/passwd',
    'nothing',
  ])('is not fetched from %s', async (url) => {
    const { get, asked } = answering('{}');
    await expect(fetchHookPayload(url, get)).rejects.toThrow(/templates/);
    expect(asked).toEqual([]);
  });

  test.each<readonly [string, string | ReadableStream<Uint8Array> | null, ResponseInit]>([
    ['that S3 refuses', 'no', { status: 403 }],
    ['that is no JSON', 'x', {}],
    ['that is a list', '[]', {}],
    ['whose template is none', '{"template":"{"}', {}],
    ['that is empty', null, {}],
  ])('%s is a fault, and no message carries the address', async (_, body, init) => {
    const message = await messageOf(fetchHookPayload(URL_OF_PAYLOAD, answering(body, init).get));
    expect(message).toMatch(/template/);
    expect(message).not.toContain('Signature');
  });

  test('that cannot be reached is a fault, and no message carries the address', async () => {
    const get: typeof fetch = () => Promise.reject(new TypeError(`fetch of ${URL_OF_PAYLOAD} failed`));
    const message = await messageOf(fetchHookPayload(URL_OF_PAYLOAD, get));
    expect(message).toBe('the templates could not be fetched from bucket.s3.eu-central-1.amazonaws.com: TypeError');
  });

  test('that does not end is a fault', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1;
        controller.enqueue(new Uint8Array(1024 * 1024));
      },
    });
    const message = await messageOf(fetchHookPayload(URL_OF_PAYLOAD, answering(endless).get));
    expect(message).toContain('larger than 16777216 bytes');
    expect(sent).toBeLessThan(25);
  });
});
