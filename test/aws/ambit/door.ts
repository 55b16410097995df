import type { Cloud } from '../cloud.ts';
import { inMinistack } from '../cloud.ts';
import { deployTemplate, physicalId } from '../deploy/deploy.ts';
import type { Template } from '../deploy/template.ts';
import type { Issuer } from '../issuer.ts';

export const AUDIENCE = 'ambit-console';

/** Deploys an HTTP API before Ambit's `api` function that lets in who has a token of the issuer; its URL. */
export async function openDoor(cloud: Cloud, issuer: Issuer): Promise<string> {
  const deployed = await deployTemplate(doorTemplate(issuer.url), 'Door', inMinistack(cloud));
  return `${cloud.ministack.endpoint}/_aws/execute-api/${physicalId(deployed, 'AWS::ApiGatewayV2::Api')}/$default`;
}

function doorTemplate(issuer: string): Template {
  const ApiId = { Ref: 'Api' };
  const IntegrationUri = { 'Fn::Sub': 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:Ambit-api' };
  const JwtConfiguration = { Issuer: issuer, Audience: [AUDIENCE] };
  return {
    Resources: {
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'door', ProtocolType: 'HTTP' } },
      Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId, StageName: '$default', AutoDeploy: true } },
      Authorizer: {
        Type: 'AWS::ApiGatewayV2::Authorizer',
        Properties: {
          ApiId,
          Name: 'tokens',
          AuthorizerType: 'JWT',
          IdentitySource: ['$request.header.Authorization'],
          JwtConfiguration,
        },
      },
      Integration: {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: { ApiId, IntegrationType: 'AWS_PROXY', IntegrationUri, PayloadFormatVersion: '2.0' },
      },
      Route: {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: {
          ApiId,
          RouteKey: '$default',
          AuthorizationType: 'JWT',
          AuthorizerId: { Ref: 'Authorizer' },
          Target: { 'Fn::Sub': 'integrations/${Integration}' },
        },
      },
    },
  };
}
