import * as contract from '../../contract/templates.contract.ts';
import { MemoryTemplates, PAYLOAD, stackArn } from '../gate-world.ts';

contract.templatesContract('the CloudFormation that tests of the gate have', (work) => {
  const templates = new MemoryTemplates();
  const [stack, absent] = [stackArn('cost'), stackArn('none')];
  templates.template = contract.TEMPLATE;
  templates.payload = contract.PAYLOAD;
  templates.stacks.set(stack, { role: undefined, root: undefined });
  templates.absent.add(absent);
  templates.resources = [
    { logicalId: 'Data', physicalId: 'cost-data', type: 'AWS::S3::Bucket' },
    { logicalId: 'Jobs', physicalId: 'https://sqs/cost-Jobs', type: 'AWS::SQS::Queue' },
  ];
  return work({ templates, stack, absent, url: PAYLOAD });
});
