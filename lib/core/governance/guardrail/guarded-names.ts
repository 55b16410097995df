/** Begins the names of all that is deployed. */
export const PREFIX = /^[A-Z][A-Za-z0-9]{1,15}$/;

/** ARNs of roles with their account, in which `*` stands for any text. */
export const OPERATOR_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/*-]+$/;

/** The ARN of a trail. */
export const TRAIL_ARN = /^arn:aws[a-z-]*:cloudtrail:[a-z0-9-]+:\d{12}:trail\/[^/]+$/;
