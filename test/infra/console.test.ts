import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { Match } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { consoleFiles } from '../../infra/console-files.ts';
import { CONSOLE_FOLDER, readConsoleFiles } from '../../lib/wiring/console-files.ts';
import { IN_HUB } from './places.ts';
import { resourcesOf } from './resolved-template.ts';
import { settingsLines } from './settings-lines.ts';
import { synthesized, templateOf } from './synthesized.ts';
import { withoutValidation } from './without-validation.ts';

withoutValidation();

const SETTINGS = {
  'ambit:identityIssuer': 'https://login.example.com/tenant/v2.0',
  'ambit:identityClient': 'ambit-console',
  'ambit:identityOrigins': 'https://token.example.com',
};

let template: Template;

beforeAll(async () => {
  const { stacks } = await synthesized(SETTINGS);
  template = templateOf(stacks, 'Ambit');
});

function expectResource(type: string, properties: object): void {
  template.hasResourceProperties(type, properties);
}

describe('the console', () => {
  test('lets nobody ask the API without a token of the provider for this client', () => {
    const resources = resourcesOf(template.toJSON(), IN_HUB);
    const routes = resources
      .filter(({ type }) => type === 'AWS::ApiGatewayV2::Route')
      .map(({ properties }) => properties);
    expect(routes.map(({ RouteKey, AuthorizationType }) => [RouteKey, AuthorizationType])).toEqual(
      expect.arrayContaining([
        ['ANY /api/{proxy+}', 'JWT'],
        ['GET /', 'NONE'],
        ['GET /{file}', 'NONE'],
      ]),
    );
    expect(routes).toHaveLength(3);
    expectResource('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: 'https://login.example.com/tenant/v2.0', Audience: ['ambit-console'] },
    });
  });

  test('is asked no more often than people can, and says who asked what, but no token', () => {
    expectResource('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
      AccessLogSettings: { Format: Match.stringLikeRegexp('claims.sub') },
    });
    expect(JSON.stringify(template.findResources('AWS::ApiGatewayV2::Stage'))).not.toMatch(/authorization"/i);
  });

  test('tells its function where people sign in', () => {
    expectResource('AWS::Lambda::Function', {
      FunctionName: 'Ambit-api',
      Environment: {
        Variables: Match.objectLike({
          AMBIT_ISSUER: 'https://login.example.com/tenant/v2.0',
          AMBIT_CLIENT: 'ambit-console',
          AMBIT_SIGN_IN_ORIGINS: 'https://login.example.com,https://token.example.com',
        }),
      },
    });
  });

  test('says where it is', () => {
    expect(template.findOutputs('ApiUrl')).toHaveProperty('ApiUrl.Value');
  });

  test('is not there without a provider', async () => {
    const { stacks } = await synthesized();
    expect(templateOf(stacks, 'Ambit').findResources('AWS::ApiGatewayV2::Api')).toEqual({});
  });

  test('leaves no finding of the rules of AWS Solutions unacknowledged', async () => {
    const { stacks } = await synthesized(SETTINGS);
    const findings = [...stacks.values()].flatMap((stack) =>
      new AwsSolutionsChecks(stack).validateScope(stack).violations.map(({ ruleName }) => ruleName),
    );
    expect(findings).toEqual([]);
  });

  test('brings along every file that is served, and nothing else', async () => {
    const served = [...(await readConsoleFiles(CONSOLE_FOLDER)).keys()];
    const paths = [...(await consoleFiles()).keys()].map((path) => path.replace(/^console/, ''));
    expect(paths.map((path) => (path === '/index.html' ? '/' : path)).sort()).toEqual(served.sort());
  });
});

describe('the settings of an identity provider', () => {
  test('go together', () => {
    expect(settingsLines({ 'ambit:identityIssuer': 'https://id.example.com' })).toEqual([
      expect.stringContaining('ambit:identityClient: got nothing'),
    ]);
    expect(settingsLines({ 'ambit:identityClient': 'ambit' })).toEqual([
      expect.stringContaining('ambit:identityIssuer: got nothing'),
    ]);
  });

  test.each([
    'http://id.example.com',
    'https://id.example.com/?tenant=1',
    'https://id.example.com/"',
    'id.example.com',
  ])('refuse the issuer %s', (issuer) => {
    expect(settingsLines({ ...SETTINGS, 'ambit:identityIssuer': issuer })).toEqual([
      expect.stringContaining('expected the issuer of an OpenID Connect provider, https://…'),
    ]);
  });
});
