import { write } from '../plan/dockerfile';

/** Path of the program in the image. */
export const START = '/opt/start.rb';

/**
 * Starts a program of a gem, with the gems of the Gemfile, and with as many processes as its container may have, which Puma reads from `WEB_CONCURRENCY`:
 * one for each core of its limit, and no more than its memory has room for. One alone is Puma without a second process.
 */
const PROGRAM = `def first(*files)
  file = files.map { |name| "/sys/fs/cgroup/" + name }.find { |path| File.readable?(path) }
  file ? File.read(file).split : ["max"]
end
quota = first("cpu.max", "cpu/cpu.cfs_quota_us")
period = (quota + first("cpu/cpu.cfs_period_us"))[1].to_i
cores = quota[0].to_i > 0 && period > 0 ? quota[0].to_f / period : 1
memory = first("memory.max", "memory/memory.limit_in_bytes")[0]
room = memory.to_i > 0 ? memory.to_i / (192 << 20) : 1
workers = [cores.ceil, room, 16].min
ENV["WEB_CONCURRENCY"] ||= workers.to_s if workers > 1
ENV["PORT"] ||= "8080"
name = ARGV.shift
require "bundler/setup" if ENV["BUNDLE_GEMFILE"]
spec = Gem.loaded_specs.values.find { |gem| gem.executables.include?(name) } || Gem::Specification.find { |gem| gem.executables.include?(name) }
if name == "puma" && (ARGV & %w[-C --config -b --bind -p --port]).empty? && Dir["config/puma.rb", "config/puma/*.rb"].empty?
  ARGV.unshift("--bind", "tcp://0.0.0.0:" + ENV["PORT"])
end
unless spec
  ENV["RUBYOPT"] = [ENV["RUBYOPT"], ("-rbundler/setup" if ENV["BUNDLE_GEMFILE"])].compact.join(" ")
  exec(name, *ARGV)
end
$0 = spec.bin_file(name)
load $0
`;

/** `RUN` line that writes it. */
export function writeStart(): string {
  return write(START, PROGRAM);
}
