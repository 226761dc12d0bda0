/** Which of a module's instances something is in, and which part of the configuration describes it. */
export interface ModuleAddress {
  /** In front of addresses, such as `module.apps["one"].`; empty in the root module. */
  readonly prefix: string;
  /** Names of the module calls that lead there. */
  readonly calls: readonly string[];
}

const STEP = /^module\.([\w-]+)(?:\[(?:\d+|\*|"(?:[^"\\]|\\.)*")\])?(?:\.|$)/;

/** Takes apart an address such as `module.apps["one"].module.web`. */
export function moduleAddress(text: string): ModuleAddress {
  const calls: string[] = [];
  for (let rest = text; ;) {
    const [step, call] = STEP.exec(rest) ?? [];
    if (step === undefined || call === undefined) break;
    calls.push(call);
    rest = rest.slice(step.length);
  }
  return { prefix: text === '' ? '' : `${text}.`, calls };
}
