/** Text that Terraform takes as it is: it would read `${` and `%{` as its own templates, and evaluate what is in them. */
export function literal(text: string): string {
  return text.replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);
}
