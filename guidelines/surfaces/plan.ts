import type { Facts } from '../facts';
import { factsOf } from './facts-of';
import { readPlan } from './plan/plan';
import { readConfiguration } from './terraform-json';

/**
 * Facts of a plan, as `terraform show -json` prints it: what an apply would leave behind, modules and all instances included. What is deleted is not
 * evaluated, and values that are known only after the apply are unknown.
 * @param configuration the stack's `cdk.tf.json`, for construct paths and for expressions as they are written
 * @throws AppEngineError PlanInvalid, TerraformJsonInvalid
 */
export function factsOfPlan(plan: unknown, configuration: unknown = {}): readonly Facts[] {
  return factsOf(readPlan(plan, readConfiguration(configuration)));
}
