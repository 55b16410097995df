import { back, type CallRow, policyRows } from './row.ts';
import { given, local } from './shapes.ts';

/** Calls that say who may use what S3 keeps in other ways than in buckets of a Region. Parameters: the AWS API models. */
export const OTHER_BUCKET_CALLS: readonly CallRow[] = [
  // directory buckets
  ...policyRows('put', 's3express', {
    PutBucketPolicy: {
      resources: [local('s3express', 'bucket/{name}', 'in.bucketName')],
      document: 'in.bucketPolicy',
      advice: back('PutBucketPolicy'),
      spelling: 'unproved',
    },
  }),
  // buckets of Outposts, whose calls are S3's by another source
  ...policyRows('put', 's3-outposts', {
    PutBucketPolicy: {
      resources: given('in.bucketName', 'in.bucket'),
      document: 'in.bucketPolicy',
      advice: back('PutBucketPolicy', 'DeleteBucketPolicy'),
      spelling: 'unproved',
    },
  }),
  ...policyRows('remove', 's3-outposts', {
    DeleteBucketPolicy: {
      resources: given('in.bucketName', 'in.bucket'),
      advice: back('PutBucketPolicy'),
      spelling: 'unproved',
    },
  }),
  ...policyRows('put', 's3files', {
    PutFileSystemPolicy: {
      resources: [local('s3files', 'file-system/{name}', 'in.fileSystemId')],
      document: 'in.policy',
      undo: back('PutFileSystemPolicy', 'DeleteFileSystemPolicy'),
    },
  }),
  ...policyRows('put', 's3tables', {
    PutTableBucketPolicy: {
      resources: given('in.tableBucketARN'),
      document: 'in.resourcePolicy',
      undo: back('PutTableBucketPolicy', 'DeleteTableBucketPolicy'),
    },
    PutTablePolicy: {
      resources: given('in.tableBucketARN'),
      document: 'in.resourcePolicy',
      undo: back('PutTablePolicy', 'DeleteTablePolicy'),
    },
  }),
  ...policyRows('put', 's3vectors', {
    PutVectorBucketPolicy: {
      resources: [{ at: 'in.vectorBucketArn' }, local('s3vectors', 'bucket/{name}', 'in.vectorBucketName')],
      document: 'in.policy',
      undo: back('PutVectorBucketPolicy', 'DeleteVectorBucketPolicy'),
    },
  }),
];
