import { describe, expect, test } from '@jest/globals';
import { templateJson } from '../../../lib/adapters/aws/template-text.ts';
import { digestOf } from '../../../lib/core/digest.ts';

const JSON_TEXT = `{
\t"Resources": {
\t\t"Data": {
\t\t\t"Type": "AWS::S3::Bucket",
\t\t\t"Properties": {
\t\t\t\t"BucketName": { "Fn::Sub": "\${AWS::StackName}-\\u00e9" },
\t\t\t\t"Tags": [{ "Key": "of", "Value": { "Fn::GetAtt": ["Other", "Outputs.Name"] } }],
\t\t\t\t"Size": { "Fn::Join": ["-", [{ "Ref": "A" }, "b"]] }
\t\t\t}
\t\t}
\t}
}`;

const YAML_TEXT = `
# the same, as people write it
Resources:
  Data:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Sub '\${AWS::StackName}-é'
      Tags:
        - Key: of
          Value: !GetAtt Other.Outputs.Name
      Size: !Join
        - '-'
        - - !Ref A
          - b
`;

describe('a template', () => {
  test('has one digest, in JSON and in YAML with short forms', () => {
    expect(templateJson(YAML_TEXT)).toEqual(JSON.parse(JSON_TEXT));
    expect(digestOf(templateJson(YAML_TEXT))).toBe(digestOf(templateJson(JSON_TEXT)));
  });

  test('may come as JSON already', () => {
    const json: unknown = JSON.parse(JSON_TEXT);
    expect(templateJson(json)).toEqual(json);
  });

  test('keeps a date that nobody quoted as the text that it is', () => {
    expect(templateJson('Version: 2012-10-17')).toEqual({ Version: '2012-10-17' });
  });

  test('has conditions and transforms in their long forms', () => {
    expect(templateJson('A: !If [C, !Condition D, !Transform { Name: AWS::Include }]')).toEqual({
      A: { 'Fn::If': ['C', { Condition: 'D' }, { 'Fn::Transform': { Name: 'AWS::Include' } }] },
    });
  });

  test.each([
    ['a key twice in JSON', '{"Resources": {}, "Resources": {"A": 1}}'],
    ['a key twice in YAML', 'Resources: {}\nResources: {}'],
    ['an alias', 'A: &x 1\nB: *x'],
    ['two documents', 'A: 1\n---\nB: 2'],
    ['text that is neither', '{"Resources": '],
  ])('with %s is none', (_, text) => {
    expect(() => templateJson(text)).toThrow(/the template/);
  });
});
