'use strict';

const { dockerWith, labelOf } = require('./engine');

/**
 * Runs a program of the platform in a container that ends at once and is removed: without rights, but for those in `options`.
 * @param container that it is for, whose labels it gets
 */
function runHelper(container, options, image, ...command) {
  return feedHelper(container, undefined, options, image, ...command);
}

/** The same with something for its standard input. */
function feedHelper(container, input, options, image, ...command) {
  const labels = ['instance', 'stack', 'tenant'].filter((label) => labelOf(container, label) !== undefined);
  return dockerWith(
    input,
    ...['run', '--rm', '--pull', 'never', '--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
    ...['--memory', '256m', '--memory-swap', '256m', '--pids-limit', '32', '--log-driver', 'none'],
    ...labels.flatMap((label) => ['--label', `appengine.${label}=${labelOf(container, label)}`]),
    ...['--label', 'appengine.role=loader', ...options, image, ...command],
  );
}

module.exports = { feedHelper, runHelper };
