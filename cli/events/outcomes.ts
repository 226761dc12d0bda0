let outcomes: string[] = [];

/** Notes an effect of the command that runs, such as `acme: 4 created`, for the trail of events. */
export function noteOutcome(outcome: string): void {
  outcomes.push(outcome);
}

/** All that was noted since the last call. */
export function takeOutcomes(): readonly string[] {
  const taken = outcomes;
  outcomes = [];
  return taken;
}
