/** The program that bootstrap chose, or Terraform. */
export function terraformBinary(): string {
  return process.env.TERRAFORM_BINARY_NAME ?? 'terraform';
}
