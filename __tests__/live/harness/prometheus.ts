const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABELS = /^\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\[\\"n])*"(,[a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\[\\"n])*")*,?)?\}$/;
const VALUE = /^([+-]?Inf|NaN|[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?)$/;
const TYPES = ['counter', 'gauge', 'histogram', 'summary', 'untyped'];

/**
 * Samples of a text in Prometheus' exposition format 0.0.4, by name and labels.
 * @throws where a line is none of it, a type comes after its samples or twice, or a sample is there twice
 */
export function parseMetrics(text: string): ReadonlyMap<string, number> {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const types = new Map<string, string>();
  const samples = new Map<string, number>();
  for (const line of text.slice(0, -1).split('\n')) {
    const [, keyword, subject = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (keyword === undefined) addSample(samples, types, line);
    else if (!NAME.test(subject)) throw new Error(`no name: ${line}`);
    else if (keyword === 'TYPE') {
      if (!TYPES.includes(rest) || types.has(subject)) throw new Error(`no type, or one too many: ${line}`);
      types.set(subject, rest);
    }
  }
  return samples;
}

function addSample(samples: Map<string, number>, types: ReadonlyMap<string, string>, line: string): void {
  const [, name = '', labels, value = ''] = /^([^\s{]+)(\{.*\})? (\S+)$/.exec(line) ?? [];
  if (!NAME.test(name) || !VALUE.test(value) || (labels !== undefined && !LABELS.test(labels))) throw new Error(`no sample: ${line}`);
  if (!types.has(name)) throw new Error(`no type before: ${line}`);
  const key = `${name}${labels ?? ''}`;
  if (samples.has(key)) throw new Error(`twice: ${line}`);
  samples.set(key, Number(value));
}
