/** Release that a run of the program is to build, such as `acme/shop`: its file is not read. */
export const BUILD_RELEASE_VARIABLE = 'APPENGINE_BUILD_RELEASE';

/** Set while a command makes or changes a release, learns from the program who signs and who is trusted, and looks itself at what has to be right. */
export const RELEASE_COMMAND_VARIABLE = 'APPENGINE_RELEASE_COMMAND';
