let outcomes: string[] = [];

/** Notes what the command that runs has done, such as `acme: 4 created`, for the trail of events. */
export function noteOutcome(outcome: string): void {
  outcomes.push(outcome);
}

/** What was noted since. */
export function takeOutcomes(): readonly string[] {
  const taken = outcomes;
  outcomes = [];
  return taken;
}
