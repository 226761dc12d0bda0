import { resolve } from 'node:path';
import { planDocument, type PlanSummary } from '../../operations/plan/plan-document';
import { plansAgainst, plansOfDeployed } from '../plan/read-plans';
import { renderPlan } from '../render/plan';
import { renderPlanMarkdown } from '../render/plan-markdown';
import { openSession } from '../session';
import { tellResult } from '../terminal/result';

export interface PlanOptions {
  readonly only?: readonly string[];
  readonly against?: string;
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly failOn: FailOn;
}

/** Differences of the security diff from which on the exit code is 2. */
export const FAIL_ON = ['wider', 'any', 'never'] as const;
type FailOn = (typeof FAIL_ON)[number];

/** Exit code when a difference is at the threshold. */
const FOUND = 2;

/** Tells what would change, and what of that a review of security has to know; resolves to the exit code. */
export async function plan({ only, against, json, markdown, failOn }: PlanOptions): Promise<number> {
  const session = openSession();
  const { stacks, undeclared } =
    against === undefined ? await plansOfDeployed(session, only) : await plansAgainst(session, resolve(against), only);
  const document = planDocument(against ?? 'deployed', stacks, undeclared);
  tellResult(json === true ? { json } : {}, document, () => (markdown === true ? renderPlanMarkdown(document) : renderPlan(document)));
  return isAt(failOn, document.summary) ? FOUND : 0;
}

function isAt(failOn: FailOn, { wider, unknown, changed, narrower }: PlanSummary): boolean {
  if (failOn === 'never') return false;
  return wider + unknown > 0 || (failOn === 'any' && changed + narrower > 0);
}
