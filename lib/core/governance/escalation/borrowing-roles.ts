import type { EscalationPath } from './path.ts';

/**
 * Who may change what runs with a role acts as that role, though nobody let it pass one.
 * Source: pathfinding.cloud (DataDog), category `existing-passrole`, and change sets, which reuse the role of a stack.
 */
export const BORROWING_ROLES: readonly EscalationPath[] = [
  {
    id: 'apprunner-002',
    needs: ['apprunner:UpdateService'],
    path: "runs its image with a service's role",
  },
  {
    id: 'bedrock-002',
    needs: ['bedrock-agentcore:StartCodeInterpreterSession', 'bedrock-agentcore:InvokeCodeInterpreter'],
    onOne: ['bedrock-agentcore:StartCodeInterpreterSession', 'bedrock-agentcore:InvokeCodeInterpreter'],
    path: "runs code with an interpreter's role",
    decides: 'bedrock-agentcore:InvokeCodeInterpreter',
  },
  {
    id: 'cloudformation-002',
    needs: ['cloudformation:UpdateStack'],
    path: "changes a stack with the stack's role",
    known: 'privesc-cloudFormationUpdateStack',
  },
  {
    id: 'cloudformation-005',
    needs: ['cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'],
    onOne: ['cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'],
    path: "changes a stack with the stack's role",
    decides: 'cloudformation:ExecuteChangeSet',
  },
  {
    id: 'codebuild-002',
    needs: ['codebuild:StartBuild'],
    path: "runs a build of its own with a project's role",
  },
  {
    id: 'codebuild-003',
    needs: ['codebuild:StartBuildBatch'],
    path: "runs builds of its own with a project's role",
  },
  {
    id: 'ec2instanceconnect-003',
    needs: ['ec2-instance-connect:SendSSHPublicKey'],
    path: 'logs in to an instance with a role',
    known: 'privesc-ec2InstanceConnect',
  },
  {
    id: 'ec2-002',
    needs: ['ec2:ModifyInstanceAttribute', 'ec2:StopInstances', 'ec2:StartInstances'],
    onOne: ['ec2:ModifyInstanceAttribute', 'ec2:StopInstances', 'ec2:StartInstances'],
    path: "changes an instance's start script and restarts it",
  },
  {
    id: 'ec2-004',
    needs: ['ec2:CreateLaunchTemplateVersion', 'ec2:ModifyLaunchTemplate'],
    path: 'changes what new instances run',
    decides: 'ec2:ModifyLaunchTemplate',
  },
  {
    id: 'glue-002',
    needs: ['glue:UpdateDevEndpoint'],
    path: 'logs in to an endpoint with a role',
    known: 'privesc19-UpdateExistingGlueDevEndpoint',
  },
  {
    id: 'lambda-003',
    needs: ['lambda:UpdateFunctionCode'],
    path: "runs its code with a function's role",
    known: 'privesc17-EditExistingLambdaFunctionWithRole',
  },
  {
    id: 'lambda-004',
    needs: ['lambda:UpdateFunctionCode', 'lambda:InvokeFunction'],
    onOne: ['lambda:UpdateFunctionCode', 'lambda:InvokeFunction'],
    path: "runs its code with a function's role, at once",
  },
  {
    id: 'lambda-005',
    needs: ['lambda:UpdateFunctionCode', 'lambda:AddPermission'],
    onOne: ['lambda:UpdateFunctionCode', 'lambda:AddPermission'],
    path: 'puts its code into a function and lets itself invoke it',
  },
  {
    id: 'sagemaker-004',
    needs: ['sagemaker:CreatePresignedNotebookInstanceUrl'],
    path: 'opens a notebook with a role',
    known: 'privesc-sageMakerCreatePresignedNotebookURL',
  },
  {
    id: 'sagemaker-005',
    needs: [
      'sagemaker:CreateNotebookInstanceLifecycleConfig',
      'sagemaker:StopNotebookInstance',
      'sagemaker:UpdateNotebookInstance',
      'sagemaker:StartNotebookInstance',
    ],
    onOne: ['sagemaker:StopNotebookInstance', 'sagemaker:UpdateNotebookInstance', 'sagemaker:StartNotebookInstance'],
    path: 'changes what a notebook with a role runs',
    decides: 'sagemaker:UpdateNotebookInstance',
  },
  {
    id: 'ssm-001',
    needs: ['ssm:StartSession'],
    path: 'opens a shell on an instance with a role',
    known: 'privesc-ssmStartSession',
  },
  {
    id: 'ssm-002',
    needs: ['ssm:SendCommand'],
    path: 'runs commands on an instance with a role',
    known: 'privesc-ssmSendCommand',
  },
];
