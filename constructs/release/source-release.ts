/** Release that a run of the program is to build, such as `acme/shop`: its file is not read. */
export const BUILD_RELEASE_VARIABLE = 'APPENGINE_BUILD_RELEASE';

/** Set while a command makes a release, and looks itself at what has to be right with it. */
export const RELEASE_COMMAND_VARIABLE = 'APPENGINE_RELEASE_COMMAND';
