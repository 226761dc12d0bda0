/** Where facts were read: what is declared, what an apply would make of it, or what the engine has. */
export type Surface = 'live' | 'plan' | 'synth';
