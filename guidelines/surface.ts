/** Source of facts: the synthesized configuration, a plan, or a live engine. */
export type Surface = 'live' | 'plan' | 'synth';
