import { DOMParser } from '@xmldom/xmldom';
import { renderJunit } from '../../../../guidelines';
import { AUDIT, HOSTILE, UNSETTLED } from './audit';

function parse(xml: string): ReturnType<DOMParser['parseFromString']> {
  const onError = (level: string, message: string): void => {
    // It warns of the character that stands for one that XML cannot write.
    if (level !== 'warning') throw new Error(`${level}: ${message}`);
  };
  return new DOMParser({ onError }).parseFromString(xml, 'text/xml');
}

test('a suite a surface, a case a value, nothing for what does not apply', () => {
  expect(renderJunit(AUDIT)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="appengine audit">
  <testsuite name="synth" tests="5" failures="1" errors="0" skipped="2">
    <testcase name="SDG-06.1 memory = \${var.memory}" classname="synth.docker_container.x">
      <skipped message="unknown here, told by a later surface"/>
    </testcase>
    <testcase name="SDG-09.2 init = false" classname="synth.docker_container.x">
      <failure type="low" message="low: no init process reaps processes whose parent has ended">no init process reaps processes whose parent has ended
guideline 9
impact: zombies fill the process limit until the app cannot start a process
remediation: drop \`init = false\`: HardenedContainer sets it</failure>
    </testcase>
    <testcase name="SDG-10.6 read_only = false" classname="synth.docker_container.x">
      <skipped message="accepted: because of &lt;a&gt; test (ana, until 2027-01-10, which is within 14 days)"/>
    </testcase>
    <testcase name="SDG-10.7 working_dir = not set" classname="synth.docker_container.x"/>
    <testcase name="SDG-17.3 waiver = SDG-10.6: ana, until 2027-01-10" classname="synth.docker_container.x"/>
  </testsuite>
  <testsuite name="plan" tests="5" failures="1" errors="0" skipped="1">
    <testcase name="SDG-06.1 memory = 64" classname="plan.docker_container.x"/>
    <testcase name="SDG-09.2 init = false" classname="plan.docker_container.x">
      <failure type="low" message="low: no init process reaps processes whose parent has ended">no init process reaps processes whose parent has ended
guideline 9
impact: zombies fill the process limit until the app cannot start a process
remediation: drop \`init = false\`: HardenedContainer sets it</failure>
    </testcase>
    <testcase name="SDG-10.6 read_only = false" classname="plan.docker_container.x">
      <skipped message="accepted: because of &lt;a&gt; test (ana, until 2027-01-10, which is within 14 days)"/>
    </testcase>
    <testcase name="SDG-10.7 working_dir = not set" classname="plan.docker_container.x"/>
    <testcase name="SDG-17.3 waiver = SDG-10.6: ana, until 2027-01-10" classname="plan.docker_container.x"/>
  </testsuite>
  <testsuite name="live" tests="1" failures="0" errors="0" skipped="1">
    <testcase name="live" classname="live">
      <skipped message="not looked at: no engine answers"/>
    </testcase>
  </testsuite>
</testsuites>
`);
});

test('an unknown value is an error', () => {
  const document = parse(renderJunit(UNSETTLED));
  expect(document.getElementsByTagName('error')[0]?.getAttribute('message')).toBe(
    'medium: memory is not limited, or by more than the host has',
  );
});

test.each(Object.entries({ AUDIT, UNSETTLED, HOSTILE }))('%s is well-formed, and its counts are right', (_, audit) => {
  for (const suite of [...parse(renderJunit(audit)).getElementsByTagName('testsuite')]) {
    const count = (name: string): string => String(suite.getElementsByTagName(name).length);
    expect(suite.getAttribute('tests')).toBe(count('testcase'));
    expect(suite.getAttribute('failures')).toBe(count('failure'));
    expect(suite.getAttribute('errors')).toBe(count('error'));
    expect(suite.getAttribute('skipped')).toBe(count('skipped'));
  }
});
