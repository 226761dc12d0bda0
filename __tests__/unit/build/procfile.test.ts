import { join } from 'node:path';
import { Procfile } from '../../../constructs';
import { removeSources, sources } from '../../fixture/sources';

afterAll(removeSources);

function procfile(text: string): Procfile {
  return Procfile.of(join(sources({ Procfile: text }).path, 'Procfile'));
}

test('has its processes in order, and their words', () => {
  const file = procfile('# of the shop\nweb: gunicorn shop:app --bind 0.0.0.0:$PORT\n\nworker: python3 work.py "a b"\nrelease: a && b\n');

  expect(file.names).toEqual(['web', 'worker', 'release']);
  expect(file.command('web')).toEqual(['gunicorn', 'shop:app', '--bind', '0.0.0.0:8080']);
  expect(file.command('worker')).toEqual(['python3', 'work.py', 'a b']);
});

test('refuses what needs a shell when that process is wanted, and no other', () => {
  const file = procfile('web: node server.js\nrelease: migrate && seed');

  expect(file.command('web')).toEqual(['node', 'server.js']);
  expect(() => file.command('release')).toThrow(/^ProcfileInvalid: process "release: migrate && seed" of ".*" must be a program/);
});

test('refuses a process that it has not, a line that is none, and an empty file', () => {
  expect(() => procfile('web: a').command('clock')).toThrow(/^ProcessUnknown: process "clock" must be one of web, as/);
  expect(() => procfile('web: a\nwhat')).toThrow(/^ProcfileInvalid: line "what" of/);
  expect(() => procfile('')).toThrow(/must name a process/);
});
