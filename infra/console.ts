import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { IdentitySettings } from './identity-settings.ts';

/** What serves the page and the API, and who may sign in. */
export interface ConsoleProps {
  readonly prefix: string;
  /** The function that serves the API and the page. */
  readonly api: LambdaFunction;
  readonly identity: IdentitySettings;
  readonly logRetentionDays: RetentionDays;
}

/** Requests a second that all people together may make, and how many at once: a page asks a few times a minute. */
const THROTTLE = { rateLimit: 50, burstLimit: 100 };

/**
 * The console: an HTTP API in front of one function. What is under `/api` takes a token of the identity provider, which the
 * gateway verifies: signature, issuer, audience, expiry. The page itself is public and says nothing; the function
 * serves it with the headers that close it, in every partition and without a bucket to keep in step with the API.
 * Source: API Gateway developer guide, "Control access to HTTP APIs with JWT authorizers".
 */
export class Console extends Construct {
  readonly httpApi: HttpApi;
  /** `https://ID.execute-api.REGION.amazonaws.com`: where people open it. */
  readonly url: string;

  constructor(scope: Construct, id: string, { prefix, api, identity, logRetentionDays }: ConsoleProps) {
    super(scope, id);
    this.httpApi = new HttpApi(this, 'Api', {
      apiName: `${prefix}-console`,
      description: 'Findings, signatures and the ledger of Ambit',
      createDefaultStage: false,
      defaultAuthorizer: new HttpJwtAuthorizer('Tokens', identity.issuer, { jwtAudience: [identity.clientId] }),
    });
    const integration = new HttpLambdaIntegration('Function', api);
    this.httpApi.addRoutes({ path: '/api/{proxy+}', methods: [HttpMethod.ANY], integration });
    const open = { methods: [HttpMethod.GET], integration, authorizer: new HttpNoneAuthorizer() };
    const pages = ['/', '/{file}'].flatMap((path) => this.httpApi.addRoutes({ path, ...open }));
    for (const page of pages) {
      acknowledge(page, [
        { rule: 'AwsSolutions-APIG4', reason: 'The page says nothing: what it shows it asks for, with a token' },
      ]);
    }
    this.#stage(prefix, logRetentionDays);
    this.url = this.httpApi.apiEndpoint;
    api.addEnvironment('AMBIT_ISSUER', identity.issuer);
    api.addEnvironment('AMBIT_CLIENT', identity.clientId);
    api.addEnvironment('AMBIT_SIGN_IN_ORIGINS', identity.origins.join(','));
  }

  #stage(prefix: string, retention: RetentionDays): void {
    // of this name, since a policy for each other log group fills up what an account may have
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/vendedlogs/${prefix}-console`,
      retention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Stage', {
      httpApi: this.httpApi,
      autoDeploy: true,
      throttle: THROTTLE,
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        // who asked is in the ledger where it matters; a token is never logged
        format: AccessLogFormat.custom(
          JSON.stringify({
            time: '$context.requestTime',
            from: '$context.identity.sourceIp',
            person: '$context.authorizer.claims.sub',
            route: '$context.routeKey',
            path: '$context.path',
            status: '$context.status',
            error: '$context.error.message',
            id: '$context.requestId',
          }),
        ),
      },
    });
  }
}
