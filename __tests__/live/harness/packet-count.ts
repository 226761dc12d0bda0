import { runCommand } from './command';

/** Packets that a rule of the host's firewall saw; the rule decides nothing. */
export class PacketCount {
  /** @param chain such as FORWARD. @param match arguments of iptables */
  static async start(comment: string, chain: string, ...match: readonly string[]): Promise<PacketCount> {
    const rule = [...match, '-m', 'comment', '--comment', comment];
    await iptables('-I', chain, ...rule);
    return new PacketCount(chain, comment, rule);
  }

  private constructor(
    private readonly chain: string,
    private readonly comment: string,
    private readonly rule: readonly string[],
  ) {}

  async packets(): Promise<number> {
    const listed = await iptables('-nvxL', this.chain);
    const line = listed.split('\n').find((each) => each.includes(`/* ${this.comment} */`));
    return Number(line?.trim().split(/\s+/)[0] ?? Number.NaN);
  }

  async stop(): Promise<void> {
    await iptables('-D', this.chain, ...this.rule);
  }
}

async function iptables(...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommand('iptables', ['-w', ...args], { cwd: '/' });
  if (exitCode !== 0) throw new Error(`iptables ${args.join(' ')}: ${stderr}`);
  return stdout;
}
